import { expect, test } from 'vitest';
import { trainKindVocabulary } from '../../scripts/kind-vocabulary.js';
import { trainMerges } from '../../src/byte-pair/train.js';

const SIZE = 300;

/** Harmless words whose parts make one that is not: a place that is hot, for sinners. */
const pieces = new Map(
  [' hello', ' help', ' he', ' bell', ' tell', ' well', ' fell', ' llama', ' hill', ' hall'].map((word) => [word, 50]),
);

const textsOf = (merges: readonly { readonly bytes: Uint8Array }[]) =>
  merges.map(({ bytes }) => Buffer.from(bytes).toString());

test('words are not refused, and neither they nor two tokens make a refused one', () => {
  expect(textsOf(trainMerges(pieces, { size: SIZE }))).toContain('ell');

  const { merges, ranks, refused, spellings } = trainKindVocabulary(pieces, SIZE);
  const texts = textsOf(merges);
  expect(texts).toEqual(expect.arrayContaining([...pieces.keys()]));
  expect(texts.filter((text) => ['hell', ' hell', 'ell', 'll'].includes(text))).toEqual([]);
  expect(refused).toBeGreaterThan(0);
  expect(spellings).toBe(0);
  expect(ranks.size).toBe(256 + merges.length);
});

test('a part that a frequent word needs stays, and is counted', () => {
  // " as" is a word, and so is "s": nothing can keep them apart.
  const { merges, spellings } = trainKindVocabulary(new Map([...pieces, [' as', 50], ['s', 50]]), SIZE);
  expect(textsOf(merges)).toContain(' as');
  expect(spellings).toBeGreaterThan(0);
});

test('the same texts give the same vocabulary', () => {
  const again = new Map([...pieces].reverse());
  expect(trainKindVocabulary(again, SIZE).merges).toEqual(trainKindVocabulary(pieces, SIZE).merges);
});
