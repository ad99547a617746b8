/** A token of the truth. */
export interface TruthToken {
  readonly id: number;
  /** Its own bytes; none for a special token. */
  readonly bytes: Uint8Array;
  /** A special token's name; undefined for all others. */
  readonly name: string | undefined;
}

/** Words with their space, some of them short enough to be in every list; `Ġ` is a letter of Maltese. */
const words =
  ' the| a| cat| dog| sat| on| mat| in| it| was| and| to| of| day| night| sun| moon| saw| ran| Ġ| never|ing|ed|er|un|Ġ|是|#| ##';
/** Digits are keys that JavaScript puts first in an object. */
const characters = 'abcdefghijklmnopqrstuvwxyzT .,!?:\n0157';
/** Parts of 😀 and of 你. */
const parts = ['f0', '9f', '98', '80', 'e4', 'bd', 'a0'];

function createVocabulary(): TruthToken[] {
  const special = { bytes: new Uint8Array(), name: '<|endoftext|>' };
  // The twins decode to strings that other ids decode to as well.
  const texts = [...words.split('|'), ...characters, ' the', 's', ' cat'];
  const whole = texts.map((text) => ({ bytes: new Uint8Array(Buffer.from(text)), name: undefined }));
  const partial = parts.map((hex) => ({ bytes: new Uint8Array(Buffer.from(hex, 'hex')), name: undefined }));
  return [special, ...whole, ...partial].map((token, id) => ({ id, ...token }));
}

/** All tokens; a token's place is its id. */
export const vocabulary: readonly TruthToken[] = createVocabulary();

/** The token that ends a text. */
export const endOfText = 0;

/** Ids of the tokens with exactly these bytes, the usual one first. */
export function idsOf(bytes: Uint8Array | string): number[] {
  const wanted = Buffer.from(bytes);
  return vocabulary.filter(({ name, bytes: own }) => name === undefined && wanted.equals(own)).map(({ id }) => id);
}

/** The bytes of tokens, joined. */
export function bytesOf(ids: readonly number[]): Buffer {
  return Buffer.concat(ids.map((id) => vocabulary[id]?.bytes ?? new Uint8Array()));
}

/** Cuts a text greedily into the longest tokens; bytes that no token has count as a question mark. */
export function encode(text: string): number[] {
  let rest = Buffer.from(text);
  const ids: number[] = [];
  while (rest.length > 0) {
    const fitting = vocabulary.filter(({ name, bytes }) => name === undefined && rest.indexOf(bytes) === 0);
    const [longest] = fitting.toSorted((a, b) => b.bytes.length - a.bytes.length || a.id - b.id);
    ids.push(longest?.id ?? idsOf('?')[0] ?? 0);
    rest = rest.subarray(longest?.bytes.length ?? 1);
  }
  return ids;
}
