import { describe, expect, test } from 'vitest';
import { vocabularySizeOf } from '../../../src/domain/listed-tokens.js';
import { completion, tokens } from '../continuation-answers.js';
import type { StubAnswer } from '../endpoint-stub.js';
import { startModel } from '../start-model.js';

/** An answer of one token that lists some by their ids, each as likely as the others. */
function listing(ids: readonly number[]): StubAnswer {
  const entry = (id: number) => ({ id, token: `t${id}`, bytes: [id % 256], logprob: Math.log(1 / (ids.length + 1)) });
  const [first = 0] = ids;
  return completion({ content: [{ ...entry(first), top_logprobs: ids.map(entry) }] }, `t${first}`);
}

const upTo = (most: number) => Array.from({ length: most }, (_, id) => id);

describe('another model behind the same name', () => {
  test('is noticed by an id that its vocabulary cannot have, and the list is read again', async () => {
    let size = 10;
    let time = 0;
    const { model } = await startModel(
      ({ path }) => {
        if (path === '/v1/models') return { json: { data: [{ id: 'm', meta: { n_vocab: size } }] } };
        return path === '/v1/completions' ? listing([size - 1, 0, 1]) : undefined;
      },
      { now: () => time },
    );
    const sizeNow = async () => vocabularySizeOf(await model.nextToken({ prompt: 'x', candidates: 3 }));
    expect(await sizeNow()).toBe(10);
    size = 500;
    time += 5000;
    expect(await sizeNow()).toBe(500);
  });

  test('is noticed by a whole list that is shorter than its vocabulary', async () => {
    let size = 40;
    let time = 0;
    const { model } = await startModel(
      ({ path }) => {
        if (path === '/v1/models') return { json: { data: [{ id: 'm', meta: { n_vocab: size } }] } };
        return path === '/v1/completions' ? listing(upTo(size - 2)) : undefined;
      },
      { now: () => time },
    );
    const ask = () => model.nextToken({ prompt: 'x', candidates: 100, everyName: true });
    await ask();
    size = 30;
    time += 5000;
    expect(vocabularySizeOf(await ask())).toBe(30);
  });

  test('has its facts found out anew as soon as the list is read', async () => {
    let meta = { n_vocab: 512, n_params: 1 };
    let time = 0;
    const { model, stub } = await startModel(
      ({ path }) => {
        if (path === '/v1/models')
          return { json: { data: [{ id: 'm', meta, created: Math.floor(Date.now() / 1000) }] } };
        return path === '/v1/completions'
          ? completion({ content: [{ ...pair[0], top_logprobs: pair }] }, ' a')
          : undefined;
      },
      { now: () => time },
    );
    const pair = tokens([' a', 0.7], [' b', 0.3]);
    const asked = async () => {
      time += 5000;
      await model.endpoints();
      await model.scale('m');
      return stub.posted('/v1/completions').length;
    };
    expect(await asked()).toBe(2);
    expect(await asked()).toBe(2);
    meta = { n_vocab: 512, n_params: 2 };
    expect(await asked()).toBe(4);
  });
});

test('a server of several models tells the facts of one once it is loaded, and wants its name everywhere', async () => {
  let isLoaded = false;
  let time = 0;
  const { model, stub } = await startModel(
    ({ path, body, method }) => {
      const [route] = path.split('?');
      if (route === '/v1/models') {
        const loaded = { status: { value: 'loaded' }, meta: { n_vocab: 10, n_ctx: 64 } };
        const data = [{ id: 'a', ...(isLoaded ? loaded : { status: { value: 'unloaded' } }) }, { id: 'b' }];
        return { json: { data } };
      }
      const named = method === 'GET' ? path.includes('model=a') : body.model === 'a';
      if (!named) return { status: 400, json: { error: { message: 'model name is missing from the request' } } };
      isLoaded = true;
      if (route === '/tokenize') return { json: { tokens: body.content ? [{ id: 1, piece: 'x' }] : [] } };
      if (route === '/detokenize') return { json: { content: 'x' } };
      if (route === '/apply-template') return { json: { prompt: '<x>' } };
      if (route === '/props') return { json: { default_generation_settings: { n_ctx: 32 } } };
      return route === '/v1/completions' ? listing([1, 2]) : undefined;
    },
    { defaultModel: 'a', now: () => time },
  );
  const unknown = await model.nextToken({ prompt: 'x', candidates: 2 });
  expect(vocabularySizeOf(unknown)).toBeUndefined();
  time += 3000;
  expect(vocabularySizeOf(await model.nextToken({ prompt: 'x', candidates: 2 }))).toBe(10);
  expect(await model.contextLength()).toBe(64);
  expect((await model.tokenize({ text: 'x', around: 'nothing' })).tokens).toHaveLength(1);
  expect(await model.tokenize({ text: 'x', around: 'chat' })).toMatchObject({ model: 'a' });
  expect(stub.posted('/apply-template').every((body) => body.model === 'a')).toBe(true);
});
