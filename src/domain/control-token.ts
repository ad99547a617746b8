import type { Token } from './token.js';

/** Names as models give them to tokens that are no text: in angle brackets, also with bars inside, or in square ones in capitals. */
const MARKER = /^(?:[<＜][^<>＜＞\s]{1,60}[>＞]|\[\/?[A-Z][A-Z0-9_-]{1,30}\])$/u;
/** The same anywhere in a text. */
const MARKERS = /[<＜][^<>＜＞\s]{1,60}[>＞]|\[\/?[A-Z][A-Z0-9_-]{1,30}\]/gu;
/** How SentencePiece writes a byte. */
const BYTE = /^<0x[0-9a-f]{2}>$/i;

/**
 * Whether a token is spelled as control tokens are, such as `<|im_end|>`, `</s>` or `[EOS]`. Only the server knows
 * whether it is one, and which of them end a text.
 */
export function looksLikeMarker({ text }: Pick<Token, 'text'>): boolean {
  return MARKER.test(text) && !BYTE.test(text);
}

/** What in a text is spelled as control tokens are, each once and in the order of the text. */
export function markersIn(text: string): readonly string[] {
  return [...new Set(text.match(MARKERS) ?? [])].filter((name) => !BYTE.test(name));
}
