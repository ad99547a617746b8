import { randomInt } from 'node:crypto';
import type { Press } from '../src/discord/command.js';
import type { Endpoint } from '../src/domain/language-model.js';
import { UserError } from '../src/errors.js';
import { defineCommand } from '../src/lesson/command/define-command.js';
import type { AskContext, AskPress, ChangeResult } from '../src/lesson/command/definition.js';
import { chosenModel, suggestModels } from '../src/lesson/options/chosen-model.js';
import { modelOption } from '../src/lesson/options/options.js';
import { castVote, closeBallot, openBallot } from '../src/lesson/room/ballot.js';
import { LISTED_CANDIDATES } from '../src/lesson/writing/write-text.js';
import type { Services } from '../src/services.js';
import { explainGuess } from './guess/explain.js';
import { forgetGuesses } from './guess/forget.js';
import { guessForm, ownTextForm, textForm } from './guess/forms.js';
import { hideWords, ownPassage } from './guess/hidden.js';
import { guessInFull } from './guess/in-full.js';
import { readGuess } from './guess/read-guess.js';
import { type Guess, type GuessResult, guessResult, type Sight, shownWords } from './guess/result.js';
import { findOutcome, withOutcome } from './guess/reveal.js';
import { goOnWith, nextHidden, withText } from './guess/rounds.js';
import { likeliestWord, viewGuess, viewTaken } from './guess/view.js';
import { PASSAGES, type Passage } from './guess/words/passages.js';
import { guessWords } from './guess/words.js';

/** Of a text whose next word is guessed. */
const MAX_PROMPT = 2000;

export const guess = defineCommand({
  name: 'guess',
  description: (locale) => guessWords(locale).description,
  options: {
    prompt: {
      type: 'string',
      description: (locale) => guessWords(locale).prompt(guessWords(locale).defaultPrompt),
      maxLength: MAX_PROMPT,
    },
    hidden: {
      type: 'string',
      description: (locale) => guessWords(locale).hiddenOption,
      choices: PASSAGES.map(({ title }) => title),
    },
    model: modelOption,
  },
  needs: 'logprobs',
  leadsTo: ['nextword', 'surprise', 'temperature', 'dice', 'generate', 'attention', 'tokenize'],
  link: (locale) => guessWords(locale).link,
  explain: explainGuess,
  result: { version: 1, schema: guessResult },
  askedAt: ({ endpoint }) => endpoint,
  async ask({ prompt, hidden, model: named }, context, services) {
    const model = await chosenModel(named, context.channel, services);
    const passage = PASSAGES.find(({ title }) => title === hidden);
    if (passage !== undefined) return hideText(passage, false, model, context, services);
    return openRound({ prompt: prompt ?? guessWords(context.locale).defaultPrompt, model }, context, services);
  },
  from: {
    takes: ({ asQuestion, prompt }) => asQuestion === undefined && prompt.trim() !== '',
    ask: ({ prompt, model, sampling }, context, services) => openRound({ prompt, model, sampling }, context, services),
  },
  view: viewGuess,
  forget: forgetGuesses,
  subject(result) {
    const { prompt, model, endpoint, sampling } = result;
    return { prompt, model, endpoint, sampling, inFull: (locale) => guessInFull(result, locale), movesOn: true };
  },
  autocomplete: { model: suggestModels },
  actions: {
    guess: {
      kind: 'add',
      form: ({ runId, value, locale }) => guessForm({ action: 'guess', runId, value }, locale),
      ask: async (_, press) => {
        const word = readGuess(press.fields.word ?? '');
        return (latest) => takeGuess(latest, word, press);
      },
      aside: viewTaken,
    },
    reveal: { kind: 'add', ask: reveal },
    'go-on': { kind: 'move', move: goOn },
    text: {
      kind: 'move',
      keepsWords: true,
      form: ({ runId, value, locale }) => textForm({ action: 'text', runId, value }, locale),
      move: (result, { fields }) => withText(result, fields.text ?? ''),
    },
    round: { kind: 'add', ask: showing('round') },
    board: { kind: 'add', ask: showing('board') },
    race: { kind: 'add', ask: showing('race') },
    'leave-out': { kind: 'add', ask: leaveOut },
    against: {
      kind: 'begin',
      respond: 'reply',
      ask: (result, press, services) => {
        const others = PASSAGES.filter(({ title }) => title !== result.hidden?.title);
        return hideText(others[randomInt(others.length)] ?? PASSAGES[0], false, result.model, press, services);
      },
    },
    'own-text': {
      kind: 'begin',
      respond: 'reply',
      form: ({ runId, locale }) => ownTextForm({ action: 'own-text', runId }, locale),
      ask: (result, press, services) => {
        const passage = ownPassage(press.fields.text ?? '', guessWords(press.locale).ownTitle);
        return hideText(passage, true, result.model, press, services);
      },
    },
  },
});

/** A text that is guessed for the first time, of which the model can tell what comes next. */
async function openRound(
  asked: Pick<GuessResult, 'prompt' | 'model' | 'sampling'>,
  context: AskContext,
  { model }: Services,
): Promise<GuessResult> {
  const round = withText({ ...asked, ...emptyBoard(context, model.endpoint) }, asked.prompt);
  // Nobody should guess in vain.
  const request = { prompt: round.prompt, model: asked.model, candidates: LISTED_CANDIDATES, signal: context.signal };
  const { model: answers } = await model.nextToken(request);
  return { ...round, answers };
}

/** The first word of a text that is hidden. */
async function hideText(
  passage: Passage,
  isOwn: boolean,
  model: string | undefined,
  context: AskContext,
  services: Services,
): Promise<GuessResult> {
  const { answers, ...hidden } = await hideWords(passage, model, context, services);
  const empty = emptyBoard(context, services.model.endpoint);
  const { opening: prompt } = passage;
  return nextHidden({ ...empty, prompt, model, answers, hidden: { ...hidden, isOwn, at: -1, guessed: [] } });
}

function emptyBoard(context: Pick<AskContext, 'user'>, endpoint: Endpoint) {
  return { endpoint, round: 0, leftOut: [], board: {}, sight: 'round' as const, ballot: openBallot<Guess>(context) };
}

/** @throws UserError where the guess is for another round, or too late */
function takeGuess(latest: GuessResult, word: string, press: Press): GuessResult {
  if (String(latest.round) !== press.value) throw new UserError('guess-of-earlier-round');
  if (latest.ballot.isClosed) throw new UserError('guess-is-late');
  const { user } = press;
  return { ...latest, ballot: castVote(latest.ballot, user, { word, name: user.name }) };
}

/** Nobody guesses any more once the model is asked; where it does not answer, guessing goes on. */
async function reveal(
  result: GuessResult,
  press: AskPress,
  services: Services,
  change: ChangeResult<GuessResult>,
): Promise<(latest: GuessResult) => GuessResult> {
  if (String(result.round) !== press.value || result.outcome !== undefined) return (latest) => latest;
  const closed = await change(press.runId, (latest) => ({ ...latest, ballot: closeBallot(latest.ballot, press) }));
  try {
    const outcome = await findOutcome(closed, press, services);
    return (latest) => (latest.round === closed.round ? withOutcome(latest, outcome) : latest);
  } catch (error) {
    await change(press.runId, (latest) =>
      latest.outcome === undefined ? { ...latest, ballot: { ...latest.ballot, isClosed: false } } : latest,
    );
    throw error;
  }
}

function showing(sight: Sight): () => Promise<(latest: GuessResult) => GuessResult> {
  return async () => (latest) => (latest.outcome === undefined ? latest : { ...latest, sight });
}

/** The next word of a hidden text, or the text with the likeliest word behind it. */
function goOn(result: GuessResult): GuessResult {
  if (result.hidden !== undefined) return nextHidden(result);
  return goOnWith(result, likeliestWord(result)?.text ?? '');
}

/** @throws UserError where the person does not lead this round */
async function leaveOut(result: GuessResult, press: AskPress): Promise<(latest: GuessResult) => GuessResult> {
  const { choice: key = '' } = press;
  try {
    closeBallot(result.ballot, press);
  } catch (error) {
    throw new UserError('guess-not-led-by-you', {}, { cause: error });
  }
  return (latest) => {
    const isThere = shownWords(latest).some((word) => word.key === key && word.guesses > 0);
    return isThere ? { ...latest, leftOut: [...latest.leftOut, key] } : latest;
  };
}
