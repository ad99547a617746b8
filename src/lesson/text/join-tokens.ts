import type { Candidate } from '../../domain/token.js';

/** Tokens as the text that they are together; those that share a character are joined as bytes. */
export function joinTokens(tokens: readonly Pick<Candidate, 'text' | 'bytes'>[]): string {
  return Buffer.concat(tokens.map(({ text, bytes }) => bytes ?? Buffer.from(text))).toString('utf8');
}
