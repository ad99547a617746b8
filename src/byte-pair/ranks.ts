/** What `merged` says of two tokens that together are none. */
export const NO_TOKEN = -1;

/** The tokens of a byte-pair vocabulary. A token's id is its rank: the lower one is merged first. */
export interface Ranks {
  /** Number of tokens; their ids are 0 to `size - 1`. */
  readonly size: number;
  /** The id of the token that is this one byte. */
  ofByte(byte: number): number;
  /** The id of the token with exactly these bytes, or `NO_TOKEN`. */
  find(bytes: Uint8Array): number;
  /** The id of the token whose bytes are those of both, or `NO_TOKEN`. */
  merged(left: number, right: number): number;
  /** A token's bytes. @throws RangeError for an id that is no token's */
  bytes(id: number): Uint8Array;
}

/** Answers of `merged` that are kept, in slots that later answers take over. A power of two. */
const KEPT_PAIRS = 1 << 15;

/**
 * A vocabulary of these tokens, each one's rank being its place.
 *
 * @throws Error when a byte is no token, or two tokens are the same
 */
export function createRanks(tokens: Iterable<Uint8Array>): Ranks {
  const keys = keysOf([...tokens]);
  const ids = new Map(keys.map((key, id) => [key, id]));
  if (ids.size < keys.length) throw new Error('the vocabulary has a token twice');
  const bytes = Int32Array.from({ length: 256 }, (_, byte) => {
    const id = ids.get(String.fromCharCode(byte));
    if (id === undefined) throw new Error(`the vocabulary lacks the byte ${byte}`);
    return id;
  });
  // Looking a token up by its bytes makes a string, so that asking twice for the same two would cost most of the time.
  const lefts = new Int32Array(KEPT_PAIRS).fill(NO_TOKEN);
  const rights = new Int32Array(KEPT_PAIRS);
  const found = new Int32Array(KEPT_PAIRS);
  const keyAt = (id: number): string => {
    const key = keys[id];
    if (key === undefined) throw new RangeError(`${id} is no token`);
    return key;
  };

  return {
    size: keys.length,
    ofByte: (byte) => bytes[byte] ?? NO_TOKEN,
    find: (token) => ids.get(keyOf(token)) ?? NO_TOKEN,
    merged(left, right) {
      const slot = (Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b)) >>> 17;
      if (lefts[slot] !== left || rights[slot] !== right) {
        found[slot] = ids.get(keyAt(left) + keyAt(right)) ?? NO_TOKEN;
        lefts[slot] = left;
        rights[slot] = right;
      }
      return found[slot] ?? NO_TOKEN;
    },
    bytes: (id) => Buffer.from(keyAt(id), 'latin1'),
  };
}

/** The keys of many tokens, which are quicker to cut out of one long string. */
function keysOf(tokens: readonly Uint8Array[]): string[] {
  const all = keyOf(Buffer.concat(tokens));
  let from = 0;
  return tokens.map(({ length }) => {
    from += length;
    return all.slice(from - length, from);
  });
}

/** Bytes as a string of one character each, because a `Map` compares strings by what is in them. */
function keyOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/**
 * The tokens of tiktoken's `bpe_ranks` (a package's `encoders/<name>.json`): on each line a mark, the rank of its first
 * token, and tokens in base64.
 *
 * @param specials ids of special tokens, which fill gaps between ranks: nothing is ever merged into one
 * @throws Error when a rank is missing
 */
export function parseTiktokenRanks(text: string, specials: Readonly<Record<string, number>> = {}): Uint8Array[] {
  const special = new Map(Object.entries(specials).map(([token, id]) => [id, token]));
  const tokens: Uint8Array[] = [];
  for (const line of text.split('\n')) {
    const [, first, ...written] = line.split(' ');
    if (first === undefined) continue;
    for (let gap = special.get(tokens.length); gap !== undefined && tokens.length < Number(first); ) {
      tokens.push(Buffer.from(gap));
      gap = special.get(tokens.length);
    }
    if (Number(first) !== tokens.length) throw new Error(`expected rank ${tokens.length}, not ${first}`);
    for (const token of written) tokens.push(Buffer.from(token, 'base64'));
  }
  return tokens;
}
