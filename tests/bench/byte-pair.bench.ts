import { get_encoding } from '@dqbd/tiktoken';
import { afterAll, bench, describe } from 'vitest';
import { createEncoder } from '../../src/byte-pair/encode.js';
import { O200K_SPLIT } from '../../src/byte-pair/split.js';
import { o200kRanks } from '../byte-pair/o200k.js';

// Byte pairs in TypeScript against tiktoken alone, with the same ranks, in the same run. No pieces are kept from before.
const bare = get_encoding('o200k_base');
const ranks = o200kRanks();

afterAll(() => bare.free());

const texts = {
  '6,000 characters of English': 'The quick brown fox jumps over the lazy dog. '.repeat(134).slice(0, 6000),
  '6,000 different Chinese characters': Array.from({ length: 6000 }, (_, at) =>
    String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000)),
  ).join(''),
  '10,000 × a': 'a'.repeat(10_000),
  // tiktoken takes seconds for it.
  '100,000 × a': 'a'.repeat(100_000),
};

for (const [name, text] of Object.entries(texts)) {
  describe(name, () => {
    bench('byte pairs', () => {
      createEncoder(ranks, O200K_SPLIT)(text);
    });
    if (text.length > 10_000) return;
    bench('tiktoken alone', () => {
      bare.encode_ordinary(text);
    });
  });
}
