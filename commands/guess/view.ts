import { plain } from '../../src/discord/markdown.js';
import { type Button, type GoOnEntry, picture, text } from '../../src/discord/reply.js';
import type { AskPress, Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { voteOf } from '../../src/lesson/room/ballot.js';
import { askedText } from '../../src/lesson/text/asked-line.js';
import { lessonWords } from '../../src/lesson/words.js';
import { shorten } from '../../src/words/shorten.js';
import { guessPicture, picturedWords } from './pictures.js';
import { type GuessedWord, type GuessResult, type Sight, shownWords } from './result.js';
import { hasNext } from './rounds.js';
import { guessSentence } from './sentence.js';
import { guessWords } from './words.js';

/** Of a word on a button. */
const MAX_WORD = 20;

/** A text with a gap that the room fills, or what its guesses came to. */
export function viewGuess(result: GuessResult, place: Place): View {
  const { locale, isLate } = place;
  const words = guessWords(locale);
  const { prompt, outcome, model, answers, round } = result;
  const left = shownWords(result).filter(({ guesses }) => guesses > 0).length - guessedOn(result);
  const isRound = result.sight === 'round';
  return layOut(
    {
      asked: askedText(prompt),
      picture: picture('guess', guessPicture(result, locale)),
      sentence: guessSentence(result, locale),
      notes: isLate ? [`-# ${lessonWords(locale).late}`] : [],
      buttons: outcome === undefined ? waitingButtons(result, place) : shownButtons(result, place),
      goOn: entries(result, place),
      smallPrint: lessonWords(locale).smallPrint(
        outcome?.model ?? answers ?? model,
        words.roundOf(round, isRound ? left : 0),
      ),
    },
    place,
  );
}

/** What only who guessed is told. */
export function viewTaken({ ballot }: GuessResult, { user }: Pick<AskPress, 'user'>, { locale }: Place): View {
  return { blocks: [text(guessWords(locale).taken(plain(voteOf(ballot, user)?.word ?? '')))] };
}

/** The word that the model finds likeliest. */
export function likeliestWord(result: Pick<GuessResult, 'outcome' | 'leftOut'>): GuessedWord | undefined {
  return shownWords(result)[0];
}

function guessedOn(result: GuessResult): number {
  return picturedWords(result).filter(({ guesses }) => guesses > 0).length;
}

function waitingButtons({ round }: GuessResult, { runId, locale }: Place): Button[] {
  const words = guessWords(locale);
  const on = { runId, value: String(round) };
  return [
    { action: 'guess', ...on, label: words.guess, style: 'primary' },
    { action: 'reveal', ...on, label: words.reveal },
  ];
}

function shownButtons(result: GuessResult, { runId, revision, locale }: Place): Button[] {
  const words = guessWords(locale);
  const on = { runId, value: String(revision) };
  const { sight, hidden } = result;
  const likeliest = likeliestWord(result);
  const sightLabels: Readonly<Record<Sight, string>> = {
    round: words.backToChart,
    board: words.board,
    race: words.race,
  };
  const sights: readonly Sight[] = hidden === undefined ? ['round', 'board'] : ['race', 'round', 'board'];
  const next: Button[] =
    hidden === undefined
      ? [
          { action: 'text', ...on, label: words.otherText, style: 'primary' },
          ...(likeliest === undefined
            ? []
            : [{ action: 'go-on', ...on, label: words.goOnWith(shorten(likeliest.text.trim(), MAX_WORD, 'both')) }]),
        ]
      : hasNext(result)
        ? [{ action: 'go-on', ...on, label: words.nextWord, style: 'primary' }]
        : [{ action: 'against', ...on, label: words.otherHidden, style: 'primary' }];
  return [
    ...next,
    ...sights.filter((one) => one !== sight).map((one) => ({ action: one, ...on, label: sightLabels[one] })),
  ];
}

function entries(result: GuessResult, { runId, revision, locale }: Place): GoOnEntry[] {
  const words = guessWords(locale);
  const on = { runId, value: String(revision) };
  const isOver = result.hidden !== undefined && result.outcome !== undefined && !hasNext(result);
  const guessed = shownWords(result).filter(({ guesses, isTrue }) => guesses > 0 && !isTrue);
  return [
    ...(isOver ? [] : [{ action: 'against', ...on, label: words.against, description: words.againstHint }]),
    { action: 'own-text', ...on, label: words.ownText, description: words.ownTextHint },
    ...(result.sight === 'round'
      ? guessed.map(({ key, shown }) => ({
          action: 'leave-out',
          ...on,
          label: words.leaveOut(shorten(shown, MAX_WORD, 'both')),
          description: words.leaveOutHint,
          choice: key,
        }))
      : []),
  ];
}
