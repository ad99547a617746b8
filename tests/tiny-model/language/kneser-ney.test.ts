import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { narrow, orderByContext, type Range } from '../../../src/tiny-model/language/context-order.js';
import { createFollowerCounter, trainKneserNey } from '../../../src/tiny-model/language/kneser-ney.js';

// 0 end and start, 1 a, 2 b, 3 c; 4 to 9 never come up.
const documents = [Uint16Array.of(1, 2, 0), Uint16Array.of(1, 2, 0), Uint16Array.of(3, 2, 1, 0)];
const vocabularySize = 10;

describe('orderByContext', () => {
  test('every context has its places side by side, and no others', () => {
    const document = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(document, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(4), { maxLength: 3 }),
        (texts, context) => {
          const ended = texts.map((ids) => Uint16Array.from([...ids, 0]));
          const order = orderByContext(ended, { longest: 3, startSymbol: 0, vocabularySize: 5 });
          let range: Range = { from: 0, to: order.places.length };
          for (const [index, id] of context.toReversed().entries()) range = narrow(order, range, index + 1, id);
          const padded = texts.map((ids) => [0, 0, 0, ...ids, 0]);
          const expected = padded.flatMap((ids) =>
            ids.slice(3).filter((_, at) => context.every((id, index) => ids[at + 3 - context.length + index] === id)),
          );
          const found = [...order.places.slice(range.from, range.to)].map((place) => order.tokens[place]);
          expect(found.toSorted()).toEqual(expected.toSorted());
        },
      ),
    );
  });
});

describe('createFollowerCounter', () => {
  const order = orderByContext(documents, { longest: 1, startSymbol: 0, vocabularySize });
  const counter = createFollowerCounter(order, 0, vocabularySize);
  const followers = (...context: number[]) => {
    let range: Range = { from: 0, to: order.places.length };
    for (const [index, id] of context.toReversed().entries()) range = narrow(order, range, index + 1, id);
    const counts = new Map<number, number>();
    counter.count(range, context.length, (id, count) => counts.set(id, count));
    return counts;
  };

  test('the full order counts occurrences', () => {
    expect(followers(1)).toEqual(new Map([[2, 2], [0, 1]])); // biome-ignore format: pairs
    expect(followers(0)).toEqual(new Map([[1, 2], [3, 1]])); // biome-ignore format: pairs
  });

  test('lower orders count the different tokens before', () => {
    // a after start and b; b after a and c; c after start; the end after a and b.
    expect(followers()).toEqual(new Map([[0, 2], [1, 2], [2, 2], [3, 1]])); // biome-ignore format: pairs
  });

  test('a context that does not occur has no places', () => {
    expect(followers(5)).toEqual(new Map());
  });
});

describe('trainKneserNey', () => {
  const model = trainKneserNey(documents, { order: 2, startSymbol: 0, vocabularySize });

  test('the probabilities are those of the formula, computed by hand', () => {
    // Too small to estimate discounts: 0.5, 1, 1.5. Unigrams: counts 2, 2, 2, 1 of 7; taken 1 + 1 + 1 + 0.5.
    const uniform = 3.5 / 7 / 4;
    const unigramB = 1 / 7 + uniform;
    // After a: b twice, end once; taken 1 + 0.5 of 3.
    expect(model.predict([1])[2]).toBeCloseTo((2 - 1) / 3 + (1.5 / 3) * unigramB, 12);
    expect(model.predict([1])[3]).toBeCloseTo((1.5 / 3) * (0.5 / 7 + uniform), 12);
    expect(model.predict([1])[9]).toBe(0);
  });

  test.each([[[]], [[1]], [[2]], [[3, 2]], [[9]], [[0]]])('the probabilities sum to 1 after %j', (history) => {
    expect(model.predict(history).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  test('an unseen context backs off to the unigrams', () => {
    expect(model.predict([9])[1]).toBeCloseTo(1 / 7 + 3.5 / 7 / 4, 12);
  });

  test.each([1.25, 2])('a power of %d is that power of every probability, normalised', (power) => {
    const plain = model.predict([1]);
    const sharp = model.predict([1], power);
    const total = plain.reduce((sum, value) => sum + value ** power, 0);
    for (const [id, value] of plain.entries()) expect(sharp[id]).toBeCloseTo(value ** power / total, 12);
  });
});
