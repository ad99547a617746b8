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
