import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OWN_SPLIT, piecesOf } from '../src/byte-pair/split.js';
import { loadByteVocabulary, writeVocabulary } from '../src/byte-pair/vocabulary.js';
import { trainKindVocabulary } from './kind-vocabulary.js';

/** Trains the vocabulary of the models in this repository on its own texts: `npm run vocabulary`. */
const CORPUS = 'assets/corpus';
const FILE = 'assets/model/vocabulary.txt';

/** With the 256 bytes. The special tokens come behind. */
const SIZE = 4000;
const SPECIALS = ['<|endoftext|>', '<|human|>', '<|assistant|>'];

const start = performance.now();
const names = (await readdir(CORPUS)).filter((name) => name.endsWith('.txt')).sort();
const texts = await Promise.all(names.map((name) => readFile(join(CORPUS, name), 'utf8')));
const pieces = new Map<string, number>();
for (const text of texts) {
  for (const piece of piecesOf(text, OWN_SPLIT)) pieces.set(piece, (pieces.get(piece) ?? 0) + 1);
}

const { merges, ranks, refused, spellings } = trainKindVocabulary(pieces, SIZE);
const written = writeVocabulary({
  merges: merges.map(({ left, bytes }) => ({ bytes, cut: ranks.bytes(left).length })),
  specials: SPECIALS,
});
await mkdir(dirname(FILE), { recursive: true });
await writeFile(FILE, written);
const seconds = (performance.now() - start) / 1000;

const vocabulary = loadByteVocabulary(written);
const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
const tokens = texts.reduce((sum, text) => sum + vocabulary.encode(text).length, 0);
console.log(
  [
    `${FILE}: ${vocabulary.size} tokens from ${names.length} texts in ${seconds.toFixed(1)} s`,
    `${bytes} bytes, ${pieces.size} different pieces, the last merge was seen ${merges.at(-1)?.count} times`,
    `${refused} tokens refused; ${spellings} ways are left to write a refused word with two tokens`,
    `${tokens} tokens, ${(bytes / tokens).toFixed(2)} bytes each`,
  ].join('\n'),
);
