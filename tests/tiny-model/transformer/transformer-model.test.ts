import { beforeAll, expect, test } from 'vitest';
import { LEAST } from '../../../src/tiny-model/language/least-probability.js';
import { createRandomNumbers } from '../../../src/tiny-model/language/random.js';
import type { Transformer } from '../../../src/tiny-model/transformer/read-text.js';
import { createTransformerModel } from '../../../src/tiny-model/transformer/transformer-model.js';
import { readPlainly } from '../plain-transformer.js';
import { openRandomTransformer } from '../random-transformer.js';

const SHAPE = { vocabulary: 101, context: 12, width: 16, layers: 2, heads: 2, hidden: 32 };
const START = 100;

let transformer: Transformer;
beforeAll(async () => {
  transformer = await openRandomTransformer(SHAPE, 5);
});

/** Other tokens fit behind each history: those of a random choice that begins with it. */
const fitsAfter = (history: readonly number[]) => {
  const random = createRandomNumbers(history.reduce((hash, id) => hash * 31 + id, history.length));
  return Uint8Array.from({ length: SHAPE.vocabulary }, () => (random() < 0.5 ? 1 : 0));
};

/** The softmax over the scores of the tokens that fit, from a plain computation. */
function expectedAfter(history: readonly number[]): number[] {
  const raw = readPlainly(SHAPE, transformer.parameters, [START, ...history]).predictions.at(-1) ?? [];
  const fits = fitsAfter(history);
  const scores = raw.map(Math.log);
  const sum = scores.reduce((all, score, id) => all + (fits[id] === 1 ? Math.exp(score) : 0), 0);
  return scores.map((score, id) => (fits[id] === 1 ? Math.exp(score) / sum : LEAST));
}

test('what its weights say of the tokens that fit, as it reads and as it goes on, sums to 1', () => {
  const given = [3, 1, 4];
  const model = createTransformerModel(transformer, START, { after: fitsAfter });
  const session = model.open(given);
  const history = [...given];
  // What does not fit can still be read, and gets a probability.
  for (const next of [15, fitsAfter(given).indexOf(0), 65, 35]) {
    const probabilities = [...session.probabilities()];
    const expected = expectedAfter(history);
    expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12);
    for (const [id, probability] of probabilities.entries()) {
      expect(Math.abs(probability / (expected[id] ?? 0) - 1)).toBeLessThan(1e-3);
    }
    expect(model.open(history).probabilities()[7]).toBeCloseTo(probabilities[7] ?? Number.NaN, 6);
    session.push(next);
    history.push(next);
  }
});
