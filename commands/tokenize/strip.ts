import type { TokenStrip } from '../../src/charts/kinds/token-strip/token-strip.js';
import { hexadecimal, visibleBytes, visibleText } from '../../src/tokens/visible.js';
import { type ShownToken, type TokenizeResult, tokenCount } from './result.js';
import type { TokenizeWords } from './words.js';

/** What stands under each token. */
export type Caption = 'ids' | 'bytes';

/** Bytes under one token in the picture; the file has all. */
const MAX_CAPTION_BYTES = 8;

/** The tokens of a text as boxes. */
export function tokenStrip(result: TokenizeResult, caption: Caption, words: TokenizeWords): TokenStrip {
  const { counts, around, tokens, groups } = result;
  return {
    kind: 'token-strip',
    title: words.title[caption],
    subtitle: counts.around === 0 ? undefined : words.hatched(around),
    total: tokenCount(result),
    tokens: tokens.map((token) => ({
      label: token.label,
      caption: caption === 'ids' ? String(token.id) : underBytes(token, words),
      group: token.group,
      breakAfter: token.endsLine,
      around: token.around,
    })),
    groups: groups.map(visibleText),
  };
}

/** A token's bytes as hexadecimal digits, or why there are none. */
export function byteCaption({ bytes, around }: ShownToken, { captions }: TokenizeWords): string {
  if (around) return captions.around;
  if (bytes === undefined) return captions.notTold;
  if (bytes.length === 0) return captions.noBytes;
  const shown = hexadecimal(bytes.subarray(0, MAX_CAPTION_BYTES));
  return bytes.length > MAX_CAPTION_BYTES ? `${shown} … ${bytes.length} B` : shown;
}

/** Of a token whose box already has its bytes, because it is a part of a character: how many they are. */
function underBytes(token: ShownToken, words: TokenizeWords): string {
  const { label, bytes } = token;
  const isShown = bytes !== undefined && bytes.length > 0 && label === visibleBytes(bytes);
  return isShown ? words.captions.bytes(bytes.length) : byteCaption(token, words);
}
