import { expect, test } from 'vitest';
import { completion, refuse, tokens } from './continuation-answers.js';
import { llamaCpp, llamaCppOwnOrder } from './dialects/llama-cpp.js';
import { openaiChat } from './dialects/openai.js';
import { sglang } from './dialects/sglang.js';
import { vllm } from './dialects/vllm.js';
import { startModel } from './start-model.js';

const servers = [
  [llamaCpp, 'temperature-first'],
  [llamaCppOwnOrder, 'cuts-first'],
  [vllm, 'temperature-first'],
  [sglang, 'temperature-first'],
  [openaiChat, 'temperature-first'],
] as const;

test.each(servers.map(([{ name, answer }, order]) => ({ name, answer, order })))(
  'the order in which $name draws is found by drawing, once',
  async ({ answer, order }) => {
    const { model, stub } = await startModel(answer);
    expect(await model.drawOrder()).toBe(order);
    const asked = stub.requests.length;
    expect(await model.drawOrder()).toBe(order);
    expect(stub.requests).toHaveLength(asked);
  },
);

const list = tokens(['a', 0.6], ['b', 0.3], ['c', 0.05]);
const drawing = (at: number) => completion({ content: [{ ...list[at], top_logprobs: list }] }, list[at]?.token);

test('a server that always draws the same tells no order', async () => {
  const { model } = await startModel(() => drawing(0), { defaultModel: 'm' });
  expect(await model.drawOrder()).toBeUndefined();
});

test('one that takes no seed is asked without, and of one that takes no top-p there is none', async () => {
  let draws = 0;
  const { model } = await startModel(
    ({ body }) => {
      if (body.seed !== undefined) return refuse(400, 'Unsupported parameter: seed', { param: 'seed' });
      // Whatever would be cut is drawn in turn.
      draws += 1;
      return drawing(body.temperature === 2 ? draws % 3 : 0);
    },
    { defaultModel: 'm' },
  );
  expect(await model.drawOrder()).toBe('temperature-first');
  const without = await startModel(
    ({ body }) => (body.top_p === 1 ? drawing(0) : refuse(400, 'Unsupported parameter: top_p', { param: 'top_p' })),
    { defaultModel: 'm' },
  );
  expect(await without.model.drawOrder()).toBeUndefined();
});

test('thirty who ask at once share the draws, and one who cancels leaves them to the others', async () => {
  const alone = await startModel(vllm.answer);
  await alone.model.drawOrder();
  const { model, stub } = await startModel(vllm.answer);
  const leaving = new AbortController();
  const left = model.drawOrder(undefined, leaving.signal);
  const others = Array.from({ length: 30 }, () => model.drawOrder());
  leaving.abort();
  await expect(left).rejects.toMatchObject({ kind: 'cancelled' });
  expect(new Set(await Promise.all(others))).toEqual(new Set(['temperature-first']));
  expect(stub.posted('/v1/completions')).toHaveLength(alone.stub.posted('/v1/completions').length);
});

test('a server that fails at it is asked again once, and not by everybody', async () => {
  const { model, stub } = await startModel(({ body }) => (body.temperature === 2 ? refuse(403, 'No.') : drawing(0)), {
    defaultModel: 'm',
  });
  for (const _ of [1, 2]) await expect(model.drawOrder()).rejects.toThrow();
  const asked = stub.requests.length;
  expect(await model.drawOrder()).toBeUndefined();
  expect(stub.requests).toHaveLength(asked);
});
