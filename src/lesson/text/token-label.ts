import type { Token } from '../../domain/token.js';
import { visibleBytes, visibleText } from '../../tokens/visible.js';
import { shorten } from '../../words/shorten.js';

/** Hardly any token of any vocabulary is longer; of one that is, both ends are shown. UTF-16 code units. */
const MAX_LABEL = 300;

/** Bytes of a token that is no text, which has a character's few. */
const MAX_BYTES = 64;

/**
 * A model's token as it is shown: its visible text, its bytes where it is part of a character and the server tells them,
 * or `⟨special token⟩` for one that the server shows no text of; it mostly ends the text. It has at most 300 code units.
 */
export function tokenLabel({ text, bytes }: Pick<Token, 'text' | 'bytes'>): string {
  const isWhole = text !== '' && !text.includes('\uFFFD');
  if (isWhole) return bothEnds(visibleText(bothEnds(text)));
  if (bytes !== undefined && bytes.length > MAX_BYTES) return `${visibleBytes(bytes.subarray(0, MAX_BYTES))}…`;
  if (bytes !== undefined && bytes.length > 0) return visibleBytes(bytes);
  return text === '' ? '⟨special token⟩' : bothEnds(text);
}

/** A text that is too long for a label without its middle. */
function bothEnds(text: string): string {
  return shorten(text, MAX_LABEL, 'both', 'units');
}

/**
 * Whether a token is none that a text can be continued with: most likely the end of the text or of a turn. Servers show
 * such a token as an empty text or by its name in angle brackets.
 */
export function endsText(token: Pick<Token, 'text' | 'bytes'>): boolean {
  return isUnseen(token) || /^<\|[^<>|]+\|>$|^<\/s>$|^<(?:eos|end_of_turn)>$/.test(token.text);
}

/** Whether a token shows neither text nor bytes: one that ends the text, or part of a character that is drawn as a whole. */
export function isUnseen({ text, bytes }: Pick<Token, 'text' | 'bytes'>): boolean {
  return text === '' && (bytes === undefined || bytes.length === 0);
}
