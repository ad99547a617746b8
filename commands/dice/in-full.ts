import { type Block, text } from '../../src/discord/reply.js';
import { lessonWords } from '../../src/lesson/words.js';
import { comparable, isPossible, mustAsk, type Prediction, predictionOf } from './prediction.js';
import { type DiceResult, type Fit, rollsOf } from './result.js';
import { hasEstimates, hasRanges, rollNotes, rollRows, rollTable } from './table.js';
import { diceWords, type Rolling, type Test } from './words.js';

/** What **Details** has of rolls: the counts as a table, the test, who rolled, and what is not known. */
export function diceInFull(whole: DiceResult, locale: string): Block[] {
  const { result, prediction, hasUntold } = comparable(whole, predictionOf(whole));
  const words = diceWords(locale);
  const rows = rollRows(result, prediction, locale);
  return [
    text(
      [
        words.tableHead,
        rollTable(rows, locale),
        words.legend,
        ...rollNotes(rows, prediction.cutOfAll !== undefined, locale),
        ...(hasUntold ? [words.untold] : []),
      ].join('\n'),
    ),
    ...testBlocks(result, prediction, locale),
    text(
      [
        words.rolling(rollingOf(result, prediction)),
        ...cutLines(prediction, locale),
        ...(hasEstimates(rows) ? [words.estimates] : []),
        ...(hasRanges(rows, locale) ? [words.ranges] : []),
        ...(result.order === undefined ? [] : [lessonWords(locale).cutsFirst]),
      ].join('\n'),
    ),
  ];
}

/** How many tokens cannot come up; of those that are listed, where not all are. */
function cutLines(prediction: Prediction, locale: string): string[] {
  const words = diceWords(locale);
  const { categories, cutOfAll } = prediction;
  if (cutOfAll !== undefined) return cutOfAll.cut.high === 0 ? [] : [words.cutOfAll(cutOfAll.cut, cutOfAll.all)];
  const cut = categories.filter((_, place) => !isPossible(prediction, place)).length;
  return cut === 0 ? [] : [words.cut(cut)];
}

/** Nothing of a test where nothing was rolled, nothing differs, or something came up that cannot. */
function testBlocks(result: DiceResult, { categories, cutOfAll }: Prediction, locale: string): Block[] {
  const { fit } = result;
  if (rollsOf(result) === 0 || !fit.statistic) return [];
  const words = diceWords(locale);
  const labels = categories.map(({ label }) => label);
  return [
    text([words.testHead, words.test(testOf(fit, labels, cutOfAll !== undefined)), words.pValue(fit.p)].join('\n')),
  ];
}

/**
 * How the test went about it: what it counted together, or that it compared with simulated rolls.
 *
 * @param labels of the categories, by place; all tokens that are not listed have none
 * @param isWhole the server told every token, of which only the likeliest are kept by name
 */
export function testOf(
  { groups, method }: Pick<Fit, 'groups' | 'method'>,
  labels: readonly string[],
  isWhole: boolean,
): Test {
  if (method === 'simulation') return { method };
  const pooled = groups.find(({ categories }) => categories.length > 1);
  if (pooled === undefined) return { method: 'each' };
  const { categories, observed, expected } = pooled;
  const names = categories.flatMap((place) => labels[place] ?? []);
  const unnamed = names.length === categories.length ? 'none' : isWhole ? 'rarer' : 'unlisted';
  return { method: 'pooled', names, unnamed, observed, expected };
}

/** Who rolled, and why. */
function rollingOf(result: DiceResult, prediction: Prediction): Rolling {
  const { width } = prediction;
  if (!mustAsk(result, prediction)) return { by: 'tokenscope', width };
  const since = result.asksModel ? undefined : { width, listed: result.record.answer.candidates.length };
  return { by: 'model', requests: result.requests, since };
}
