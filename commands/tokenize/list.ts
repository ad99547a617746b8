import { setImmediate as othersFirst } from 'node:timers/promises';
import { file, text } from '../../src/discord/reply.js';
import type { View } from '../../src/lesson/command/view.js';
import { hexadecimal } from '../../src/tokens/visible.js';
import type { cutWhole } from './cut.js';
import type { TokenizeResult } from './result.js';
import { byteCaption, nameOf } from './view.js';
import { tokenizeWords } from './words.js';

/** Rows of a full list that are written in one go, between which others get their turn. */
const ROWS_AT_ONCE = 500;

/** All tokens of a text as a file, whose columns a spreadsheet reads. */
export async function listTokens(
  result: TokenizeResult,
  { tokens }: Awaited<ReturnType<typeof cutWhole>>,
  locale: string,
): Promise<View> {
  const words = tokenizeWords(locale);
  const hasAround = result.counts.around > 0;
  let list = `${[...words.columns, ...(hasAround ? [words.where] : [])].join('\t')}\n`;
  for (const [at, token] of tokens.entries()) {
    if (at % ROWS_AT_ONCE === 0) await othersFirst();
    const bytes = token.bytes === undefined ? byteCaption(token, words) : hexadecimal(token.bytes);
    const where = hasAround ? [token.around ? words.aroundText : words.inText] : [];
    list += `${[at + 1, token.id, bytes, token.label, ...where].join('\t')}\n`;
  }
  return {
    blocks: [text(words.list(tokens.length, nameOf(result), hasAround)), file('tokens.txt', Buffer.from(list, 'utf8'))],
  };
}
