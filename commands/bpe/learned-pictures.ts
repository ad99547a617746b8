import type { CountBars } from '../../src/charts/kinds/count-bars/count-bars.js';
import type { Curve } from '../../src/charts/kinds/curve/curve.js';
import type { TokenStrip } from '../../src/charts/kinds/token-strip/token-strip.js';
import { learnedPair } from './in-full.js';
import type { LearnedResult } from './result.js';
import { shownBytes } from './rows.js';
import { bpeWords } from './words.js';

/** The pairs that were merged first: as many as one picture holds. */
const MAX_PAIRS = 7;

/** Enough for a smooth curve, and few enough to be told in words. */
const MAX_POINTS = 17;

/** Tokens of the text that are shown. */
const MAX_TOKENS = 400;

/** What a vocabulary begins with. */
export const BYTES = 256;

/** The first pairs with how often each stood there. */
export function pairsPicture({ merges }: LearnedResult, locale: string): CountBars {
  const words = bpeWords(locale);
  return {
    kind: 'count-bars',
    title: words.learned.titles.pairs,
    unit: words.learned.times,
    unitOfOne: words.learned.time,
    bars: merges.slice(0, MAX_PAIRS).map(({ left, right, count }, at) => ({
      label: learnedPair(left, right, words),
      count,
      emphasis: at === 0,
    })),
  };
}

/** Tokens of the text and of the list, after no merge and after more and more of them. */
export function curvePicture({ merges, bytes }: LearnedResult, locale: string): Curve {
  const { learned: words } = bpeWords(locale);
  const all = merges.length;
  const tokensAfter = (done: number) => (done === 0 ? bytes : (merges[done - 1]?.tokens ?? 0));
  const marks = marksUpTo(all);
  const even = Array.from({ length: MAX_POINTS }, (_, at) => Math.round((at * all) / (MAX_POINTS - 1)));
  const places = [...new Set([...even, ...marks])].toSorted((one, other) => one - other);
  return {
    kind: 'curve',
    title: words.titles.curve,
    unit: words.curve.unit,
    axis: words.curve.axis,
    lines: [words.curve.text, words.curve.list],
    points: places.map((done) => ({
      label: words.curve.after(done),
      at: done,
      values: [tokensAfter(done), done === 0 || marks.includes(done) ? BYTES + done : undefined],
    })),
    marks,
    marked: words.curve.marked,
    isCounts: true,
  };
}

/** Round numbers, and the last one. */
function marksUpTo(all: number): number[] {
  const step = [1, 2, 5, 10, 20, 50].find((one) => all / one <= 6) ?? 100;
  const round = Array.from({ length: Math.floor(all / step) }, (_, at) => (at + 1) * step);
  return [...round.filter((one) => all - one >= step / 2), all];
}

/** The text as it is cut after the last merge. */
export function textPicture({ text, cut }: LearnedResult, locale: string): TokenStrip {
  const bytes = Buffer.from(text);
  let from = 0;
  return {
    kind: 'token-strip',
    title: bpeWords(locale).learned.titles.cut,
    total: cut.length,
    tokens: cut.slice(0, MAX_TOKENS).map((length) => {
      const part = bytes.subarray(from, from + length);
      from += length;
      return { label: shownBytes(part), caption: '', breakAfter: part.at(-1) === 0x0a };
    }),
  };
}
