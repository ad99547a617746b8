import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ServedModel, ServedModels } from '../../../src/tiny-model/server/served-model.js';
import { createRoutes, listen, type RunningServer } from '../../../src/tiny-model/server/server.js';
import type { MeasuredHead } from '../../../src/tiny-model/training/measure-heads.js';
import type { Transformer } from '../../../src/tiny-model/transformer/read-text.js';
import { vocabulary } from '../fixtures.js';
import { readPlainly } from '../plain-transformer.js';
import { openRandomTransformer } from '../random-transformer.js';

const SHAPE = { vocabulary: vocabulary().size, context: 24, width: 16, layers: 3, heads: 2, hidden: 32 };
const MEASURED: readonly MeasuredHead[] = [
  {
    layer: 0,
    head: 1,
    patterns: { 'previous-token': 0.5, 'same-token': 0, 'after-same-token': 0, 'start-of-text': 0, itself: 0 },
  },
];

/** One token in three fits nowhere. */
const FITS = Uint8Array.from({ length: SHAPE.vocabulary }, (_, id) => (id % 3 === 0 ? 0 : 1));

let transformer: Transformer;
let server: RunningServer;

beforeAll(async () => {
  transformer = await openRandomTransformer(SHAPE, 5);
  const all = [
    { name: 'toy', stage: 'base' as const, step: undefined },
    { name: 'toy@3', stage: 'base' as const, step: 3 },
  ];
  const served = {
    vocabulary: vocabulary(),
    fitting: { after: () => FITS },
    models: ['plain', 'toy', 'toy@3'].map((name) => ({ name, isListed: true }) as ServedModel),
    shelf: {
      all,
      log: { heads: { base: MEASURED } },
      context: SHAPE.context,
      find: (name: string) => all.find((one) => one.name === name),
      open: async () => transformer,
    },
  } as unknown as ServedModels;
  server = await listen(
    createRoutes(served, (error) => {
      throw error;
    }),
    0,
  );
});

afterAll(() => server.close());

const post = (path: string, body: object) =>
  fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

interface Attention {
  readonly tokens: readonly { readonly id: number; readonly token: string; readonly bytes: number[] | null }[];
  readonly layers: number;
  readonly heads: number;
  readonly measured: unknown;
  readonly weights: string;
}

const attentionOf = async (input: string): Promise<Attention> => {
  const response = await post('/v1/attention', { model: 'toy', input });
  expect(response.status).toBe(200);
  return (await response.json()) as Attention;
};

/** The weights as the protocol has them: layer by layer, head by head, row by row. */
const rowsOf = ({ layers, heads, tokens, weights }: Attention): number[][][][] => {
  const bytes = Buffer.from(weights, 'base64');
  let at = 0;
  const next = () => bytes.readFloatLE(4 * at++);
  const rows = Array.from({ length: layers }, () =>
    Array.from({ length: heads }, () => tokens.map((_, from) => Array.from({ length: from + 1 }, next))),
  );
  expect(4 * at).toBe(bytes.length);
  return rows;
};

describe('attention', () => {
  test('of each token is what a plain computation in double precision gives, and sums to 1', async () => {
    const answer = await attentionOf('The cat chased the dog');
    const { attention } = readPlainly(
      SHAPE,
      transformer.parameters,
      answer.tokens.map(({ id }) => id),
    );
    const rows = rowsOf(answer);
    expect(rows).toHaveLength(SHAPE.layers);
    for (const [layer, heads] of rows.entries()) {
      expect(heads).toHaveLength(SHAPE.heads);
      for (const [head, froms] of heads.entries()) {
        for (const [from, weights] of froms.entries()) {
          expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
          for (const [to, weight] of weights.entries()) {
            expect(weight).toBeCloseTo(attention[layer]?.[head]?.[from]?.[to] ?? Number.NaN, 4);
          }
        }
      }
    }
    // The weights differ so much that the comparison says something.
    expect(Math.max(...(rows[2]?.[1]?.at(-1) ?? []))).toBeGreaterThan(0.3);
  });

  test('sees nothing that comes later: what follows changes no row before it', async () => {
    const [short, long] = [await attentionOf('The cat'), await attentionOf('The cat chased')];
    for (const [layer, heads] of rowsOf(short).entries()) {
      for (const [head, rows] of heads.entries()) {
        for (const [from, row] of rows.entries()) {
          for (const [to, weight] of row.entries()) {
            expect(rowsOf(long)[layer]?.[head]?.[from]?.[to]).toBeCloseTo(weight, 5);
          }
        }
      }
    }
  });

  test('names the tokens with the start of the text in front, and bytes also of a part of a character', async () => {
    const { tokens, measured } = await attentionOf('a 🦦');
    expect(tokens[0]).toEqual({ id: vocabulary().endOfText, token: '<|endoftext|>', bytes: null });
    expect(Buffer.from(tokens.slice(1).flatMap(({ bytes }) => bytes ?? [])).toString()).toBe('a 🦦');
    expect(tokens.some(({ token }) => token.includes('\uFFFD'))).toBe(true);
    expect(measured).toEqual(MEASURED);
  });

  test('of a checkpoint, whose heads nobody measured, says nothing of what they do', async () => {
    const response = await post('/v1/attention', { model: 'toy@3', input: 'a' });
    expect(await response.json()).toMatchObject({ model: 'toy@3', measured: [] });
  });

  test('of an empty text is that of its start, which sees itself alone', async () => {
    const answer = await attentionOf('');
    expect(answer.tokens).toHaveLength(1);
    expect(rowsOf(answer).flat(3)).toEqual(Array(SHAPE.layers * SHAPE.heads).fill(1));
  });

  test('a special token that is written in a text is plain text', async () => {
    const { tokens } = await attentionOf('<|endoftext|>');
    expect(tokens.filter(({ bytes }) => bytes === null)).toHaveLength(1);
  });
});

describe('layers', () => {
  test('predict what a plain computation gives after each of them for the tokens that fit, most likely first', async () => {
    const input = 'The cat chased the dog';
    const response = await post('/v1/layers', { model: 'toy', input, top: 5 });
    const { layers } = (await response.json()) as {
      layers: { layer: number; top_logprobs: { id: number; token: string; logprob: number }[] }[];
    };
    const ids = (await attentionOf(input)).tokens.map(({ id }) => id);
    const { predictions } = readPlainly(SHAPE, transformer.parameters, ids);
    expect(layers.map(({ layer }) => layer)).toEqual([0, 1, 2, 3]);
    for (const { layer, top_logprobs: top } of layers) {
      const raw = (predictions[layer] ?? []).map((probability, id) => probability * (FITS[id] ?? 0));
      const sum = raw.reduce((all, probability) => all + probability, 0);
      const probabilities = raw.map((probability) => probability / sum);
      const sorted = [...probabilities].sort((one, other) => other - one);
      expect(top).toHaveLength(5);
      for (const [rank, { id, token, logprob }] of top.entries()) {
        expect(Math.exp(logprob)).toBeCloseTo(probabilities[id] ?? Number.NaN, 4);
        expect(Math.exp(logprob)).toBeCloseTo(sorted[rank] ?? Number.NaN, 4);
        expect(token).toBe(vocabulary().decode([id]));
      }
    }
  });
});

describe('what cannot be looked into is refused', () => {
  test.each(['/v1/attention', '/v1/layers'])('%s', async (path) => {
    const body = { model: 'toy', input: 'cat', top: 3 };
    const refusal = async (changed: object) => {
      const response = await post(path, { ...body, ...changed });
      return [response.status, ((await response.json()) as { error: object }).error] as const;
    };
    expect(await refusal({ model: 'gpt-4o' })).toMatchObject([404, { code: 'model_not_found', param: 'model' }]);
    expect(await refusal({ model: 'plain' })).toMatchObject([400, { code: 'no_layers', param: 'model' }]);
    expect(await refusal({ input: undefined })).toMatchObject([400, { param: 'input' }]);
    expect(await refusal({ input: ' cat'.repeat(30) })).toMatchObject([
      400,
      { code: 'context_length_exceeded', param: 'input', message: expect.stringContaining('23 tokens') },
    ]);
    expect(await refusal({ input: 'x'.repeat(40_000) })).toMatchObject([400, { code: 'context_length_exceeded' }]);
  });
});
