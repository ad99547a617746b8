import { shorten } from '../../src/words/shorten.js';
import type { Difference, Setting } from './result.js';
import { compareWords } from './words.js';

/** What tells a setting from the others, as plain text that can stand alone. */
export function nameOf(
  what: Difference,
  { as, temperature, model, system }: Setting,
  locale: string,
  longest = 60,
): string {
  const words = compareWords(locale).names;
  switch (what) {
    case 'temperatures':
      return words.temperature(temperature);
    case 'models':
      return shorten(model ?? '', longest, 'both');
    case 'systems':
      return system === undefined ? words.noSystem : words.system(shorten(oneLine(system), longest, 'both'));
    case 'styles':
      return words.style(as);
  }
}

/** The same over a column, where there is little room: the less, the more columns there are. */
export function columnName(what: Difference, setting: Setting, columns: number, locale: string): string {
  const words = compareWords(locale).names;
  if (what === 'temperatures') return words.shortTemperature(setting.temperature);
  if (what === 'systems' && setting.system === undefined) return words.shortNoSystem;
  return nameOf(what, setting, locale, columns > 2 ? 10 : 20);
}

function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ');
}
