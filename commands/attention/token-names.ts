import type { Token } from '../../src/domain/token.js';
import { markedTokenName, tokenName } from '../../src/lesson/text/token-name.js';
import { attentionWords } from './words.js';

/** A token as a title names it, in plain text; the first stands for the start of the text. */
export function nameAt(tokens: readonly Token[], place: number, locale: string): string {
  const token = tokens[place];
  if (place === 0 || token === undefined) return attentionWords(locale).startOfText;
  return tokenName(token, locale);
}

/** The same as markdown. */
export function markedNameAt(tokens: readonly Token[], place: number, locale: string): string {
  const token = tokens[place];
  if (place === 0 || token === undefined) return attentionWords(locale).startOfText;
  return markedTokenName(token, locale);
}

/** A token as one that looks at it has it: itself, an earlier one that reads the same, or by number where several do. */
export function nameFrom(tokens: readonly Token[], from: number, place: number, locale: string): string {
  const words = attentionWords(locale);
  if (place === from && place > 0) return words.itself;
  const name = markedNameAt(tokens, place, locale);
  if (place === 0) return name;
  const same = tokens
    .slice(1, from + 1)
    .flatMap(({ text, id }, at) => (text === tokens[place]?.text && id === tokens[place]?.id ? [at + 1] : []));
  if (same.length === 1) return name;
  return same.length === 2 && same.includes(from) ? words.earlier(name) : words.numbered(name, place);
}
