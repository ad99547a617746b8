import { visibleText } from '../../tokens/visible.js';

/** The end of a text, at most so many characters, with `…` where something was left out. */
export function textEnd(whole: string, characters: number): string {
  // No character has more than two code units, so of a long text the rest need not be looked at.
  const list = Array.from(whole.slice(-2 * (characters + 1)));
  return list.length <= characters ? whole : `…${list.slice(-characters).join('')}`;
}

/** The same of what is seen of a text, with its spaces and all that has no picture made visible. */
export function visibleEnd(whole: string, characters: number): string {
  return textEnd(visibleText(textEnd(whole, 2 * characters)), characters);
}
