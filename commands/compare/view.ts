import { codeBlock, plain } from '../../src/discord/markdown.js';
import { type Block, passing, text } from '../../src/discord/reply.js';
import { sentenceOf } from '../../src/facts.js';
import type { Place } from '../../src/lesson/command/definition.js';
import { explainButton } from '../../src/lesson/command/explanation.js';
import { type LinkButton, linkTo, row, type View } from '../../src/lesson/command/view.js';
import { quote, replyText, shownText } from '../../src/lesson/text/shown-text.js';
import { endsText } from '../../src/lesson/text/token-label.js';
import { lessonWords } from '../../src/lesson/words.js';
import { type FirstColumns, firstColumns } from './first.js';
import { firstTokenBlocks } from './first-view.js';
import { columnName, nameOf } from './names.js';
import { findTextParting } from './parting.js';
import {
  type Column,
  type CompareResult,
  cutsOf,
  endOf,
  firstValue,
  shownTemperature,
  type TextRecord,
  textOf,
} from './result.js';
import { findLeastOverlap } from './verdict.js';
import { compareWords } from './words.js';

/** The texts, where they part, and the first token's distributions beside each other. */
export function viewCompare(result: CompareResult, { runId, locale }: Place): View {
  const { columns } = result;
  const firsts = firstTokens(result, locale);
  return {
    tone: columns.some(({ broken }) => broken !== undefined) ? 'error' : 'normal',
    blocks: [
      ...textBlocks(result, locale),
      ...verdictBlocks(result, locale),
      ...firstTokenBlocks(result, firsts, locale),
      text(smallPrint(result, firsts, locale).join('\n')),
      row(
        { action: 'reseed', runId, label: compareWords(locale).anotherSeed, style: 'primary' },
        explainButton(runId, locale),
      ),
      row(...detailLinks(result, locale)),
      { kind: 'go-on-links', entries: [] },
    ],
  };
}

/** The texts one below the other, each as far as it has come. */
export function textBlocks(
  { prompt, what, columns }: Pick<CompareResult, 'prompt' | 'what' | 'columns'>,
  locale: string,
): Block[] {
  return [text(quote(prompt)), ...columns.flatMap((column) => columnBlocks(what, column, locale))];
}

function columnBlocks(what: CompareResult['what'], column: Column, locale: string): Block[] {
  const { setting, record } = column;
  const hint = what === 'temperatures' ? lessonWords(locale).temperature(setting.temperature) : undefined;
  const heading = compareWords(locale).heading(nameOf(what, setting, locale), hint);
  const written = textOf(column);
  // Where no column came to anything, one sentence for all takes their place.
  if (written === '' && record === undefined) return [passing(heading), passing(ending(column, locale))];
  const shown = setting.as === 'question' ? replyText(written, locale) : text(codeBlock(shownText(written)));
  return [text(heading), shown, text(ending(column, locale))];
}

function ending({ record, broken }: Column, locale: string): string {
  const words = compareWords(locale);
  if (broken !== undefined) return words.breaksOff(sentenceOf(broken, locale));
  return record === undefined ? words.pending : words.ending(lengthOf(record), endOf(record));
}

/** In tokens, without one that ends the text; undefined where the server did not tell them. */
function lengthOf({ answer: { tokens }, total }: TextRecord): number | undefined {
  return tokens && total - tokens.filter(endsText).length;
}

/** Those whose distribution is known. */
function knownColumns({ columns, firsts }: CompareResult) {
  return columns.flatMap((column) => {
    const first = firsts[column.first ?? -1];
    return first === undefined ? [] : [{ ...column, distribution: first.answer }];
  });
}

function firstTokens(result: CompareResult, locale: string): FirstColumns {
  const { what } = result;
  const known = knownColumns(result);
  const firsts = known.map(({ setting, distribution, record }) => ({
    title: columnName(what, setting, known.length, locale),
    distribution,
    temperature: shownTemperature(what, setting),
    drawn: record?.answer.tokens?.[0],
  }));
  return firstColumns(firsts, what !== 'models', locale);
}

/** The verdict in one line. */
function verdictBlocks(result: CompareResult, locale: string): Block[] {
  const { what, columns, pairs } = result;
  const texts = columns.flatMap((column) => {
    const { setting, record } = column;
    if (record === undefined) return [];
    const { tokens } = record.answer;
    const isWhole = tokens?.length === record.total;
    return [
      {
        name: nameOf(what, setting, locale),
        text: textOf(column),
        tokens: isWhole ? tokens : undefined,
        end: endOf(record),
      },
    ];
  });
  const names = knownColumns(result).map(({ setting }) => nameOf(what, setting, locale));
  const parting = texts.length < 2 ? undefined : findTextParting(texts, what !== 'models');
  const overlap = findLeastOverlap(pairs, names);
  return parting === undefined && overlap === undefined ? [] : [text(compareWords(locale).verdict(parting, overlap))];
}

function smallPrint(result: CompareResult, { columns: shown }: FirstColumns, locale: string): string[] {
  const words = compareWords(locale);
  const shared = lessonWords(locale);
  const { what, columns, firsts, endpoint, maxTokens, seed } = result;
  const models = new Set(
    columns.flatMap(({ record, first }) => record?.answer.model ?? firsts[first ?? -1]?.answer.model ?? []),
  );
  const setting = columns[0]?.setting;
  const cuts = cutsOf(result);
  return [
    ...(result.takesNoQuestions ? [words.takesNoQuestions] : []),
    ...result.missing.map((reason) => words.missing(sentenceOf(reason, locale))),
    ...(shown.length < knownColumns(result).length ? [words.untold] : []),
    ...(what === 'systems' && endpoint.tiny ? [words.tooSmall] : []),
    ...(what === 'models' ? [words.otherVocabulary] : []),
    ...(firsts.every(({ answer }) => answer.scale === 'raw') ? [] : [`-# ${shared.takesNoTemperature}`]),
    ...leftOut(columns, locale),
    ...(Object.values(cuts).every((cut) => cut === undefined) ? [] : [words.beforeCuts]),
    words.facts({
      models: what === 'models' ? [plain(endpoint.label)] : [...models].map((model) => shared.model(model, endpoint)),
      temperature: what === 'temperatures' ? undefined : setting?.temperature,
      ...cuts,
      seed,
      maxTokens,
      hasSystem: what !== 'systems' && setting?.system !== undefined,
    }),
  ];
}

/** What the endpoint did not take of what was asked for, each once. */
function leftOut(columns: readonly Column[], locale: string): string[] {
  const notices = columns.flatMap(({ record }) => (record?.kind === 'reply' ? record.answer.notices : []));
  return [...new Set(notices.map((notice) => `-# ${plain(sentenceOf(notice, locale))}`))];
}

/** Details of each text, and of each distribution that the first tokens are drawn from. */
function detailLinks({ what, columns, firsts }: CompareResult, locale: string): LinkButton[] {
  const words = compareWords(locale);
  const name = ({ setting }: Column) => nameOf(what, setting, locale, 30);
  const ofTexts = columns.flatMap((column, at) =>
    column.record === undefined ? [] : [linkTo('details', { value: String(at), label: words.details(name(column)) })],
  );
  const isOne = columns.every(({ first }) => first === 0);
  const ofFirsts = firsts.flatMap((_, at) => {
    const column = columns.find(({ first }) => first === at);
    if (column === undefined) return [];
    const label = isOne ? words.detailsOfFirst : words.detailsOfFirstOf(name(column));
    return [linkTo('details', { value: firstValue(at), label })];
  });
  return [...ofTexts, ...ofFirsts];
}
