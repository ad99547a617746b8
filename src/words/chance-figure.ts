import type { Interval } from '../domain/interval.js';
import { defineWords } from './define-words.js';
import type { Language } from './language.js';

/** How a probability is written of which only a range or an estimate is known. */
export const chanceFigures = defineWords({ en });

function en({ percent, percentRange, isPercentRange }: Language) {
  /** `9–16%`, with one sign for both ends where neither has a word before it. */
  const ends = ({ low, high }: Interval) => percentRange(low, high).replace(/^([\d.]+)%(?=\D[\d.]+%$)/, '$1');
  return {
    /** `12%`, `9%–16%`, or of an estimate `about 12% (9–16%)`. */
    full: (range: Interval) => {
      const { low, high, about } = range;
      if (about === undefined) return percentRange(low, high);
      return isPercentRange(range) ? `about ${percent(about)} (${ends(range)})` : `about ${percent(about)}`;
    },
    /** The same where the range is seen otherwise: `about 12%`. */
    short: ({ low, high, about }: Interval) =>
      about === undefined ? percentRange(low, high) : `about ${percent(about)}`,
    /** The same where there is hardly any room: `≈ 12%`. */
    tight: ({ low, high, about }: Interval) => (about === undefined ? percentRange(low, high) : `≈ ${percent(about)}`),
  };
}

/** How a count is written of which only a range or an estimate is known. */
export const countFigures = defineWords({
  en: ({ countRange, isCountRange }) => {
    const short = ({ low, high, about }: Interval) =>
      about === undefined ? countRange({ low, high }) : `about ${countRange({ low: about, high: about })}`;
    return {
      /** `37–41`, or of an estimate `about 39 (37–41)`. */
      full: (range: Interval) =>
        range.about !== undefined && isCountRange(range) ? `${short(range)} (${countRange(range)})` : short(range),
      /** The same where the range is seen otherwise: `about 39`. */
      short,
    };
  },
});
