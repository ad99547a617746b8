import { O200K_SPLIT, piecesOf } from '../../../src/byte-pair/split.js';
import { exactly } from '../../../src/domain/interval.js';
import { UserError } from '../../../src/errors.js';
import type { Place } from '../../../src/lesson/command/definition.js';
import type { OptionDefinitions } from '../../../src/lesson/command/options.js';
import type { View } from '../../../src/lesson/command/view.js';
import { DEFAULT_MERGES, learnMerges, MAX_MERGES } from '../../bpe/ask.js';
import type { BpeResult, LearnedResult } from '../../bpe/result.js';
import { shownBytes } from '../../bpe/rows.js';
import { viewBpe, viewCurve, viewCut } from '../../bpe/view.js';
import { bpe } from '../../bpe.js';
import { defineLessonRun, givenText, type LessonRun, type Measures, readRunOptions } from './lesson-run.js';
import { tokensOfWords } from './tokens-of-words.js';
import type { RankedItem } from './truth.js';

/** The most frequent pairs that a ranking holds. */
const MAX_RANKED = 40;

const LEARN = {
  text: givenText(6000),
  merges: { type: 'integer', description: () => 'merges', minimum: 1, maximum: MAX_MERGES },
} as const satisfies OptionDefinitions;

const measures: Measures<BpeResult> = {
  /** How often two bytes stand side by side before anything is joined. */
  pairs: (result) => ({ kind: 'ranking', unit: 'count', items: pairsIn(learnedOf(result).text) }),
  /** How many tokens the text is after the last merge. */
  'tokens-after': (result) => {
    const { merges, bytes } = learnedOf(result);
    return { kind: 'number', unit: 'tokens', value: exactly(merges.at(-1)?.tokens ?? bytes) };
  },
  /** How many tokens each of some words is after the last merge. */
  'tokens-of-words': (result, of) => {
    const { text, cut } = learnedOf(result);
    return tokensOfWords(text, cut, of);
  },
};

/** A vocabulary that is learned from a text: the pairs that are joined first. */
export const learnPairsRun = learnRun('learn-pairs', viewBpe);

/** The same: how much shorter the text gets. */
export const learnCurveRun = learnRun('learn-curve', viewCurve);

/** The same: how the text is cut at last. */
export const learnCutRun = learnRun('learn-cut', viewCut);

function learnRun(name: string, view: (result: BpeResult, place: Place) => View): LessonRun {
  return defineLessonRun(bpe, {
    name,
    options: LEARN,
    ask(options, { signal, locale }, services) {
      const { text, merges: wanted = DEFAULT_MERGES } = readRunOptions(LEARN, options, locale);
      return learnMerges({ text, isOwn: false, wanted }, signal, services);
    },
    view,
    measures,
  });
}

function learnedOf(result: BpeResult): LearnedResult {
  if (result.kind !== 'learned') throw new UserError('not-opened-from-here');
  return result;
}

/** The pairs of bytes that stand in a text, most frequent first; none across the pieces that nothing is joined across. */
function pairsIn(text: string): RankedItem[] {
  const counts = new Map<string, number>();
  for (const piece of piecesOf(text, O200K_SPLIT)) {
    const bytes = Buffer.from(piece);
    for (let at = 2; at <= bytes.length; at += 1) {
      const pair = shownBytes(bytes.subarray(at - 2, at));
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  }
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, MAX_RANKED)
    .map(([label, count]) => ({ label, value: exactly(count) }));
}
