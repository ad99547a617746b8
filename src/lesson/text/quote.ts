import { plain } from '../../discord/markdown.js';

/** Longer than this, a question is only pointed at: who asked it knows it. */
const MAX_QUOTED = 400;

/** Somebody's words as a quotation, shortened with `…` when they are long. */
export function quote(words: string): string {
  // No character has more than two code units, so of a long text the rest need not be looked at.
  const characters = Array.from(words.trim().slice(0, 2 * (MAX_QUOTED + 1)));
  const shown = characters.length > MAX_QUOTED ? `${characters.slice(0, MAX_QUOTED).join('')}…` : characters.join('');
  return shown
    .split(/\r?\n/)
    .map((line) => `> ${plain(line)}`)
    .join('\n');
}
