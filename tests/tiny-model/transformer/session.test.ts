import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createRandomNumbers } from '../../../src/tiny-model/language/random.js';
import { initialise } from '../../../src/tiny-model/training/initialise.js';
import { openTransformer } from '../../../src/tiny-model/transformer/read-text.js';
import { openSession } from '../../../src/tiny-model/transformer/session.js';
import type { TransformerShape } from '../../../src/tiny-model/transformer/shape.js';
import { openTrainable } from '../../../src/tiny-model/transformer/trainable.js';
import { decodeWeights, encodeWeights } from '../../../src/tiny-model/transformer/weights-file.js';

const KERNELS = fileURLToPath(new URL('../../../assets/model/kernels.wasm', import.meta.url));

const SHAPE: TransformerShape = { vocabulary: 301, context: 32, width: 32, layers: 3, heads: 4, hidden: 64 };

test('a text read at once, token by token and in training has the same probabilities', async () => {
  const random = createRandomNumbers(8);
  const length = 32;
  const trained = await openTrainable(KERNELS, { shape: SHAPE, texts: 1, length, dropout: 0.5, random: () => 0 });
  initialise(SHAPE, trained.parameters, random);
  // Larger weights than at the start of training, so that the layers matter.
  for (let each = 0; each < trained.parameters.all.length; each++) {
    trained.parameters.all[each] = 6 * (trained.parameters.all[each] ?? 0);
  }
  const stored = decodeWeights(encodeWeights(SHAPE, trained.parameters.all, 127));
  trained.parameters.all.set(stored.weights);

  const tokens = Int32Array.from({ length }, () => Math.floor(random() * SHAPE.vocabulary));
  const targets = Int32Array.from({ length }, (_, place) => tokens[place + 1] ?? 0);
  const logProbabilities = trained.forward({ tokens, targets, starts: new Int32Array(length) }, 'testing');

  const transformer = await openTransformer(KERNELS, stored);
  const session = openSession(transformer, [...tokens.slice(0, 5)]);
  for (let place = 4; place < length; place++) {
    const stepped = session.probabilities();
    expect(stepped.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 5);
    expect(Math.log(stepped[targets[place] ?? 0] ?? 0)).toBeCloseTo(logProbabilities[place] ?? 0, 3);
    const reading = transformer.read([...tokens.slice(0, place + 1)]);
    const numbers = reading.afterLayer[SHAPE.layers]?.subarray(place * SHAPE.width, (place + 1) * SHAPE.width);
    const whole = transformer.predict(numbers ?? new Float32Array());
    expect(Math.log(whole[targets[place] ?? 0] ?? 0)).toBeCloseTo(logProbabilities[place] ?? 0, 3);
    if (place + 1 < length) session.push(tokens[place + 1] ?? 0);
  }
  expect(() => session.push(0)).toThrow('context of 32 tokens');
});
