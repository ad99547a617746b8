import { exactly } from '../../../src/domain/interval.js';
import type { Truth } from './truth.js';

/**
 * How many tokens hold a part of each word, where it stands first in a text; a word that does not stand there is left out.
 *
 * @param lengths of the text's first tokens, in order; bytes of UTF-8
 */
export function tokensOfWords(
  text: string,
  lengths: readonly number[],
  words: readonly string[],
): Extract<Truth, { kind: 'ranking' }> {
  const bytes = Buffer.from(text);
  const items = words.flatMap((word) => {
    const from = bytes.indexOf(word);
    const to = from + Buffer.byteLength(word);
    let end = 0;
    const holding = lengths.filter((length) => {
      end += length;
      return end > from && end - length < to;
    });
    return from < 0 || end < to ? [] : [{ label: word, value: exactly(holding.length) }];
  });
  return { kind: 'ranking', unit: 'tokens', items };
}
