import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openKnownProbabilities } from './models/known-probabilities.js';
import { type ModelKind, type OpenedModel, openSmall } from './open-small.js';
import { softmax } from './server/generate.js';
import { TEXTS } from './texts.js';

/** Both add floats, in another order. */
const CLOSE = 1e-4;

describe.each<ModelKind>(['pieces', 'bytes'])('the model with %s', (kind) => {
  let opened: OpenedModel;
  beforeAll(() => {
    opened = openSmall(kind);
  });
  afterAll(() => opened.close());

  test('llama.cpp says of all tokens what this project’s own transformer says', async () => {
    const { model, llama } = opened;
    const known = await openKnownProbabilities(model);
    let compared = 0;
    for (const text of TEXTS) {
      const ids = llama.tokenize(text, { special: true, parse: true });
      const truth = known(ids);
      for (const { id, probability } of softmax(llama.evaluate(ids))) {
        const computed = truth[id] ?? Number.NaN;
        compared += 1;
        if (computed > 1e-12) expect(Math.abs(Math.log(probability / computed))).toBeLessThan(CLOSE);
        else expect(probability).toBeLessThan(1e-11);
      }
    }
    expect(compared).toBe(TEXTS.length * llama.vocabularySize);
  });
});
