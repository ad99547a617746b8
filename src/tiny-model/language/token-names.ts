import type { Vocabulary } from './vocabulary.js';

const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A token as a string that no other token shares: its text, or `bytes:` and its bytes such as `bytes:\xf0\x9f` where they
 * are not whole characters.
 */
export function tokenName(vocabulary: Vocabulary, id: number): string {
  const special = vocabulary.specialName(id);
  if (special !== undefined) return special;
  const bytes = vocabulary.bytes(id);
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return `bytes:${Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}`;
  }
}

/** How answers write a token, as JSON. */
export interface WrittenToken {
  /** Its name. */
  readonly name: string;
  /** The fields `id`, `token` and `bytes` of an entry; special tokens are no text, so they have no bytes. */
  readonly fields: string;
}

const written = new WeakMap<Vocabulary, readonly WrittenToken[]>();

/** How answers write each token of a vocabulary, by its id; made once, because lists of all of them are long. */
export function writtenTokens(vocabulary: Vocabulary): readonly WrittenToken[] {
  let all = written.get(vocabulary);
  if (all === undefined) {
    all = Array.from({ length: vocabulary.size }, (_, id) => {
      const name = JSON.stringify(tokenName(vocabulary, id));
      const bytes = vocabulary.specialName(id) === undefined ? [...vocabulary.bytes(id)] : null;
      return { name, fields: `"id":${id},"token":${name},"bytes":${JSON.stringify(bytes)}` };
    });
    written.set(vocabulary, all);
  }
  return all;
}
