import { get_encoding } from '@dqbd/tiktoken';

/** Id of `<|endoftext|>`, which ends every document and stands before its first token. */
export const END_OF_TEXT = 199_999;

/** Ids below this number are the mergeable tokens of o200k_base. */
const MERGEABLE_TOKENS = 199_998;

/** Number of tokens that the model gives a probability to: all mergeable ones and `<|endoftext|>`. */
export const VOCABULARY_SIZE = MERGEABLE_TOKENS + 1;

/** One more than the largest token id; ids in between that are no token are left out by `isTokenId`. */
export const ID_LIMIT = END_OF_TEXT + 1;

/** How `<|endoftext|>` is written where an answer lists tokens. */
export const END_OF_TEXT_NAME = '<|endoftext|>';

/** Tells whether the number is the id of a token that the model knows. */
export function isTokenId(id: number): boolean {
  return Number.isInteger(id) && id >= 0 && (id < MERGEABLE_TOKENS || id === END_OF_TEXT);
}

/** The model's way between text and token ids. */
export interface Vocabulary {
  /** Ids of a text; `<|endoftext|>` written in it is plain text. */
  encode(text: string): number[];
  /** A token's exact bytes; empty for `<|endoftext|>`. */
  bytes(id: number): Uint8Array;
  /** The tokens' bytes as text; bytes that are no character become U+FFFD. */
  decode(ids: Iterable<number>): string;
}

const NEWLINE = 0x0a;

// Byte-pair merging is quadratic in the length of one unbroken run, so such runs are cut.
const LONG_RUN = /[^\s]{256,}|[^\S\n]{256,}/g;
const SLICE = /[\s\S]{1,200}/gu;

const OTHER_SPACES = /\s\s|[^\S ]/;
const MARKED_WORD = /^( ?[A-Za-z]+)([.,:;!?"]+)$/;
const MAX_KEPT_WORD = 40;
const MAX_KEPT = 30_000;

/**
 * Loads o200k_base.
 *
 * A line break is always a token of its own. Plain o200k_base joins it to the punctuation before (`?` and a line break
 * are one token), and then a prompt that stops at `?` would share no context with the documents that go on after it.
 * Runs of 256 and more letters or spaces are cut every 200 characters, which bounds the time of encoding.
 */
export function loadVocabulary(): Vocabulary {
  const encoding = get_encoding('o200k_base');
  const known = new Map<number, Uint8Array>([[END_OF_TEXT, new Uint8Array()]]);
  const newlineId = encoding.encode_ordinary(String.fromCharCode(NEWLINE))[0] ?? 0;

  // o200k_base begins a new piece before every single space and between letters and the marks after them, so these are
  // encoded by themselves and kept.
  const kept = new Map<string, readonly number[]>();
  const encodeWord = (word: string): readonly number[] => {
    let found = kept.get(word);
    if (found === undefined) {
      const [, letters, marks] = MARKED_WORD.exec(word) ?? [];
      found =
        letters && marks ? [...encodeWord(letters), ...encodeWord(marks)] : Array.from(encoding.encode_ordinary(word));
      if (word.length > MAX_KEPT_WORD) return found;
      if (kept.size >= MAX_KEPT) kept.clear();
      kept.set(word, found);
    }
    return found;
  };

  const encodeLine = (line: string, ids: number[]) => {
    if (!OTHER_SPACES.test(line)) {
      const words = line.match(/ ?[^ ]+| /g) ?? [];
      if (words.every((word) => word.length < 200)) {
        for (const word of words) ids.push(...encodeWord(word));
        return;
      }
    }
    let from = 0;
    for (const run of line.matchAll(LONG_RUN)) {
      if (run.index > from) ids.push(...encoding.encode_ordinary(line.slice(from, run.index)));
      for (const [part] of run[0].matchAll(SLICE)) ids.push(...encoding.encode_ordinary(part));
      from = run.index + run[0].length;
    }
    if (from < line.length) ids.push(...encoding.encode_ordinary(line.slice(from)));
  };

  const bytes = (id: number) => {
    let found = known.get(id);
    if (found === undefined) {
      found = encoding.decode_single_token_bytes(id);
      known.set(id, found);
    }
    return found;
  };

  return {
    encode(text) {
      const ids: number[] = [];
      for (const [index, line] of text.split('\n').entries()) {
        if (index > 0) ids.push(newlineId);
        encodeLine(line, ids);
      }
      return ids;
    },
    bytes,
    decode(ids) {
      return Buffer.concat(Array.from(ids, bytes)).toString('utf8');
    },
  };
}
