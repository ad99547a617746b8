import { get_encoding } from '@dqbd/tiktoken';
import { afterAll, bench, describe } from 'vitest';
import { openTokenizer } from '../../src/tokens/tokenizer.js';

// What the way over a worker thread costs against tiktoken alone, in the same run; `npm run build` comes first.
const bare = get_encoding('o200k_base');
const tokenizer = openTokenizer();
await tokenizer.tokenize('warm', 'o200k_base');

afterAll(async () => {
  bare.free();
  await tokenizer.close();
});

const texts = {
  'a sentence': 'The tokenizer cuts this sentence into tokens, and a worker thread does it.',
  '6,000 characters of English': 'The quick brown fox jumps over the lazy dog. '.repeat(134).slice(0, 6000),
  '6,000 Chinese characters': '中'.repeat(6000),
  '3,000 emoji': '😀'.repeat(3000),
};

for (const [name, text] of Object.entries(texts)) {
  describe(name, () => {
    bench('tiktoken alone', () => {
      bare.encode_ordinary(text);
    });
    bench('tokenizer', async () => {
      await tokenizer.tokenize(text, 'o200k_base');
    });
  });
}
