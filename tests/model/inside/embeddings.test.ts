import { describe, expect, test } from 'vitest';
import { isModelFailure } from '../../../src/domain/model-failure.js';
import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { startModel } from '../start-model.js';

const VECTORS = new Map([
  ['cat', [0.25, -1.5, 3]],
  ['dog', [0.5, 2, -0.125]],
]);
const vectorOf = (text: unknown) => VECTORS.get(String(text)) ?? [1, 0, 0];
const base64 = (vector: readonly number[]) => {
  const bytes = Buffer.alloc(vector.length * 4);
  for (const [at, value] of vector.entries()) bytes.writeFloatLE(value, at * 4);
  return bytes.toString('base64');
};
const inputOf = ({ body }: StubRequest) => body.input as readonly string[];
const list = (data: readonly unknown[], more: object = {}): StubAnswer => ({
  json: { object: 'list', model: 'm', data, ...more },
});
const floats = (request: StubRequest) =>
  list(inputOf(request).map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) })));
const encoded = (request: StubRequest) =>
  list(inputOf(request).map((text, index) => ({ index, embedding: base64(vectorOf(text)) })));
const refuse = (status: number, message: string): StubAnswer => ({ status, json: { error: { message } } });
const start = (answer: (request: StubRequest) => StubAnswer, models: readonly string[] = ['m']) => {
  let time = 0;
  return startModel(
    (request) => {
      if (request.path === '/v1/models') return { json: { data: models.map((id) => ({ id })) } };
      return request.path === '/v1/embeddings' ? answer(request) : undefined;
    },
    { defaultModel: 'm', now: () => time++ },
  );
};
const texts = ['cat', 'dog'];
const found = [...VECTORS.values()].map((vector) => Float32Array.from(vector));

describe('embeddings', () => {
  test.each([
    ['as lists of numbers', floats],
    ['as base64', encoded],
    [
      'in another order, by index',
      (request: StubRequest) => {
        const data = inputOf(request).map((text, index) => ({ index, embedding: vectorOf(text) }));
        return list(data.toReversed());
      },
    ],
    [
      'in their order, without an index',
      (request: StubRequest) => list(inputOf(request).map((text) => ({ embedding: vectorOf(text) }))),
    ],
  ])('are read %s', async (_, answer) => {
    const { model, stub } = await start(answer);
    const { vectors, model: name, request } = await model.inside.embeddings({ texts });
    expect(vectors).toEqual(found);
    expect(name).toBe('m');
    expect(request).toMatchObject({ path: '/embeddings', body: { model: 'm', input: texts } });
    expect(stub.posted('/v1/embeddings')).toEqual([{ model: 'm', input: texts, encoding_format: 'base64' }]);
  });

  test('are asked for without an encoding where the endpoint takes none, and so from then on', async () => {
    const { model, stub } = await start((request) =>
      'encoding_format' in request.body
        ? refuse(400, 'encoding_format: extra inputs are not permitted')
        : floats(request),
    );
    expect((await model.inside.embeddings({ texts })).vectors).toEqual(found);
    expect((await model.inside.embeddings({ texts })).vectors).toEqual(found);
    expect(stub.posted('/v1/embeddings').map((body) => 'encoding_format' in body)).toEqual([true, false, false]);
  });

  test('come in parts from an endpoint that takes few texts at once', async () => {
    const { model, stub } = await start((request) =>
      inputOf(request).length > 32 ? refuse(413, 'batch size 100 > maximum allowed batch size 32') : encoded(request),
    );
    const many = Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? 'cat' : 'dog'));
    const { vectors } = await model.inside.embeddings({ texts: many });
    expect(vectors).toHaveLength(100);
    expect(vectors.slice(-2)).toEqual(found);
    expect(stub.posted('/v1/embeddings').map(({ input }) => (input as unknown[]).length)).toEqual([
      100, 100, 32, 32, 32, 4,
    ]);
  });

  test('are those of another model where the chosen one has none: first of one whose name says so, if it answers', async () => {
    const models = ['m', 'other', 'embed-broken', 'text-embed'];
    const { model, stub } = await start((request) => {
      if (request.body.model === 'text-embed') return encoded(request);
      return request.body.model === 'm' ? refuse(400, 'The model does not support Embeddings API') : refuse(500, 'no');
    }, models);
    expect((await model.inside.embeddings({ texts })).vectors).toEqual(found);
    const asked = () => stub.posted('/v1/embeddings').map((body) => body.model);
    expect([...new Set(asked())]).toEqual(['m', 'embed-broken', 'text-embed']);
    const before = asked().length;
    await model.inside.embeddings({ texts });
    expect(asked().slice(before)).toEqual(['text-embed']);
  });

  test.each([
    ['has no such path', () => refuse(404, 'Not Found')],
    [
      'does not support them',
      () => refuse(501, 'This server does not support embeddings. Start it with `--embeddings`'),
    ],
    ['refuses them', () => refuse(400, 'No embedding task')],
    ['knows no model that embeds', () => refuse(404, 'The model `m` does not exist')],
  ])('are refused as unsupported, and not asked for again, where the endpoint %s', async (_, answer) => {
    const { model, stub } = await start(answer);
    const refused = () =>
      model.inside.embeddings({ texts }).then(
        () => undefined,
        (error: unknown) => error,
      );
    const error = await refused();
    expect(isModelFailure(error) && error.kind).toBe('unsupported');
    const { length } = stub.posted('/v1/embeddings');
    expect(await refused()).toMatchObject({ kind: 'unsupported' });
    expect(stub.posted('/v1/embeddings')).toHaveLength(length);
  });

  test.each([
    ['fewer vectors than texts', () => list([{ index: 0, embedding: [1, 2] }])],
    [
      'one index twice',
      () =>
        list([
          { index: 0, embedding: [1, 2] },
          { index: 0, embedding: [1, 2] },
        ]),
    ],
    [
      'vectors of different lengths',
      () =>
        list([
          { index: 0, embedding: [1, 2] },
          { index: 1, embedding: [1] },
        ]),
    ],
    [
      'a vector that is empty',
      () =>
        list([
          { index: 0, embedding: [] },
          { index: 1, embedding: [] },
        ]),
    ],
    [
      'what is no number',
      () =>
        list([
          { index: 0, embedding: [1, 'x'] },
          { index: 1, embedding: [1, 2] },
        ]),
    ],
    [
      'a number that is none',
      () =>
        list([
          { index: 0, embedding: base64([1, Number.NaN]) },
          { index: 1, embedding: [1, 2] },
        ]),
    ],
    [
      'half a number',
      () =>
        list([
          { index: 0, embedding: 'AAAAAAA=' },
          { index: 1, embedding: 'AAAAAAA=' },
        ]),
    ],
    [
      'an index that there is not',
      () =>
        list([
          { index: 7, embedding: [1] },
          { index: 1, embedding: [1] },
        ]),
    ],
    ['no list', () => ({ json: { data: { 0: [1] } } })],
  ])('are none where the endpoint answers with %s', async (_, answer) => {
    const { model } = await start(answer);
    await expect(model.inside.embeddings({ texts })).rejects.toMatchObject({ kind: 'unsupported' });
  });

  test('are asked for once where the endpoint has no such path, whatever models it has', async () => {
    const { model, stub } = await start(() => refuse(404, 'Not Found'), ['m', 'text-embed']);
    await expect(model.inside.embeddings({ texts })).rejects.toMatchObject({ kind: 'unsupported' });
    expect(stub.posted('/v1/embeddings')).toHaveLength(1);
  });

  test('fail as any request does where the reason has nothing to do with them', async () => {
    const { model } = await start(() => refuse(401, 'Incorrect API key'));
    await expect(model.inside.embeddings({ texts })).rejects.toMatchObject({ kind: 'authentication' });
  });
});
