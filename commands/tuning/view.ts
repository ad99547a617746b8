import { plain } from '../../src/discord/markdown.js';
import { type Block, type Button, type GoOnEntry, passing, picture, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { endOf, lengthOf, writtenText } from '../../src/lesson/record/text-record.js';
import { askedWords } from '../../src/lesson/text/asked-line.js';
import { shownText } from '../../src/lesson/text/shown-text.js';
import { lessonWords } from '../../src/lesson/words.js';
import { shorten } from '../../src/words/shorten.js';
import { EXAMPLE_COUNT, lastTurn } from './examples.js';
import { isFewShot, rowValue, type TuningResult, type TuningRow } from './result.js';
import { whatCame, whatCameOfExamples } from './what-came.js';
import { tuningWords } from './words.js';

/** Where nobody chose a temperature, nothing is left to luck: what differs comes from training alone. */
export const DEFAULT_TEMPERATURE = 0;

/** Where something is to be rolled: two rolls are seldom the same, and most hold together. */
export const ROLL_TEMPERATURE = 0.7;

/** The temperatures that the menu offers. */
const TEMPERATURES = [0, ROLL_TEMPERATURE, 1];

/** Of a prompt, what stands in the picture before what the base model wrote; characters. */
const MAX_BEFORE = 60;

/** The texts of the stages one below the other, or of the base model without examples and with them. */
export function viewTuning(result: TuningResult, place: Place): View {
  const { prompt, rows, temperature } = result;
  const { runId, locale } = place;
  const words = tuningWords(locale);
  const hasExamples = isFewShot(result);
  const roll: Button = { ...rollButton(result, place), style: hasExamples ? 'primary' : undefined };
  return layOut(
    {
      asked: askedWords(prompt),
      picture: picture('tuning', {
        kind: 'text-rows',
        title: hasExamples ? words.examplesTitle : words.title,
        rows: rows.map((row) => pictureRow(row, result, locale)),
      }),
      sentence: sentenceFor(result, locale),
      notes: notesOf(rows, locale),
      buttons: [
        ...(hasExamples ? [] : [{ action: 'examples', runId, label: words.giveExamples, style: 'primary' as const }]),
        roll,
      ],
      goOn: [...atTemperatures(temperature, place), ...detailEntries(result, place)],
      smallPrint: smallPrintOf(result, locale),
      tone: rows.some(({ broken }) => broken !== undefined) ? 'error' : 'normal',
    },
    place,
  );
}

/** What was asked, and the texts as far as they have come. */
export function growingBlocks({ prompt, rows }: Pick<TuningResult, 'prompt' | 'rows'>, locale: string): Block[] {
  const hasExamples = isFewShot({ rows });
  const lines = rows.map((row) => {
    const written = writtenText(row);
    return `**${plain(nameOf(row, hasExamples, locale))}**\n${written.trim() === '' ? '…' : plain(shownText(written))}`;
  });
  const isBare = rows.every((row) => writtenText(row) === '');
  return [text(askedWords(prompt)), (isBare ? passing : text)(lines.join('\n'))];
}

/** Who wrote a row. */
export function nameOf({ stage, hasExamples }: TuningRow, isOfExamples: boolean, locale: string): string {
  const words = tuningWords(locale);
  if (!isOfExamples) return words.stages[stage];
  return hasExamples ? words.behind(EXAMPLE_COUNT) : words.without;
}

function pictureRow(row: TuningRow, { prompt, rows }: TuningResult, locale: string) {
  const { stage, hasExamples, record, broken } = row;
  const end = broken !== undefined || record === undefined ? 'broken' : endOf(record);
  return {
    label: nameOf(row, isFewShot({ rows }), locale),
    note: tuningWords(locale).note(record && lengthOf(record), end),
    before: stage === 'base' ? beforeOf(prompt, hasExamples) : undefined,
    text: writtenText(row).trimEnd(),
  };
}

/** What the base model goes on with, or the end of it. */
function beforeOf(prompt: string, hasExamples: boolean | undefined): string {
  if (hasExamples) return `… ${lastTurn(shorten(prompt, MAX_BEFORE, 'both'))}`;
  return shorten(prompt, MAX_BEFORE, 'end');
}

function sentenceFor(result: TuningResult, locale: string): string {
  const words = tuningWords(locale);
  if (!isFewShot(result)) return words.sentence(whatCame(result)) || words.unfinished;
  const came = whatCameOfExamples(result);
  return came === undefined ? words.unfinished : words.examplesSentence(came, EXAMPLE_COUNT);
}

/** Why texts break off, and what the endpoint did not take, each once. */
function notesOf(rows: readonly TuningRow[], locale: string): string[] {
  const words = tuningWords(locale);
  const reasons = rows.flatMap(({ broken }) =>
    broken === undefined ? [] : [words.brokeOff(sentenceOf(broken, locale))],
  );
  return [...new Set(reasons)];
}

/** The same once more. At temperature 0 the same texts would come, so there it is another one. */
export function rollButton({ temperature }: TuningResult, { runId, locale }: Place): Button {
  const words = tuningWords(locale);
  return { action: 'again', runId, label: temperature === 0 ? words.rollAt(ROLL_TEMPERATURE) : words.again };
}

function atTemperatures(temperature: number, { runId, locale }: Place): GoOnEntry[] {
  const words = tuningWords(locale);
  const isOnButton = (one: number) => temperature === 0 && one === ROLL_TEMPERATURE;
  return TEMPERATURES.filter((one) => one !== temperature && !isOnButton(one)).map((one) => ({
    action: 'again',
    runId,
    choice: String(one),
    label: words.rollAt(one),
    description: lessonWords(locale).temperature(one),
  }));
}

/** Details of each text. */
function detailEntries(result: TuningResult, { runId, locale }: Place): GoOnEntry[] {
  const words = tuningWords(locale);
  return result.rows.flatMap((row): GoOnEntry[] => {
    if (row.record === undefined) return [];
    const value = `tuning.${rowValue(row)}`;
    const label = words.details[isFewShot(result) && !row.hasExamples ? 'without' : rowValue(row)];
    return [{ command: 'details', action: 'from', runId, value, label, description: words.detailsHint }];
  });
}

function smallPrintOf({ rows, temperature, seed, sampling }: TuningResult, locale: string): string {
  const shared = lessonWords(locale);
  const models = [...new Set(rows.map(({ record, model }) => record?.answer.model ?? model))].join(', ');
  const { topK, topP, minP } = sampling ?? {};
  return shared.smallPrint(
    models,
    shared.sampling({ temperature, topK, topP, minP }, temperature === 0 ? undefined : seed),
  );
}
