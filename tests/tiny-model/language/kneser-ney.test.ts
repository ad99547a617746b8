import { describe, expect, test } from 'vitest';
import { trainKneserNey } from '../../../src/tiny-model/language/kneser-ney.js';
import { countNgrams } from '../../../src/tiny-model/language/ngram-counts.js';

// Types: 0 end and start, 1 a, 2 b, 3 c.
const documents = [Int32Array.of(1, 2, 0), Int32Array.of(1, 2, 0), Int32Array.of(3, 2, 1, 0)];

describe('countNgrams', () => {
  const counts = countNgrams(documents, 2, 0);
  const followers = (node: number) =>
    new Map(
      Array.from(
        { length: (counts.followersFrom[node + 1] ?? 0) - (counts.followersFrom[node] ?? 0) },
        (_, index): [number, number] => {
          const at = (counts.followersFrom[node] ?? 0) + index;
          return [counts.followerType[at] ?? -1, counts.followerCount[at] ?? -1];
        },
      ),
    );

  test('the full order counts occurrences', () => {
    expect(followers(counts.child(0, 1))).toEqual(
      new Map([
        [2, 2],
        [0, 1],
      ]),
    );
    expect(followers(counts.child(0, 0))).toEqual(
      new Map([
        [1, 2],
        [3, 1],
      ]),
    );
  });

  test('lower orders count the different types before', () => {
    // a after start and b; b after a and c; c after start; the end after a and b.
    expect(followers(0)).toEqual(
      new Map([
        [0, 2],
        [1, 2],
        [2, 2],
        [3, 1],
      ]),
    );
  });

  test('a context that does not occur has no node', () => {
    expect(counts.child(counts.child(0, 3), 1)).toBe(-1);
  });
});

describe('trainKneserNey', () => {
  const model = trainKneserNey(documents, { order: 2, startSymbol: 0, types: 4, vocabularySize: 10 });

  test('the probabilities are those of the formula, computed by hand', () => {
    // Too small to estimate discounts: 0.5, 1, 1.5. Unigrams: counts 2, 2, 2, 1 of 7; taken 1 + 1 + 1 + 0.5.
    const uniform = 3.5 / 7 / 10;
    const unigramB = 1 / 7 + uniform;
    // After a: b twice, end once; taken 1 + 0.5 of 3.
    expect(model.predict([1]).seen[2]).toBeCloseTo((2 - 1) / 3 + (1.5 / 3) * unigramB, 12);
    expect(model.predict([1]).unseen).toBeCloseTo((1.5 / 3) * uniform, 12);
  });

  test.each([[[]], [[1]], [[2]], [[3, 2]], [[-1]], [[0]]])('the probabilities sum to 1 after %j', (history) => {
    const { seen, unseen } = model.predict(history);
    expect(seen.reduce((sum, value) => sum + value, 6 * unseen)).toBeCloseTo(1, 12);
  });

  test('an unseen context backs off to the unigrams', () => {
    expect(model.predict([-1])).toEqual(
      trainKneserNey(documents, { order: 2, startSymbol: 0, types: 4, vocabularySize: 10 }).predict([-1]),
    );
    expect(model.predict([-1]).seen[1]).toBeCloseTo(1 / 7 + 3.5 / 7 / 10, 12);
  });

  test.each([1.25, 2])('a power of %d is that power of every probability, normalised', (power) => {
    const plain = model.predict([1]);
    const sharp = model.predict([1], power);
    const total = plain.seen.reduce((sum, value) => sum + value ** power, 6 * plain.unseen ** power);
    for (const [type, value] of plain.seen.entries()) expect(sharp.seen[type]).toBeCloseTo(value ** power / total, 12);
    expect(sharp.unseen).toBeCloseTo(plain.unseen ** power / total, 12);
  });
});
