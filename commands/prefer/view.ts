import { modelMarkdown } from '../../src/discord/markdown.js';
import { type Button, type Form, type GoOnEntry, picture, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { votesIn } from '../../src/lesson/room/ballot.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { lessonWords } from '../../src/lesson/words.js';
import { shorten } from '../../src/words/shorten.js';
import {
  type Answer,
  type Choice,
  isFull,
  isOpen,
  lastRound,
  MAX_PROMPT,
  type PairsResult,
  type PreferResult,
  type Round,
  type Source,
} from './result.js';
import { isSame } from './rounds.js';
import { CLASS_SIZE } from './sample-class.js';
import { totalOf, usualSource } from './tally.js';
import { viewBest } from './view-best.js';
import { voteValue } from './voting.js';
import { preferWords } from './words.js';

/** Of each answer, what a reply has room for: two of them stand on a phone with all that can be pressed. */
const MAX_SHOWN = 220;
const MAX_LINES = 5;

/** A pair that people vote on, or who wrote it; or what a reward chose. */
export function viewPrefer(result: PreferResult, place: Place): View {
  if (result.kind === 'best') return viewBest(result, place);
  return isOpen(result) ? viewOpen(result, place) : viewClosed(result, lastRound(result), place);
}

function viewOpen(result: PairsResult, place: Place): View {
  const { runId, locale } = place;
  const words = preferWords(locale);
  const { prompt, a, b } = lastRound(result);
  const vote = (choice: Choice, style?: Button['style']): Button => ({
    action: VOTE_ACTIONS[choice],
    runId,
    value: voteValue(result, choice),
    label: words[choice],
    style,
  });
  return layOut(
    {
      asked: askedWords(prompt),
      body: [text(words.answer('A', shownAnswer(a, locale))), text(words.answer('B', shownAnswer(b, locale)))],
      sentence: words.open(votesIn(result.ballot).length, isSame(a, b)),
      notes: [...(result.hasClass ? [words.classWaits(CLASS_SIZE)] : []), ...lateNotes(result, place)],
      buttons: [
        vote('a', 'primary'),
        vote('b', 'primary'),
        vote('same'),
        { action: 'close', runId, label: words.close },
      ],
      goOn: [
        ...classEntries(result, place),
        ...(result.rounds.length > 1 ? [entryOf('so-far', words.entries.resultsSoFar, place)] : []),
      ],
      smallPrint: words.smallPrint(result.rounds.length),
    },
    place,
  );
}

/** Buttons need names of their own. */
const VOTE_ACTIONS: Readonly<Record<Choice, string>> = { a: 'vote-a', b: 'vote-b', same: 'vote-same' };

function viewClosed(result: PairsResult, { prompt, a, b, votes, sample }: Round, place: Place): View {
  const { runId, locale } = place;
  const words = preferWords(locale);
  const counted = votes ?? { a: 0, b: 0, same: 0 };
  const models = [...new Set([a.model, b.model])].join(', ');
  const source = usualSource(result);
  return layOut(
    {
      asked: askedWords(prompt),
      picture: picture('pair', {
        kind: 'text-rows',
        title: words.closedTitle,
        rows: [
          { label: words.writtenBy('A', a), note: words.votes(counted.a), text: a.text.trim() },
          { label: words.writtenBy('B', b), note: words.votes(counted.b), text: b.text.trim() },
        ],
      }),
      sentence: words.closed(counted, { a, b }),
      notes: [...(sample === undefined ? [] : [words.classVoted(sample, CLASS_SIZE)]), ...lateNotes(result, place)],
      buttons: [...nextButtons(result, place), { action: 'results', runId, value: source, label: words.results }],
      goOn: [
        entryOf('reward', words.entries.learn, place, source),
        ...classEntries(result, place),
        entryOf('export', words.entries.export, place, source),
      ],
      smallPrint: words.closedPrint(result.rounds.length, models),
      tone: result.trouble === undefined ? 'normal' : 'error',
    },
    place,
  );
}

/** On to another pair, where there is room for one. */
export function nextButtons(result: PairsResult, { runId, revision, locale }: Place): Button[] {
  if (isFull(result)) return [];
  const words = preferWords(locale);
  const value = String(revision);
  return [
    { action: 'next', runId, value, label: words.next, style: 'primary' },
    { action: 'prompt', runId, value, label: words.otherPrompt },
  ];
}

/** What must be known at once: that something did not come, that there is no room, that somebody was faster. */
export function lateNotes(result: PairsResult, { locale, isLate }: Place): string[] {
  const words = preferWords(locale);
  return [
    ...(result.trouble === undefined ? [] : [words.trouble(sentenceOf(result.trouble, locale))]),
    ...(!isOpen(result) && isFull(result) ? [words.full(result.rounds.length)] : []),
    ...(isLate ? [`-# ${lessonWords(locale).late}`] : []),
  ];
}

function classEntries({ hasClass }: PairsResult, place: Place): GoOnEntry[] {
  return hasClass ? [] : [entryOf('class', preferWords(place.locale).entries.askClass, place)];
}

/** An entry of the menu. */
export function entryOf(
  action: string,
  [label, description]: readonly [string, string],
  { runId }: Pick<Place, 'runId'>,
  value?: string,
): GoOnEntry {
  return { action, runId, value, label, description };
}

/** Whether the votes of both the room and the sample class could be counted, so that one may choose. */
export function otherSource({ rounds }: PairsResult, source: Source): Source | undefined {
  const has = {
    room: rounds.some(({ votes }) => votes !== undefined && totalOf(votes) > 0),
    sample: rounds.some(({ votes, sample }) => votes !== undefined && sample !== undefined),
  };
  const other = source === 'room' ? 'sample' : 'room';
  return has[other] ? other : undefined;
}

/** The form that asks for the next question. */
export function promptForm(target: Pick<Form, 'action' | 'runId' | 'value'>, locale: string): Form {
  const words = preferWords(locale);
  return {
    ...target,
    title: words.otherPromptTitle,
    fields: [{ id: 'prompt', label: words.otherPromptField, placeholder: words.questions[1], maxLength: MAX_PROMPT }],
  };
}

/** The beginning of an answer as markdown; the whole is in Details. */
function shownAnswer({ text: written, isCut }: Answer, locale: string): string {
  const trimmed = written.trim();
  if (trimmed === '') return lessonWords(locale).emptyReply;
  const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== '');
  const first = lines.slice(0, MAX_LINES).join('\n');
  const shown = shorten(first, MAX_SHOWN, 'start');
  const goesOn = (isCut || lines.length > MAX_LINES) && !shown.endsWith('…');
  return modelMarkdown(goesOn ? `${shown} …` : shown);
}
