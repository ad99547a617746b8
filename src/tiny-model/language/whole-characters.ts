import type { Vocabulary } from './vocabulary.js';

/** Which tokens can come next so that the bytes make characters. */
export interface WholeCharacters {
  /**
   * 1 for each token that can follow.
   *
   * @param history may end inside a character
   */
  fitting(history: readonly number[]): Uint8Array;
}

const isInside = (byte: number) => byte >= 0x80 && byte < 0xc0;

/** Bytes of the character that begins with this one. */
const lengthAfter = (byte: number) => (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1);

const LONGEST = 4;

/**
 * Knows the characters of some texts. In a byte-level vocabulary some tokens are parts of characters; only those fit that make
 * characters of the texts, or begin one. Where the history has begun a character that is none of theirs, any end of it fits.
 */
export function learnCharacters(texts: Iterable<string>, vocabulary: Vocabulary): WholeCharacters {
  const known = new Set<string>();
  const seen = new Set<string>();
  for (const text of texts) for (const [character] of text.matchAll(/[\u0080-\u{10ffff}]/gu)) seen.add(character);
  for (const character of seen) {
    const bytes = Buffer.from(character).toString('latin1');
    for (let length = 1; length <= bytes.length; length++) known.add(bytes.slice(0, length));
  }
  const tokens = Array.from({ length: vocabulary.size }, (_, id) =>
    Buffer.from(vocabulary.bytes(id)).toString('latin1'),
  );
  const fitted = new Map<string, Uint8Array>();

  const isKnown = (character: string) => character.charCodeAt(0) < 0x80 || known.has(character);
  const areCharacters = (bytes: string): boolean => {
    for (let at = 0; at < bytes.length; ) {
      const character = bytes.slice(at, at + lengthAfter(bytes.charCodeAt(at)));
      if (!isKnown(character)) return false;
      at += character.length;
    }
    return true;
  };
  const findFitting = (begun: string): Uint8Array => {
    if (begun === '') return Uint8Array.from(tokens, (bytes) => (areCharacters(bytes) ? 1 : 0));
    const need = lengthAfter(begun.charCodeAt(0)) - begun.length;
    const goesOn = (bytes: string) => {
      if (bytes === '') return false;
      if (known.has(begun)) return areCharacters(begun + bytes);
      const end = bytes.slice(0, need);
      return /^[\x80-\xbf]+$/.test(end) && areCharacters(bytes.slice(need));
    };
    return Uint8Array.from(tokens, (bytes) => (goesOn(bytes) ? 1 : 0));
  };

  return {
    fitting(history) {
      const begun = begunCharacter(history, vocabulary);
      let found = fitted.get(begun);
      if (found === undefined) {
        found = findFitting(begun);
        fitted.set(begun, found);
      }
      return found;
    },
  };
}

/** The bytes of a character that has begun at the end of the history, as Latin-1; empty when there is none. */
function begunCharacter(history: readonly number[], vocabulary: Vocabulary): string {
  let end = '';
  for (let at = history.length - 1; at >= 0 && end.length < LONGEST; at--) {
    const bytes = vocabulary.bytes(history[at] as number);
    if (bytes.length === 0) break;
    if (end === '' && (bytes[bytes.length - 1] as number) < 0x80) return '';
    end = Buffer.from(bytes).toString('latin1') + end;
  }
  for (let back = 1; back < LONGEST && back <= end.length; back++) {
    const byte = end.charCodeAt(end.length - back);
    if (isInside(byte)) continue;
    return lengthAfter(byte) > back ? end.slice(-back) : '';
  }
  return '';
}
