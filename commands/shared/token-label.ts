import type { Candidate } from '../../src/model/distribution.js';
import { visibleBytes, visibleText } from '../../src/tokens/visible.js';

/**
 * A model's token as it is shown: its visible text, its bytes where it is part of a character and the server tells them,
 * or `⟨special token⟩` for one that the server shows no text of; it mostly ends the text.
 */
export function tokenLabel({ text, bytes }: Pick<Candidate, 'text' | 'bytes'>): string {
  const isWhole = text !== '' && !text.includes('\uFFFD');
  if (isWhole) return visibleText(text);
  if (bytes !== undefined && bytes.length > 0) return visibleBytes(bytes);
  return text === '' ? '⟨special token⟩' : text;
}

/**
 * Whether a token is none that a text can be continued with: most likely the end of the text or of a turn. Servers show
 * such a token as an empty text or by its name in angle brackets.
 */
export function endsText(token: Pick<Candidate, 'text' | 'bytes'>): boolean {
  return isUnseen(token) || /^<\|[^<>|]+\|>$|^<\/s>$|^<(?:eos|end_of_turn)>$/.test(token.text);
}

/** Whether a token shows neither text nor bytes: one that ends the text, or part of a character that is drawn as a whole. */
export function isUnseen({ text, bytes }: Pick<Candidate, 'text' | 'bytes'>): boolean {
  return text === '' && (bytes === undefined || bytes.length === 0);
}
