import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GgufValue } from './gguf-file.js';

/** What SentencePiece writes in place of a space. */
export const SPACE = '\u2581';
/** Tokens in all, as in the small story models that have Llama 2's kind of vocabulary. */
const SIZE = 512;
const [UNKNOWN, BEGINNING, END] = [0, 1, 2];
const BYTES = 256;
/** `enum llama_token_type` in `llama.h`. */
const [NORMAL, UNKNOWN_KIND, CONTROL, BYTE] = [1, 2, 3, 6];
/** Letters of the corpus that are rarer than this are written as bytes. */
const LETTERS_FROM = 20;
/** As much as is needed for merges that look like words. */
const CORPUS_LETTERS = 200_000;

/** A vocabulary of SentencePiece's kind. */
export interface PieceVocabulary {
  /** By id; `▁` stands for a space, and a token that is a byte is written `<0x0A>`. */
  readonly pieces: readonly string[];
  readonly kinds: readonly number[];
  /** How often each token is in the corpus; 0 for those that are none of a text. */
  readonly counts: readonly number[];
  readonly metadata: Readonly<Record<string, GgufValue>>;
}

/**
 * Learns a vocabulary as Llama 2 has it: three control tokens, 256 bytes, merges by their rank, and at the end single letters,
 * `▁` among them. So a space before a text can be a token by itself, and a letter that it does not have becomes bytes.
 *
 * @see Sennrich, Haddow, Birch 2016, "Neural machine translation of rare words with subword units"
 */
export function learnPieces(corpusDirectory: string): PieceVocabulary {
  const words = countWords(readCorpus(corpusDirectory));
  const letters = countLetters(words);
  const symbols = [...words].map(([word, count]) => ({ parts: [...word], count }));
  const merges: string[] = [];
  while (merges.length < SIZE - BYTES - 3 - letters.length) {
    const best = mostFrequentPair(symbols);
    merges.push(best.join(''));
    for (const symbol of symbols) symbol.parts = withMerged(symbol.parts, best);
  }
  const uses = new Map<string, number>();
  for (const { parts, count } of symbols) for (const part of parts) uses.set(part, (uses.get(part) ?? 0) + count);
  const bytes = Array.from({ length: BYTES }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
  const pieces = ['<unk>', '<s>', '</s>', ...bytes, ...merges, ...letters];
  const kinds = pieces.map((_, id) => {
    if (id === UNKNOWN) return UNKNOWN_KIND;
    if (id < 3) return CONTROL;
    return id < 3 + BYTES ? BYTE : NORMAL;
  });
  return {
    pieces,
    kinds,
    counts: pieces.map((piece, id) => (kinds[id] === NORMAL ? (uses.get(piece) ?? 0) : 0)),
    metadata: {
      'tokenizer.ggml.model': { type: 'string', value: 'llama' },
      'tokenizer.ggml.pre': { type: 'string', value: 'default' },
      'tokenizer.ggml.tokens': { type: 'strings', value: pieces },
      // What is merged first has the highest score; letters have none that matters.
      'tokenizer.ggml.scores': {
        type: 'float32s',
        value: pieces.map((_, id) => (id < 3 + BYTES ? 0 : -(id - 3 - BYTES))),
      },
      'tokenizer.ggml.token_type': { type: 'int32s', value: kinds },
      'tokenizer.ggml.unknown_token_id': { type: 'uint32', value: UNKNOWN },
      'tokenizer.ggml.bos_token_id': { type: 'uint32', value: BEGINNING },
      'tokenizer.ggml.eos_token_id': { type: 'uint32', value: END },
      'tokenizer.ggml.add_bos_token': { type: 'bool', value: true },
      'tokenizer.ggml.add_eos_token': { type: 'bool', value: false },
      'tokenizer.ggml.add_space_prefix': { type: 'bool', value: true },
    },
  };
}

function readCorpus(directory: string): string {
  const names = readdirSync(directory).filter((name) => /^(stories|talk)-.*\.txt$/.test(name));
  const texts = names.sort().map((name) => readFileSync(join(directory, name), 'utf8').slice(0, CORPUS_LETTERS / 10));
  return texts.join('\n').slice(0, CORPUS_LETTERS);
}

function countWords(text: string): Map<string, number> {
  const words = new Map<string, number>();
  for (const word of text.split(/\s+/)) words.set(SPACE + word, (words.get(SPACE + word) ?? 0) + 1);
  return words;
}

function countLetters(words: ReadonlyMap<string, number>): string[] {
  const letters = new Map<string, number>();
  for (const [word, count] of words) for (const each of word) letters.set(each, (letters.get(each) ?? 0) + count);
  const kept = [...letters].filter(([, count]) => count >= LETTERS_FROM);
  return kept.toSorted(([a, more], [b, less]) => less - more || (a < b ? -1 : 1)).map(([letter]) => letter);
}

interface Symbol {
  parts: string[];
  readonly count: number;
}

function mostFrequentPair(symbols: readonly Symbol[]): [string, string] {
  const pairs = new Map<string, { readonly pair: [string, string]; count: number }>();
  for (const { parts, count } of symbols) {
    for (let at = 1; at < parts.length; at++) {
      const pair: [string, string] = [parts[at - 1] ?? '', parts[at] ?? ''];
      const key = pair.join('\n');
      const seen = pairs.get(key);
      if (seen === undefined) pairs.set(key, { pair, count });
      else seen.count += count;
    }
  }
  const [first, ...others] = pairs.values();
  if (first === undefined) throw new Error('The corpus has too few words for a vocabulary.');
  return others.reduce((best, each) => (each.count > best.count ? each : best), first).pair;
}

function withMerged(parts: string[], [left, right]: readonly [string, string]): string[] {
  const merged: string[] = [];
  for (const part of parts) {
    if (part === right && merged.at(-1) === left) merged[merged.length - 1] = left + right;
    else merged.push(part);
  }
  return merged;
}
