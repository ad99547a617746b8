import { plain } from '../../src/discord/markdown.js';
import type { GoOnEntry } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import { hasTokens } from '../../src/lesson/asking/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import { linkTo, type View } from '../../src/lesson/command/view.js';
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
import { askWords } from './words.js';

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
  return layOut(
    {
      asked: askedWords(result.question),
      body: [replyText(writtenText(reply), locale)],
      sentence:
        broken === undefined
          ? sureSentence(record && surenessOf(record), temperature, locale)
          : words.breaksOff(plain(sentenceOf(broken, locale))),
      notes: record === undefined ? [] : notesOf(record, locale),
      buttons: [
        { action: 'again', runId, value, label, style: 'primary' },
        ...(record !== undefined && hasTokens(record)
          ? [{ action: 'probabilities', runId, label: words.howSure }]
          : []),
        linkTo('fork'),
      ],
      goOn: ownEntries(reply, label, place),
      smallPrint: smallPrint(result, reply, locale),
      tone: broken === undefined ? 'normal' : 'error',
    },
    place,
  );
}

/** @param taken the label of a button, which no entry repeats */
function ownEntries(
  { temperature, isOwnTemperature, record }: AskReply,
  taken: string,
  { runId, locale }: Place,
): GoOnEntry[] {
  const words = askWords(locale);
  const longer = record && longerLimit(record);
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
