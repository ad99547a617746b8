import { checkProbability } from '../domain/check-figure.js';
import { type Interval, middleOf } from '../domain/interval.js';

/**
 * How one language writes figures; the examples are English.
 *
 * What a figure can be is written as a range, but as one figure, that of its middle, where both ends print the same or differ
 * by less than a fifth of the last digit that is printed. Of a probability the decimal is left away where that makes it one.
 */
export interface Figures {
  /** A number with its own digits, neither rounded nor grouped, such as `0.7`; a text is one as JavaScript writes it. */
  readonly number: (value: number | string) => string;
  /** A number with a fixed count of decimals, not grouped, such as `1.20`. */
  readonly decimals: (value: number, decimals: number) => string;
  /** What such a number can be, `1.23–4.56`. */
  readonly decimalsRange: (range: Interval, decimals: number) => string;
  /** Whether what such a number can be is printed as two figures, and not as one. */
  readonly isDecimalsRange: (range: Interval, decimals: number) => boolean;
  /**
   * A probability in percent, the way every picture and message writes it.
   *
   * One decimal under 10% and from 99.5% on, none between; `< 0.1%` and `> 99.9%` where rounding would claim an
   * impossible or a certain event; `0%` and `100%` for exactly 0 and 1 only.
   *
   * @param probability in [0, 1]
   * @throws RangeError when it is not a number in [0, 1]
   */
  readonly percent: (probability: number) => string;
  /** How many characters the longest of `percent` has. */
  readonly percentWidth: number;
  /**
   * What a probability can be, `10%–21%`.
   *
   * @param low in [0, 1]
   * @param high in [low, 1]
   * @throws RangeError when an end is not a number in [0, 1] or `low` is above `high`
   */
  readonly percentRange: (low: number, high: number) => string;
  /** Whether what a probability can be is printed as two figures, and not as one. */
  readonly isPercentRange: (range: Interval) => boolean;
  /** A number of percent, with its own digits as in `number`: `12.3456%` of `12.3456`. */
  readonly ofHundred: (percent: number | string) => string;
  /** An amount of information or entropy with two decimals and its unit, such as `3.17 bits`. */
  readonly bits: (bits: number) => string;
  /** A perplexity: two decimals where they can be told apart, whole numbers from 100 on. */
  readonly perplexity: (value: number) => string;
  /** A number with thousands separated, such as `12,345`. */
  readonly count: (count: number) => string;
  /** A count of which the ends are no further apart than a twentieth, as `about` can stand before it; else undefined. */
  readonly aboutCount: (range: Interval) => string | undefined;
  /**
   * How often something is to be expected, `37–41`, with one decimal under 10 unless both are whole.
   *
   * @throws RangeError when an end is not a number from 0 on or `low` is above `high`
   */
  readonly countRange: (range: Interval) => string;
  /** Whether such a range is printed as two figures, and not as one. */
  readonly isCountRange: (range: Interval) => boolean;
}

/**
 * Creates how a language writes figures.
 *
 * @param tag the language, as BCP 47 has it
 */
export function createFigures(tag: string): Figures {
  const format = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options);
  const counts = format({ maximumFractionDigits: 2 });
  const two = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const inBits = format({ ...two, useGrouping: false, style: 'unit', unit: 'bit', unitDisplay: 'long' });
  const percentPattern = format({ style: 'percent' }).formatToParts(0);
  const dash = counts.formatRangeToParts(1, 2).find(({ source }) => source === 'shared')?.value ?? '–';
  const range = ([from, to]: readonly [string, string]) => (from === to ? from : `${from}${dash}${to}`);
  const endsOf = ({ low, high }: Interval, digit: number, write: (value: number) => string): [string, string] => {
    if (low === high || high - low >= digit / 5) return [write(low), write(high)];
    const figure = write(middleOf({ low, high }));
    return [figure, figure];
  };
  const isRange = ([from, to]: readonly [string, string]) => from !== to;

  // JavaScript rounds here, and not `Intl`, which has other ideas of 1.005 and writes no more than 20 decimals.
  const digits = Array.from({ length: 10 }, (_, digit) => counts.format(digit));
  const point = counts.formatToParts(0.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  const sign = (found: string) => (found === '-' ? '−' : found === '.' ? point : (digits[Number(found)] ?? ''));
  const number = (value: number | string) =>
    String(value)
      .replace(/^-|[\d.]/g, sign)
      .replace('Infinity', counts.format(Infinity));
  const decimals = (value: number, count: number) => {
    const figure = value.toFixed(count);
    return number(Number(figure) === 0 ? figure.replace('-', '') : figure);
  };
  const ofHundred = (percent: number | string) =>
    percentPattern.map(({ type, value }) => (type === 'integer' ? number(percent) : value)).join('');
  const percent = (probability: number) => {
    const p = checkProbability(probability);
    if (p === 0 || p === 1) return ofHundred(p * 100);
    if (p < 0.001) return `< ${ofHundred('0.1')}`;
    if (p > 0.9995) return `> ${ofHundred('99.9')}`;
    const share = p * 100;
    const oneDecimal = share.toFixed(1);
    if (share >= 99.5) return ofHundred(Math.min(99.9, Number(oneDecimal)).toFixed(1));
    return ofHundred(Number(oneDecimal) < 10 ? oneDecimal : Math.round(share));
  };
  const percentEnds = ({ low, high }: Interval): [string, string] => {
    if (low > high) throw new RangeError(`A range must not end below its start, but ${high} is below ${low}.`);
    const isFine = high < 0.0995 || low >= 0.995;
    const ends = endsOf({ low, high }, isFine ? 0.001 : 0.01, percent);
    if (!isRange(ends) || low < 0.01 || high >= 0.0995) return ends;
    // A decimal that is not known is left away.
    const whole = endsOf({ low, high }, 0.01, (probability) => ofHundred(Math.round(probability * 100)));
    return isRange(whole) ? ends : whole;
  };
  const decimalsEnds = (ends: Interval, places: number) =>
    endsOf(ends, 10 ** -places, (value) => decimals(value, places));
  const count = (value: number) => {
    // What another version has stored may be no number.
    if (typeof value !== 'number' || Number.isNaN(value)) throw new RangeError(`A count is a number, not ${value}.`);
    return counts.format(value);
  };
  const aboutCount = ({ low, high }: Interval) => {
    const middle = middleOf({ low, high });
    return high - low <= middle / 20 ? count(Number(Math.round(middle).toPrecision(3))) : undefined;
  };
  const countEnds = ({ low, high }: Interval): [string, string] => {
    if (!(low >= 0 && low <= high && Number.isFinite(high))) {
      throw new RangeError(`A range of counts goes up from 0, but this is ${low} to ${high}.`);
    }
    const isWhole = Number.isInteger(low) && Number.isInteger(high);
    const end = (value: number) => (isWhole || value >= 9.95 ? count(Math.round(value)) : decimals(value, 1));
    return isWhole ? [end(low), end(high)] : endsOf({ low, high }, high < 9.95 ? 0.1 : 1, end);
  };
  return {
    number,
    decimals,
    decimalsRange: (ends, places) => range(decimalsEnds(ends, places)),
    isDecimalsRange: (ends, places) => isRange(decimalsEnds(ends, places)),
    percent,
    percentWidth: percent(1 - 1e-6).length,
    percentRange: (low, high) => range(percentEnds({ low, high })),
    isPercentRange: (ends) => isRange(percentEnds(ends)),
    ofHundred,
    bits: (bits) => {
      if (Number.isNaN(bits)) throw new RangeError('An amount of information must be a number.');
      const rounded = Number(bits.toFixed(2));
      return `${rounded < 0 ? '−' : ''}${inBits.format(Math.abs(rounded))}`;
    },
    perplexity: (value) => (value < 100 ? decimals(value, 2) : count(Math.round(value))),
    count,
    aboutCount,
    countRange: (ends) => range(countEnds(ends)),
    isCountRange: (ends) => isRange(countEnds(ends)),
  };
}
