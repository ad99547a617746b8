import { parseByteLevel, writeByteLevel } from './byte-level.js';
import { createEncoder } from './encode.js';
import { createRanks, type Ranks } from './ranks.js';
import { OWN_SPLIT } from './split.js';

/** A model's way between texts and token ids. */
export interface ByteVocabulary {
  /** Number of tokens, the special ones included; ids are 0 to `size - 1`. */
  readonly size: number;
  /** The bytes and what merges make, without the special tokens. */
  readonly ranks: Ranks;
  /** The ids of the special tokens, such as `<|endoftext|>`; they come behind all others. */
  readonly specials: ReadonlyMap<string, number>;
  /** Ids of a text. A special token that is written in it is plain text. */
  encode(text: string): number[];
  /** A token's exact bytes; none for a special token. @throws RangeError for an id that is no token's */
  bytes(id: number): Uint8Array;
  /** The tokens' bytes as text; bytes that are no character become U+FFFD. */
  decode(ids: Iterable<number>): string;
}

/** One merge of a file: two tokens and what they make. */
export interface WrittenMerge {
  /** Of both. */
  readonly bytes: Uint8Array;
  /** How many of the bytes are the left token's. */
  readonly cut: number;
}

/** What a file of a vocabulary holds. */
export interface VocabularyFile {
  /** In order; the first one makes token 256. */
  readonly merges: readonly WrittenMerge[];
  readonly specials: readonly string[];
}

const FORMAT = 'byte-pair vocabulary 1';
const BYTES = 256;

/**
 * The file: its format, the special tokens, the number of merges, and a merge on each line, in the letters of a
 * byte-level vocabulary.
 */
export function writeVocabulary({ merges, specials }: VocabularyFile): string {
  const lines = merges.map(({ bytes, cut }) => {
    const letters = writeByteLevel(bytes);
    return `${letters.slice(0, cut)} ${letters.slice(cut)}`;
  });
  return [FORMAT, `special ${specials.join(' ')}`, `merges ${merges.length}`, ...lines, ''].join('\n');
}

/** Reads what `writeVocabulary` wrote. @throws Error that says what is wrong where the file is damaged */
export function parseVocabulary(text: string): VocabularyFile {
  const [format, special = '', count, ...lines] = text.replace(/\n$/, '').split('\n');
  if (format !== FORMAT) throw new Error(`the vocabulary does not begin with “${FORMAT}”`);
  if (!special.startsWith('special ')) throw new Error('line 2 of the vocabulary does not list special tokens');
  if (count !== `merges ${lines.length}`) throw new Error(`the vocabulary has ${lines.length} merges, not ${count}`);
  // All letters at once, because a call for each token takes most of the time; each letter is a byte.
  const all = parseByteLevel(lines.join('').replaceAll(' ', ''));
  let from = 0;
  const merges = lines.map((line, index) => {
    const cut = line.indexOf(' ');
    if (cut < 1 || cut === line.length - 1 || line.includes(' ', cut + 1)) {
      throw new Error(`line ${index + 4} of the vocabulary is no merge`);
    }
    const bytes = all.subarray(from, from + line.length - 1);
    from += bytes.length;
    return { bytes, cut };
  });
  return { merges, specials: special.split(' ').slice(1) };
}

/**
 * Loads a vocabulary that `npm run vocabulary` trained.
 *
 * @param text what the file holds
 * @throws Error when the file is damaged
 */
export function loadByteVocabulary(text: string): ByteVocabulary {
  const { merges, specials: names } = parseVocabulary(text);
  const tokens = [
    ...Array.from({ length: BYTES }, (_, byte) => Uint8Array.of(byte)),
    ...merges.map(({ bytes }) => bytes),
  ];
  const ranks = createRanks(tokens);
  const specials = new Map(names.map((name, index) => [name, ranks.size + index]));
  const size = ranks.size + specials.size;
  const nothing = new Uint8Array();
  const bytes = (id: number): Uint8Array => {
    const found = tokens[id] ?? (id >= ranks.size && id < size ? nothing : undefined);
    if (found === undefined) throw new RangeError(`${id} is no token`);
    return found;
  };
  return {
    size,
    ranks,
    specials,
    encode: createEncoder(ranks, OWN_SPLIT),
    bytes,
    decode: (ids) => Buffer.concat(Array.from(ids, bytes)).toString('utf8'),
  };
}
