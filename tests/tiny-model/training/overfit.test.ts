import { expect, test } from 'vitest';
import { KERNELS_FILE } from '../../../scripts/kernels.mjs';
import { createRandomNumbers } from '../../../src/tiny-model/language/random.js';
import { fitModel, type LossEntry } from '../../../src/tiny-model/training/fit.js';
import { initialise } from '../../../src/tiny-model/training/initialise.js';
import { pack } from '../../../src/tiny-model/training/pack.js';
import { openTransformer } from '../../../src/tiny-model/transformer/read-text.js';
import { openSession } from '../../../src/tiny-model/transformer/session.js';
import type { TransformerShape } from '../../../src/tiny-model/transformer/shape.js';
import { openTrainable } from '../../../src/tiny-model/transformer/trainable.js';

const SENTENCE = 'the cat sat on the mat and looked at the door.';

test('a model of two layers learns a sentence by heart', async () => {
  const letters = [...new Set(`\n${SENTENCE}`)];
  const tokens = [...`\n${SENTENCE}\n`].map((letter) => letters.indexOf(letter));
  const shape: TransformerShape = {
    vocabulary: letters.length,
    context: 64,
    width: 32,
    layers: 2,
    heads: 2,
    hidden: 64,
  };
  const random = createRandomNumbers(3);
  const model = await openTrainable(KERNELS_FILE, { shape, texts: 1, length: 64, dropout: 0, random: () => 0 });
  initialise(shape, model.parameters, random);
  function* batches() {
    for (;;) yield* pack([{ tokens }], 1, 64);
  }
  const entries: LossEntry[] = [];
  fitModel(model, {
    shape,
    schedule: { steps: 200, warmUp: 10, most: 5e-3, least: 0.1 },
    decay: 0,
    batches: batches(),
    heldOut: [...pack([{ tokens }], 1, 64)],
    bytesOf: new Uint8Array(letters.length).fill(1),
    logEvery: 50,
    testEvery: 1,
    onEntry: (entry) => entries.push(entry),
  });
  expect(entries[0]?.training).toBeCloseTo(Math.log2(letters.length), 0);
  expect(entries.at(-1)?.heldOut).toBeLessThan(0.05);

  const transformer = await openTransformer(KERNELS_FILE, { shape, weights: model.parameters.all });
  const session = openSession(transformer, [0]);
  let written = '';
  for (let place = 0; place < SENTENCE.length; place++) {
    const probabilities = session.probabilities();
    const next = probabilities.indexOf(Math.max(...probabilities));
    written += letters[next];
    session.push(next);
  }
  expect(written).toBe(SENTENCE);
});
