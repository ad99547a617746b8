import { UserError } from '../../errors.js';
import { shorten } from '../../words/shorten.js';
import { roundTemperature } from './sampling-options.js';

/** More columns would leave no room for their figures. */
const MOST_TEMPERATURES = 5;

const EXAMPLES = [0.2, 0.7, 1, 1.5, 2];

/**
 * Reads temperatures as people write them: with commas, semicolons or spaces between, and a point or a comma in a number.
 *
 * A comma between two digits is part of a number only where something else stands between the numbers and none has a
 * point: `0,2 0,7` are two numbers, and so are `1,2` and `0.2,0.7`.
 *
 * @param most how many there is room for, up to five
 * @returns two to `most` different ones in [0, 2], the lowest first, to two decimals
 * @throws UserError with what is wrong
 */
export function parseTemperatures(typed: string, most = MOST_TEMPERATURES): number[] {
  const among = { most, examples: EXAMPLES.slice(0, most).map(String) };
  const hasDecimalCommas = !typed.includes('.') && /\d[\s;]+[\d,]|\d,\s+\d/.test(typed.trim());
  const separators = hasDecimalCommas ? /[\s;]+|,(?!\d)|(?<!\d),/ : /[\s;,]+/;
  const words = typed.split(separators).filter((word) => word !== '');
  const numbers = words.map((word) => {
    const value = parseDecimal(word);
    if (value >= 0 && value <= 2) return roundTemperature(value);
    throw new UserError('no-temperature', { typed: shorten(word, MAX_NUMBER, 'both'), ...among });
  });
  const temperatures = [...new Set(numbers)].sort((a, b) => a - b);
  if (temperatures.length < 2) throw new UserError('one-temperature', among);
  if (temperatures.length > most) {
    throw new UserError('too-many-temperatures', { given: temperatures.length, ...among });
  }
  return temperatures;
}

/** Nobody writes a longer number in earnest. */
const MAX_NUMBER = 40;

/** A number of at least 0 as people write one, with a point or a comma; NaN for anything else. */
export function parseDecimal(word: string): number {
  const isNumber = word.length <= MAX_NUMBER && /^(?:\d+[.,]?\d*|[.,]\d+)$/.test(word);
  return isNumber ? Number(word.replace(',', '.')) : Number.NaN;
}
