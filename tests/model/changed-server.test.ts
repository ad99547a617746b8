import { expect, test } from 'vitest';
import { vocabularySizeOf } from '../../src/domain/listed-tokens.js';
import { chatLogprobs, completion, refuse, tokens } from './continuation-answers.js';
import { startModel } from './start-model.js';

const named = { defaultModel: 'm' };
const text = 'The cat sat on the mat';
const words = 'The| cat| sat| on| the| mat'.split('|');
const echoed = {
  tokens: words,
  token_logprobs: words.map((_, at) => (at === 0 ? null : -1)),
  top_logprobs: words.map((word, at) => (at === 0 ? null : { [word]: -1 })),
};

test('a server that no longer echoes scores texts by the way that is left', async () => {
  let echoes = true;
  const { model } = await startModel(({ path, body }) => {
    if (path !== '/v1/completions') return undefined;
    if (!('echo' in body)) return completion(chatLogprobs);
    return echoes ? completion(echoed, text) : refuse(400, 'echo is not supported');
  }, named);
  expect((await model.score({ text })).method).toBe('echo');
  echoes = false;
  expect((await model.score({ text })).method).toBe('stepping');
  expect((await model.score({ text })).method).toBe('stepping');
});

test('a server that was away is asked anew what it can do', async () => {
  let isAway = false;
  let scale = 1;
  const { model, stub } = await startModel(
    ({ path, body }) => {
      if (path !== '/v1/completions') return undefined;
      const weight = Math.exp(-1 / (scale === 1 ? 1 : Number(body.temperature)));
      const pair = tokens([' a', 1 / (1 + weight)], [' b', weight / (1 + weight)]);
      return completion({ content: [{ ...pair[0], top_logprobs: pair }] }, ' a');
    },
    // A connection to a port where nothing listens.
    { ...named, fetch: (url, init) => fetch(isAway ? 'http://127.0.0.1:1/v1' : url, init) },
  );
  expect(await model.scale()).toBe('raw');
  scale = 0;
  expect(await model.scale()).toBe('raw');
  isAway = true;
  await expect(model.nextToken({ prompt: 'x', candidates: 5 })).rejects.toMatchObject({ kind: 'unreachable' });
  isAway = false;
  expect(await model.scale()).toBe('processed');
  expect(stub.posted('/v1/completions')).toHaveLength(4);
});

test.each([3, 2, 1])('a vocabulary of %i tokens that cannot hold what is hidden counts as unknown', async (size) => {
  const { model } = await startModel(({ path }) =>
    path === '/v1/models'
      ? { json: { data: [{ id: 'm', meta: { n_vocab: size } }] } }
      : path === '/v1/completions'
        ? completion(chatLogprobs)
        : undefined,
  );
  expect(vocabularySizeOf(await model.nextToken({ prompt: 'x', candidates: 5 }))).toBeUndefined();
});

test.each([-900, -700, -30])('a list of tokens no likelier than e^%i is not one of the most likely', async (least) => {
  const top_logprobs = [least, least - 1].map((logprob) => ({ token: `${logprob}`, logprob }));
  const content = [{ token: 'x', logprob: least, top_logprobs }];
  const { model } = await startModel(() => completion({ content }), named);
  await expect(model.nextToken({ prompt: 'x', candidates: 5 })).rejects.toThrow(/not the most likely ones/);
});
