import { shortenMiddle } from '../../src/words/format.js';
import type { Difference, Setting } from './settings.js';

/** What tells a setting from the others, as plain text that can stand alone. */
export function nameOf(what: Difference, { as, temperature, model, system }: Setting, longest = 60): string {
  switch (what) {
    case 'temperatures':
      return `Temperature ${temperature}`;
    case 'models':
      return shortenMiddle(model ?? '', longest);
    case 'systems':
      return system === undefined ? 'No system prompt' : `“${shortenMiddle(oneLine(system), longest)}”`;
    case 'styles':
      return as === 'text' ? 'As a text' : 'As a question';
  }
}

/** The same over a column, where there is little room: the less, the more columns there are. */
export function columnName(what: Difference, setting: Setting, columns: number): string {
  if (what === 'temperatures') return `T = ${setting.temperature}`;
  if (what === 'systems' && setting.system === undefined) return 'none';
  return nameOf(what, setting, columns > 2 ? 10 : 20);
}

function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ');
}
