import type { Candidate } from '../src/model/distribution.js';
import { visibleBytes, visibleText } from '../src/tokens/visible.js';

/**
 * A model's token as it is shown: its visible text, its bytes where it is part of a character and the server tells them,
 * or `⟨no text⟩` for one that the server shows no text of, such as the end of the text.
 */
export function tokenLabel({ text, bytes }: Pick<Candidate, 'text' | 'bytes'>): string {
  const isWhole = text !== '' && !text.includes('\uFFFD');
  if (isWhole) return visibleText(text);
  if (bytes !== undefined && bytes.length > 0) return visibleBytes(bytes);
  return text === '' ? '⟨no text⟩' : text;
}
