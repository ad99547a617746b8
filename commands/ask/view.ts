import { plain } from '../../src/discord/markdown.js';
import type { Button, GoOnEntry } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import { hasTokens } from '../../src/lesson/asking/reply.js';
import { askOn } from '../../src/lesson/command/ask-on.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import { type LinkButton, linkTo, type View } from '../../src/lesson/command/view.js';
import { forkWords } from '../../src/lesson/fork/words.js';
import { MENU_TEMPERATURES } from '../../src/lesson/options/temperatures.js';
import { writtenText } from '../../src/lesson/record/text-record.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { replyText } from '../../src/lesson/text/shown-text.js';
import { lessonWords } from '../../src/lesson/words.js';
import { viewColumns } from './columns.js';
import { longerLimit, notesOf } from './notes.js';
import {
  type AskReply,
  type AskResult,
  DEFAULT,
  DEFAULT_TEMPERATURE,
  hasDefaultTemperature,
  SIDE_BY_SIDE,
} from './result.js';
import { smallPrint } from './small-print.js';
import { sureSentence } from './sure-sentence.js';
import { surenessOf } from './sureness.js';
import { thoughtsButton, thoughtsNote, usedUpByThoughts, usedUpSentence } from './thoughts.js';
import { askWords } from './words.js';

/** Five buttons are in a row, and **Explain** is one of them. */
const MAX_MOVES = 4;

/** The reply and how to go on from it; or several replies side by side. */
export function viewAsk(result: AskResult, place: Place): View {
  const [reply, ...others] = result.replies;
  return reply === undefined || others.length > 0 ? viewColumns(result, place) : viewReply(result, reply, place);
}

function viewReply(result: AskResult, reply: AskReply, place: Place): View {
  const { locale, runId } = place;
  const words = askWords(locale);
  const { record, broken, temperature } = reply;
  // At temperature 0 another answer would be the same one.
  const next = temperature === 0 ? DEFAULT_TEMPERATURE : temperature;
  const value = hasDefaultTemperature(result) ? DEFAULT : String(next);
  const label = temperature === 0 ? words.answerAt(next) : words.again;
  const isUsedUp = record !== undefined && usedUpByThoughts(record);
  const isLonger = isUsedUp && longerLimit(record, result.maxTokens) !== undefined;
  const thoughts = thoughtsButton(reply, place);
  const moves: (Button | LinkButton)[] = [
    ...(isLonger ? [{ action: 'longer', runId, label: words.longer, style: 'primary' as const }] : []),
    { action: 'again', runId, value, label, style: isLonger ? 'secondary' : 'primary' },
    ...(record !== undefined && hasTokens(record) ? [{ action: 'probabilities', runId, label: words.howSure }] : []),
    ...thoughts,
    // The menu has it then.
    ...(thoughts.length > 0 ? [] : [linkTo('fork')]),
  ];
  const isEmpty = writtenText(reply) === '';
  const said = isUsedUp ? [usedUpSentence(record, result.maxTokens, locale)] : saidOf(result, reply, locale);
  const hasRoom = moves.length < MAX_MOVES;
  const on = isEmpty ? [] : [{ ...askOn(runId, 'ask'), label: lessonWords(locale).askOn }];
  return layOut(
    {
      asked: askedWords(result.question),
      body: isEmpty && said.length > 0 ? [] : [replyText(writtenText(reply), locale)],
      sentence: said.join('\n'),
      buttons: [...moves, ...(hasRoom ? on : [])],
      goOn: [
        ...(hasRoom ? [] : on),
        ...(thoughts.length > 0 && record !== undefined && hasTokens(record) ? [forkEntry(place)] : []),
        ...ownEntries(reply, { taken: label, wanted: result.maxTokens }, place),
      ],
      smallPrint: smallPrint(result, reply, locale),
      tone: broken === undefined ? 'normal' : 'error',
    },
    place,
  );
}

/** What is said below an answer: how sure the model was of it, and what must be known at once. */
function saidOf({ maxTokens }: AskResult, reply: AskReply, locale: string): string[] {
  const words = askWords(locale);
  const { record, broken, temperature } = reply;
  if (broken !== undefined) return [words.breaksOff(plain(sentenceOf(broken, locale))), ...thoughtsNote(reply, locale)];
  const notes = record === undefined ? [] : notesOf(record, locale, maxTokens);
  // Of no answer nobody was sure or unsure: why there is none comes in its place.
  if (writtenText(reply) === '' && notes.length > 0) return notes;
  return [sureSentence(record && surenessOf(record), temperature, locale), ...thoughtsNote(reply, locale), ...notes];
}

/** **Why this word?**, where **Thoughts** has taken its place among the buttons. */
function forkEntry({ runId, locale }: Place): GoOnEntry {
  const { link, hint } = forkWords(locale);
  return { command: 'fork', action: 'from', runId, value: 'ask', label: link, description: hint };
}

/**
 * @param how.taken the label of a button, which no entry repeats
 * @param how.wanted how many tokens the answer was to have at most
 */
function ownEntries(
  { temperature, isOwnTemperature, record }: AskReply,
  { taken, wanted }: { readonly taken: string; readonly wanted: number },
  { runId, locale }: Place,
): GoOnEntry[] {
  const words = askWords(locale);
  const longer = record && longerLimit(record, wanted);
  return [
    ...(longer === undefined
      ? []
      : [{ action: 'longer', runId, label: words.longer, description: words.longerHint(longer) }]),
    ...(isOwnTemperature ? [] : atTemperatures(temperature, taken, { runId, locale })),
    { action: 'resample', runId, choice: 'custom', label: words.otherTemperature, description: words.anyTemperature },
  ];
}

/** What a server that takes no temperature would refuse. */
function atTemperatures(
  temperature: number,
  taken: string,
  { runId, locale }: Pick<Place, 'runId' | 'locale'>,
): GoOnEntry[] {
  const words = askWords(locale);
  return [
    { action: 'beside', runId, label: words.sideBySide, description: words.sideBySideHint(SIDE_BY_SIDE) },
    ...MENU_TEMPERATURES.filter((one) => one !== temperature && words.answerAt(one) !== taken).map((one) => ({
      action: 'resample',
      runId,
      choice: String(one),
      label: words.answerAt(one),
      description: lessonWords(locale).temperature(one),
    })),
  ];
}
