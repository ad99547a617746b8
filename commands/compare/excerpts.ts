import { plain } from '../../src/discord/markdown.js';
import { graphemes } from '../../src/words/graphemes.js';
import { shorten } from '../../src/words/shorten.js';

/** What stands beside a name in one line of a reply on a desktop, and in two on a phone; characters. */
const MAX_SHOWN = 46;

/** Of that, what is shown of what all texts begin with. */
const MAX_COMMON = 20;

/** Code units that are looked at: what is not shown need not be compared. */
const MAX_LOOKED_AT = 4000;

/**
 * Each text in one line of markdown, bold from where they part unless that is where they begin; of a long common
 * beginning only its end is shown.
 *
 * @param texts of those that wrote nothing so far nothing is said, and they part from nobody
 */
export function excerptsOf(texts: readonly string[]): string[] {
  const written = texts.map((text) => visibleLine(text.slice(0, MAX_LOOKED_AT)));
  const common = commonStart(written.filter((text) => text.trim() !== ''));
  const shownCommon = plain(atWords(shorten(common, MAX_COMMON, 'end')));
  return written.map((text) => {
    if (text.trim() === '') return '';
    const rest = text.slice(common.length);
    const room = MAX_SHOWN - Math.min(MAX_COMMON, common.length);
    const shown = atWords(shorten(rest, room, 'start'));
    return common === '' ? plain(shown) : `${shownCommon}${boldOf(shown)}`;
  });
}

/** Without the part of a word that a cut leaves. */
function atWords(shown: string): string {
  return shown.replace(/^…\S*\s(?=\S)/, '… ').replace(/(?<=\S)\s\S*…$/, ' …');
}

/** Bold with the spaces at its ends outside of it, where Discord reads the marks. */
function boldOf(shown: string): string {
  const [, before = '', inside = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(shown) ?? [];
  return inside === '' ? shown : `${before}**${plain(inside)}**${after}`;
}

/** A text in one line, with line breaks made visible. */
function visibleLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ↵ ');
}

/** What all of several texts begin with, up to the end of a word. */
function commonStart([first = '', ...others]: readonly string[]): string {
  if (others.length === 0) return '';
  let common = '';
  for (const character of graphemes(first)) {
    const next = common + character;
    if (!others.every((other) => other.startsWith(next))) break;
    common = next;
  }
  const isWhole = [first, ...others].every(
    (text) => text.length === common.length || /^\s/.test(text.slice(common.length)),
  );
  return isWhole ? common : common.slice(0, common.lastIndexOf(' ') + 1);
}
