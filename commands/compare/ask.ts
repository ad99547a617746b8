import { lazyReply } from '../../src/discord/reply.js';
import { isModelFailure } from '../../src/domain/model-failure.js';
import type { UserError } from '../../src/errors.js';
import { answerNextToken, type NextTokenAnswer } from '../../src/lesson/asking/next-token.js';
import { reasonOf } from '../../src/lesson/asking/stopped.js';
import { takeTurns } from '../../src/lesson/asking/take-turns.js';
import { askContinuation, askQuestion } from '../../src/lesson/asking/text.js';
import type { AskContext } from '../../src/lesson/command/definition.js';
import { keepRecord } from '../../src/lesson/record/record.js';
import type { TextRecord } from '../../src/lesson/record/text-record.js';
import { textsBefore } from '../../src/lesson/stored/stored-question.js';
import { answerBytes } from '../../src/lesson/stored/stored-size.js';
import type { Services } from '../../src/services.js';
import { comparePairs } from './first.js';
import { keepFirsts } from './keep-firsts.js';
import {
  type Column,
  type CompareResult,
  cutsOf,
  hasDefaultTemperature,
  type Setting,
  shownTemperature,
} from './result.js';
import { growingBlocks } from './view.js';

/** What is compared. */
export interface Comparison
  extends Pick<CompareResult, 'prompt' | 'before' | 'leftOut' | 'who' | 'what' | 'maxTokens' | 'seed' | 'sampling'> {
  readonly settings: readonly Setting[];
}

/** A column while it is asked for. */
interface Asking {
  readonly setting: Setting;
  /** The text so far, which is put together when it is looked at. */
  text: () => string;
  record?: TextRecord;
  /** Why there is no finished text. */
  broken?: UserError;
  first?: NextTokenAnswer;
}

type FirstAnswer = { readonly answer: NextTokenAnswer } | { readonly missing: UserError };

/**
 * Asks for the first token's distribution and a text under each setting, all at once. A setting that fails leaves the
 * others standing; what is there when somebody stops it stays.
 *
 * @throws UserError where no setting came to anything
 */
export async function compareSettings(
  comparison: Comparison,
  { signal, progress, locale }: AskContext,
  services: Services,
): Promise<CompareResult> {
  const { prompt, what, maxTokens, seed, sampling } = comparison;
  const firsts = new Map<string, Promise<FirstAnswer>>();
  const { forFirst, forText } = sharesOf(comparison);
  const askFirst = (setting: Setting) => {
    const key = firstKey(setting);
    const asked = firsts.get(key) ?? askFirstToken(comparison, setting, signal, services);
    firsts.set(key, asked);
    return asked;
  };
  const only = await onlyWay(comparison, askFirst);
  const columns = comparison.settings.map((setting): Asking => {
    return { setting: only === undefined ? setting : { ...setting, as: only, system: undefined }, text: () => '' };
  });
  const missing = new Map<string, UserError>();
  const update = () =>
    progress(lazyReply(() => ({ blocks: growingBlocks({ prompt, what, columns: columns.map(columnOf) }, locale) })));
  update();
  await Promise.all(
    columns.map(async (column) => {
      const first = await askFirst(column.setting);
      if ('answer' in first) column.first = first.answer;
      else if (!signal.aborted) missing.set(first.missing.message, first.missing);
      try {
        const answered = await askText(comparison, column.setting, signal, services, (soFar) => {
          column.text = soFar;
          update();
        });
        column.record = keepRecord(answered, services.model.endpoint, forText) as TextRecord;
        column.text = () => answered.answer.text;
        update();
      } catch (error) {
        column.broken = reasonOf(error, signal);
        update();
      }
    }),
  );
  const [broken] = columns.flatMap((column) => column.broken ?? []);
  if (broken !== undefined && columns.every(({ text, record }) => text() === '' && record === undefined)) throw broken;

  const known = columns.flatMap(({ setting, first }) =>
    first === undefined ? [] : [{ distribution: first.answer, temperature: shownTemperature(what, setting), first }],
  );
  const answers = [...new Set(known.map(({ first }) => first))];
  const sameVocabulary = what !== 'models';
  return {
    prompt,
    before: comparison.before,
    leftOut: comparison.leftOut,
    who: comparison.who,
    what,
    maxTokens,
    seed,
    sampling,
    columns: columns.map((column) => {
      return { ...columnOf(column), first: column.first && answers.indexOf(column.first) };
    }),
    firsts: keepFirsts(answers, sameVocabulary, services.model.endpoint, forFirst),
    // From all that came, also of the tokens that are kept without their names.
    pairs: await takeTurns(comparePairs(known, sameVocabulary)),
    takesNoQuestions: only === 'text',
    takesNoTexts: only === 'question',
    missing: [...missing.values()].map(({ fact }) => fact),
    endpoint: services.model.endpoint,
  };
}

/** Settings with one key have their first token from one distribution. */
function firstKey({ as, model, system }: Setting): string {
  return JSON.stringify([as, model, system]);
}

/** What one distribution takes as it is stored, of a hundred tokens as they mostly are. */
const FIRST_BYTES = 11_000;

/** How many bytes each answer may take, so that all of them are small enough to be stored. */
function sharesOf({ prompt, before, settings }: Comparison): { readonly forFirst: number; readonly forText: number } {
  const all = answerBytes(prompt, ...textsBefore({ before }), ...settings.map(({ system }) => system));
  const firsts = new Set(settings.map(firstKey)).size;
  return { forFirst: FIRST_BYTES, forText: (all - firsts * FIRST_BYTES) / settings.length };
}

/** A column as far as it has come. */
function columnOf({ setting, text, record, broken }: Asking): Column {
  const whole = text();
  return { setting, record, written: whole === record?.answer.text ? undefined : whole, broken: broken?.fact };
}

/**
 * How temperatures can be compared of a model that cannot be asked as was meant: one that takes no questions goes on with
 * texts, and one that tells no chances, without which it is not known to go on with a text, takes it as a question.
 */
async function onlyWay(
  { what, settings: [setting] }: Comparison,
  askFirst: (setting: Setting) => Promise<FirstAnswer>,
): Promise<Setting['as'] | undefined> {
  if (what !== 'temperatures' || setting === undefined) return undefined;
  const first = await askFirst(setting);
  if (!('missing' in first && isModelFailure(first.missing))) return undefined;
  const { kind } = first.missing;
  if (setting.as === 'question') return kind === 'unsupported' ? 'text' : undefined;
  return kind === 'no-logprobs' || kind === 'unsupported' ? 'question' : undefined;
}

async function askFirstToken(
  { prompt, before, who }: Comparison,
  { as, model, system }: Setting,
  signal: AbortSignal,
  services: Services,
): Promise<FirstAnswer> {
  const asQuestion = as === 'question' ? { system, before, who } : undefined;
  try {
    return { answer: await answerNextToken({ prompt, model, asQuestion }, signal, services) };
  } catch (error) {
    return { missing: reasonOf(error, signal) };
  }
}

function askText(
  comparison: Comparison,
  { as, temperature, model, system }: Setting,
  signal: AbortSignal,
  services: Services,
  onText: (soFar: () => string) => void,
) {
  const { prompt, before, who, maxTokens, seed } = comparison;
  const isDefaultTemperature = hasDefaultTemperature(comparison);
  const drawn = { temperature, isDefaultTemperature, ...cutsOf(comparison), maxTokens, seed };
  const request = { prompt, ...drawn, model, signal, onText };
  return as === 'question'
    ? askQuestion({ ...request, system, before, who }, services)
    : askContinuation(request, services);
}
