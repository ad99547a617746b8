import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Letters and digits that nobody takes for one another, read or said. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CODE_LENGTH = 6;
const KEY_BYTES = 16;

/** A join code: six characters that are easy to say and to type. */
export function createJoinCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** A teacher's key: 128 random bits, in letters that stand in an address. */
export function createTeacherKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/** A code as somebody typed it, without what does not matter: case, spaces and dashes. */
export function typedCode(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Pd}]+/gu, '')
    .toUpperCase();
}

/** Whether two secrets are the same, in a time that tells nothing of where they differ. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
