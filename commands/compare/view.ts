import { plain } from '../../src/discord/markdown.js';
import { type Block, type GoOnEntry, passing, picture, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import { drewAtOwnTemperature } from '../../src/lesson/asking/reply.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { layOut } from '../../src/lesson/command/layout.js';
import type { View } from '../../src/lesson/command/view.js';
import { endOf, writtenText } from '../../src/lesson/record/text-record.js';
import { askedText, askedWords } from '../../src/lesson/text/asked-line.js';
import { lessonWords } from '../../src/lesson/words.js';
import { excerptsOf } from './excerpts.js';
import { firstTokens, knownColumns } from './first-tokens.js';
import { nameOf } from './names.js';
import { partingOf } from './parted.js';
import { type Column, type CompareResult, cutsOf, firstValue } from './result.js';
import { findLeastOverlap } from './verdict.js';
import { compareWords } from './words.js';

/** The beginnings of the texts, how likely the first tokens were under each setting, and how far apart that is. */
export function viewCompare(result: CompareResult, place: Place): View {
  const { runId, locale } = place;
  const { columns } = result;
  const words = compareWords(locale);
  const firsts = firstTokens(result, columns.length > 2 ? 2 : 3, locale);
  return layOut(
    {
      tone: columns.some(({ broken }) => broken !== undefined) ? 'error' : 'normal',
      asked: askedLine(result),
      body: [text(bodyLines(result, locale).join('\n'))],
      picture:
        firsts.columns.length === 0
          ? undefined
          : picture('compare', { kind: 'bar-columns', title: words.title, ...firsts }),
      sentence: sentenceFor(result, locale),
      notes: notesOf(result, locale),
      buttons: [{ action: 'reseed', runId, label: words.anotherSeed, style: 'primary' }],
      goOn: [...otherStyle(result, place), ...detailEntries(result, place)],
      smallPrint: smallPrintOf(result, locale),
    },
    place,
  );
}

/** What was asked, and the texts as far as they have come. */
export function growingBlocks(result: Pick<CompareResult, 'prompt' | 'what' | 'columns'>, locale: string): Block[] {
  const lines = bodyLines(result, locale).join('\n');
  // Where no column came to anything, one sentence for all takes their place.
  const isBare = result.columns.every((column) => writtenText(column) === '');
  return [text(askedLine(result)), isBare ? passing(lines) : text(lines)];
}

function askedLine({ prompt, columns }: Pick<CompareResult, 'prompt' | 'columns'>): string {
  return columns.every(({ setting }) => setting.as === 'text') ? askedText(prompt) : askedWords(prompt);
}

/** A line for each text. */
function bodyLines({ what, columns }: Pick<CompareResult, 'what' | 'columns'>, locale: string): string[] {
  const words = compareWords(locale);
  const excerpts = excerptsOf(columns.map(writtenText));
  const reasons = columns.map(({ broken }) => (broken === undefined ? undefined : sentenceOf(broken, locale)));
  return columns.map((column, at) => {
    const { setting, record } = column;
    const reason = reasons[at];
    // A server that is gone ends all of them with one long sentence.
    const why = reason !== undefined && reasons.indexOf(reason) < at ? ({ same: true } as const) : reason;
    const name = nameOf(what, setting, locale, MAX_NAME);
    return words.line(name, { excerpt: excerpts[at] ?? '', why, isDone: record !== undefined });
  });
}

/** Of a setting, before its text in one line. */
const MAX_NAME = 24;

function sentenceFor(result: CompareResult, locale: string): string {
  const { what, pairs, columns } = result;
  const words = compareWords(locale);
  const isDone = columns.every(({ record }) => record !== undefined);
  const isMute = isDone && columns.every((column) => writtenText(column).trim() === '');
  if (isMute && columns.every(({ record }) => record !== undefined && endOf(record) === 'model')) return words.mute;
  const names = knownColumns(result).map(({ setting }) => nameOf(what, setting, locale, MAX_NAME));
  return words.sentence({
    parting: partingOf(result, locale),
    overlap: findLeastOverlap(pairs, names),
    texts: columns.length,
    isTempered: what === 'temperatures',
  });
}

function notesOf(result: CompareResult, locale: string): string[] {
  const words = compareWords(locale);
  const { what, firsts, endpoint } = result;
  return [
    ...(result.takesNoQuestions ? [words.takesNoQuestions] : []),
    ...(result.takesNoTexts ? [words.takesNoTexts] : []),
    ...result.missing.map((reason) => words.missing(sentenceOf(reason, locale))),
    ...(what === 'systems' && endpoint.tiny ? [words.tooSmall] : []),
    ...(firsts.every(({ answer }) => answer.scale === 'raw') ? [] : [`-# ${lessonWords(locale).takesNoTemperature}`]),
    ...leftOut(result, locale),
  ];
}

/** What the endpoint did not take of what was asked for, each once. */
function leftOut({ columns, firsts }: Pick<CompareResult, 'columns' | 'firsts'>, locale: string): string[] {
  const ofReplies = columns.flatMap(({ record }) => (record?.kind === 'reply' ? record.answer.notices : []));
  const notices = [...ofReplies, ...firsts.flatMap(({ answer }) => answer.notices ?? [])];
  return [...new Set(notices.map((notice) => `-# ${plain(sentenceOf(notice, locale))}`))];
}

/** The same, with the prompt read in the other way. */
function otherStyle(
  { what, columns, takesNoQuestions, takesNoTexts }: CompareResult,
  { runId, locale }: Place,
): GoOnEntry[] {
  const as = columns[0]?.setting.as;
  if (what === 'styles' || what === 'systems' || takesNoQuestions || takesNoTexts || as === undefined) return [];
  const words = compareWords(locale);
  const other = as === 'text' ? 'question' : 'text';
  return [
    {
      action: 'restyle',
      runId,
      choice: other,
      label: words.restyle[other].label,
      description: words.restyle[other].hint,
    },
  ];
}

/** Details of each text, and of each distribution that the first tokens are drawn from. */
function detailEntries({ what, columns, firsts }: CompareResult, { runId, locale }: Place): GoOnEntry[] {
  const words = compareWords(locale);
  const name = ({ setting }: Column) => nameOf(what, setting, locale, 30);
  const entry = (value: string, label: string, description: string): GoOnEntry => {
    return { command: 'details', action: 'from', runId, value: `compare.${value}`, label, description };
  };
  const ofTexts = columns.flatMap((column, at) =>
    column.record === undefined ? [] : [entry(String(at), words.details(name(column)), words.detailsHint)],
  );
  const isOne = columns.every(({ first }) => first === 0);
  const ofFirsts = firsts.flatMap((_, at) => {
    const column = columns.find(({ first }) => first === at);
    if (column === undefined) return [];
    const label = isOne ? words.detailsOfFirst : words.detailsOfFirstOf(name(column));
    return [entry(firstValue(at), label, words.detailsOfFirstHint)];
  });
  return [...ofTexts, ...ofFirsts];
}

/** How many of the texts were drawn at a temperature of the server's own. */
function howManyOwn({ columns }: CompareResult): 'none' | 'some' | 'all' {
  const records = columns.flatMap(({ record }) => record ?? []);
  const own = records.filter(drewAtOwnTemperature);
  if (own.length === 0) return 'none';
  return own.length === records.length ? 'all' : 'some';
}

function smallPrintOf(result: CompareResult, locale: string): string {
  const words = compareWords(locale);
  const { what, columns, firsts, maxTokens, seed, endpoint } = result;
  const records = columns.map(({ record, first }) => record ?? firsts[first ?? -1]);
  const models = new Set(records.flatMap((record) => record?.answer.model ?? []));
  const answering = records.flatMap((record) => record?.endpoint.label ?? []);
  const places = new Set(answering.length === 0 ? [endpoint.label] : answering);
  const setting = columns[0]?.setting;
  const facts = words.facts({
    as: what === 'styles' ? undefined : setting?.as,
    temperature: what === 'temperatures' ? undefined : setting?.temperature,
    ownTemperature: howManyOwn(result),
    ...cutsOf(result),
    seed,
    maxTokens,
    hasSystem: what !== 'systems' && setting?.system !== undefined,
  });
  return lessonWords(locale).smallPrint(what === 'models' ? [...places].join(', ') : [...models].join(', '), facts);
}
