import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createRandomNumbers } from '../../../src/tiny-model/language/random.js';
import { parameterCount, type TransformerShape } from '../../../src/tiny-model/transformer/shape.js';
import { openTrainable } from '../../../src/tiny-model/transformer/trainable.js';

const KERNELS = fileURLToPath(new URL('../../../assets/model/kernels.wasm', import.meta.url));

const SHAPE: TransformerShape = { vocabulary: 13, context: 8, width: 8, layers: 2, heads: 2, hidden: 12 };

test('the gradient is the slope of the loss, for every kind of parameter', async () => {
  const random = createRandomNumbers(5);
  const texts = 2;
  const length = 8;
  const model = await openTrainable(KERNELS, { shape: SHAPE, texts, length, dropout: 0, random: () => 0 });
  for (let each = 0; each < model.parameters.all.length; each++) model.parameters.all[each] = random() - 0.5;
  const places = texts * length;
  const draw = () => Int32Array.from({ length: places }, () => Math.floor(random() * SHAPE.vocabulary));
  const batch = {
    tokens: draw(),
    targets: draw(),
    starts: Int32Array.from({ length: places }, (_, place) => (place % length >= 5 ? 5 : 0)),
  };
  const weights = Float32Array.from({ length: places }, (_, place) => (place === 3 ? 0 : random() - 0.3));
  const loss = () =>
    model.forward(batch, 'testing').reduce((sum, logprob, place) => sum - (weights[place] ?? 0) * logprob, 0);
  loss();
  model.gradient.all.fill(0);
  model.backward(weights);

  const count = parameterCount(SHAPE);
  const step = 2 ** -7;
  for (let each = 0; each < count; each += 7) {
    const value = model.parameters.all[each] ?? 0;
    model.parameters.all[each] = value + step;
    const above = loss();
    model.parameters.all[each] = value - step;
    const below = loss();
    model.parameters.all[each] = value;
    const slope = (above - below) / (2 * step);
    const gradient = model.gradient.all[each] ?? 0;
    expect(Math.abs(gradient - slope), `parameter ${each}: ${gradient} and ${slope}`).toBeLessThan(
      0.01 + 0.02 * Math.abs(slope),
    );
  }
});
