import { describe, expect, test } from 'vitest';
import type { StubAnswer } from '../endpoint-stub.js';
import { startModel } from '../start-model.js';

const start = (answer: StubAnswer | undefined) =>
  startModel(({ path }) => (/^\/v1\/(attention|layers)$/.test(path) ? answer : undefined), { defaultModel: 'm' });

const base64 = (numbers: readonly number[]) => Buffer.from(Float32Array.from(numbers).buffer).toString('base64');

const PATTERNS = {
  'previous-token': 0.5,
  'same-token': 0,
  'after-same-token': 0.25,
  'start-of-text': 0.125,
  itself: 1,
};
const ATTENTION = {
  object: 'attention',
  model: 'm',
  tokens: [
    { id: 4000, token: '<|endoftext|>', bytes: null },
    { id: 7, token: '\uFFFD', bytes: [0xf0, 0x9f] },
  ],
  layers: 1,
  heads: 2,
  measured: [{ layer: 0, head: 1, patterns: PATTERNS }],
  weights: base64([1, 0.25, 0.75, 1, 0.5, 0.5]),
};
const attend = async (change: object) => {
  const { model, stub } = await start({ json: { ...ATTENTION, ...change } });
  const attention = await model.inside.attention({ text: 'x', model: 'm' });
  return { attention, stub };
};

describe('attention', () => {
  test('is read by layer and head, with what was measured', async () => {
    const { attention, stub } = await attend({});
    expect(stub.posted('/v1/attention')).toEqual([{ model: 'm', input: 'x' }]);
    expect(attention).toMatchObject({
      model: 'm',
      tokens: [
        { text: '<|endoftext|>', bytes: undefined, id: 4000 },
        { text: '\uFFFD', bytes: Uint8Array.of(0xf0, 0x9f), id: 7 },
      ],
      layers: 1,
      heads: 2,
      measured: [{ layer: 0, head: 1, patterns: PATTERNS }],
      weights: [
        [
          [[1], [0.25, 0.75]],
          [[1], [0.5, 0.5]],
        ],
      ],
      request: { path: '/attention', body: { model: 'm', input: 'x' } },
    });
  });

  test.each([
    ['rows that do not sum to 1', { weights: base64([1, 0.25, 0.5, 1, 0.5, 0.5]) }],
    ['a share below 0', { weights: base64([1, -0.25, 1.25, 1, 0.5, 0.5]) }],
    ['what is no number', { weights: base64([1, Number.NaN, 1, 1, 0.5, 0.5]) }],
    ['too few weights', { weights: base64([1, 0.25, 0.75]) }],
    ['weights in a list', { weights: [1, 0.25, 0.75, 1, 0.5, 0.5] }],
    ['no tokens', { tokens: [], weights: '' }],
    ['more heads than any model has', { heads: 1e9 }],
    ['more tokens than any model sees', { tokens: Array(5000).fill(ATTENTION.tokens[1]) }],
    ['a measured head that is none', { measured: [{ layer: 3, head: 0, patterns: PATTERNS }] }],
    ['a measured share above 1', { measured: [{ layer: 0, head: 0, patterns: { ...PATTERNS, itself: 7 } }] }],
    ['a measured head without its patterns', { measured: [{ layer: 0, head: 0, patterns: {} }] }],
  ])('with %s is not believed', async (_, change) => {
    await expect(attend(change)).rejects.toMatchObject({ kind: 'protocol', fact: { code: 'inside-not-in-protocol' } });
  });
});

const candidate = (token: string, probability: number) => ({
  id: token.charCodeAt(0),
  token,
  bytes: [...Buffer.from(token)],
  logprob: Math.log(probability),
});
const LAYERS = [
  { layer: 0, top_logprobs: [candidate('a', 0.5), candidate('b', 0.25)] },
  { layer: 1, top_logprobs: [candidate('b', 0.2), candidate('c', 0.7)] },
];
const predict = async (layers: unknown) => {
  const { model, stub } = await start({ json: { object: 'layers', layers } });
  return { predictions: await model.inside.layers({ text: 'x', model: 'm', candidates: 2 }), stub };
};

describe('predictions after each layer', () => {
  test('are read, most likely first', async () => {
    const { predictions, stub } = await predict(LAYERS);
    expect(stub.posted('/v1/layers')).toEqual([{ model: 'm', input: 'x', top: 2 }]);
    expect(predictions.layers.map(({ candidates }) => candidates.map(({ text }) => text))).toEqual([
      ['a', 'b'],
      ['c', 'b'],
    ]);
    expect(predictions.layers[1]?.candidates[0]?.logprob).toBeCloseTo(Math.log(0.7), 6);
  });

  test.each([
    ['no layers', []],
    ['layers in another order', LAYERS.toReversed()],
    ['a layer without tokens', [{ layer: 0, top_logprobs: [] }]],
    ['a token without a chance', [{ layer: 0, top_logprobs: [{ token: 'a', logprob: 'high' }] }]],
    ['more than a hundred percent', [{ layer: 0, top_logprobs: [candidate('a', 0.9), candidate('b', 0.9)] }]],
    ['something else', 'layers'],
  ])('with %s are not believed', async (_, layers) => {
    await expect(predict(layers)).rejects.toMatchObject({ kind: 'protocol' });
  });
});

test.each([404, 405, 501])(
  'an endpoint that does not know these requests (%d) cannot be looked into',
  async (status) => {
    const { model } = await start({ status, json: { error: { message: 'Not Found' } } });
    const unsupported = { kind: 'unsupported', fact: { code: 'cannot-look-inside' } };
    await expect(model.inside.attention({ text: 'x', model: 'm' })).rejects.toMatchObject(unsupported);
    await expect(model.inside.layers({ text: 'x', model: 'm', candidates: 2 })).rejects.toMatchObject(unsupported);
  },
);

test('a text that is longer than the context is told apart', async () => {
  const message = "This model's maximum context length is 255 tokens. However, your input contains 300 tokens.";
  const { model } = await start({ status: 400, json: { error: { message, code: 'context_length_exceeded' } } });
  await expect(model.inside.attention({ text: 'x', model: 'm' })).rejects.toMatchObject({
    kind: 'context-too-long',
    fact: { params: { promptTokens: 300, contextLength: 255 } },
  });
});
