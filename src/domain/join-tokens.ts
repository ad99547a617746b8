import type { Token } from './token.js';

/** The bytes of tokens in order: their own where the server tells them, else those of their texts. */
export function joinBytes(tokens: readonly Pick<Token, 'text' | 'bytes'>[]): Buffer {
  return Buffer.concat(tokens.map(({ text, bytes }) => bytes ?? Buffer.from(text, 'utf8')));
}

/** Tokens as the text that they are together; those that share a character are joined as bytes. */
export function joinTokens(tokens: readonly Pick<Token, 'text' | 'bytes'>[]): string {
  return joinBytes(tokens).toString('utf8');
}
