import { plain } from '../../src/discord/markdown.js';

/** Longer than this, a question is only pointed at: who asked it knows it. */
const MAX_QUOTED = 400;

/** Somebody's words as a quotation, shortened with `…` when they are long. */
export function quote(words: string): string {
  const characters = Array.from(words.trim());
  const shown = characters.length > MAX_QUOTED ? `${characters.slice(0, MAX_QUOTED).join('')}…` : characters.join('');
  return shown
    .split(/\r?\n/)
    .map((line) => `> ${plain(line)}`)
    .join('\n');
}
