import { setImmediate as othersFirst } from 'node:timers/promises';
import { file, text } from '../../src/discord/reply.js';
import type { View } from '../../src/lesson/command/view.js';
import { hexadecimal } from '../../src/tokens/visible.js';
import { nameOf, type ShownToken, type TokenizeResult } from './result.js';
import { byteCaption } from './strip.js';
import { tokenizeWords } from './words.js';

/** Rows of a full list that are written in one go, between which others get their turn. */
const ROWS_AT_ONCE = 500;

/** All tokens of a text as a file, whose columns a spreadsheet reads. */
export async function listTokens(result: TokenizeResult, tokens: readonly ShownToken[], locale: string): Promise<View> {
  const words = tokenizeWords(locale);
  let list = '';
  let at = 0;
  for (const row of fileRows(result, tokens, locale)) {
    list += row;
    at += 1;
    if (at % ROWS_AT_ONCE === 0) await othersFirst();
  }
  const about = words.list(tokens.length, nameOf(result), result.counts.around > 0);
  return { blocks: [text(about), file('tokens.txt', Buffer.from(list, 'utf8'))] };
}

/** The file's lines: its head, and one for each token. */
export function* fileRows(
  { counts }: TokenizeResult,
  tokens: readonly ShownToken[],
  locale: string,
): Generator<string, void, undefined> {
  const words = tokenizeWords(locale);
  const hasAround = counts.around > 0;
  const { place, id, bytes, token: label, where } = words.columns;
  yield `${[place, id, bytes, label, ...(hasAround ? [where] : [])].join('\t')}\n`;
  for (const [at, token] of tokens.entries()) {
    const digits = token.bytes === undefined ? byteCaption(token, words) : hexadecimal(token.bytes);
    const stands = hasAround ? [token.around ? words.aroundText : words.inText] : [];
    yield `${[at + 1, token.id, digits, token.label, ...stands].join('\t')}\n`;
  }
}
