import { expect, test } from 'vitest';
import { drawEndings } from '../../commands/draw/ask.js';
import type { WrittenEnding } from '../../src/domain/language-model.js';
import type { Services } from '../../src/services.js';
import { completion, refuse } from './continuation-answers.js';
import type { StubRequest } from './endpoint-stub.js';
import { startModel } from './start-model.js';

const start = (answer: (request: StubRequest) => ReturnType<typeof completion> | undefined) =>
  startModel((request) => (request.path === '/v1/completions' ? answer(request) : undefined), { defaultModel: 'm' });

test('each ending has a request with a seed of its own, and they come in the order of the seeds', async () => {
  const { model, stub } = await start(({ body }) =>
    completion(undefined, ` ${body.seed}`, Number(body.seed) % 2 === 0 ? 'stop' : 'length'),
  );
  const told: (readonly WrittenEnding[])[] = [];
  const endings = await model.endings({
    prompt: 'Once',
    temperature: 2,
    topK: 5,
    seed: 7,
    count: 6,
    maxTokens: 4,
    onEndings: (soFar) => told.push(soFar),
  });
  expect(endings.map(({ text, isWhole }) => [text, isWhole])).toEqual([
    [' 7', false],
    [' 8', true],
    [' 9', false],
    [' 10', true],
    [' 11', false],
    [' 12', true],
  ]);
  expect(told.map(({ length }) => length)).toEqual([1, 2, 3, 4, 5, 6]);
  const bodies = stub.posted('/v1/completions');
  expect(bodies).toHaveLength(6);
  expect(bodies.every((body) => body.max_tokens === 4 && body.temperature === 2 && body.top_k === 5)).toBe(true);
  expect(bodies.every((body) => !('logprobs' in body))).toBe(true);
});

test('a server that fails in the middle ends the draws, and those before are kept', async () => {
  let asked = 0;
  const { model } = await start(() => {
    asked += 1;
    return asked > 30 ? refuse(403, 'No more today.') : completion(undefined, ' mat.');
  });
  const context = { progress: () => {}, signal: new AbortController().signal, locale: 'en-US' };
  const request = { prompt: 'The cat sat on the', named: undefined, seed: 1, temperatures: [0, 1, 2] };
  const { columns, broken } = await drawEndings(request, context, { model } as unknown as Services);
  expect(columns[0]?.endings).toEqual([{ text: 'mat.', isCut: false, count: 20 }]);
  // Of those that are under way at the same time some may not come any more.
  expect([7, 8, 9, 10]).toContain(columns[1]?.endings[0]?.count);
  expect(columns[2]?.endings).toEqual([]);
  expect(broken).toBeDefined();
});

test('nothing at all is an error', async () => {
  const { model } = await start(() => refuse(403, 'No.'));
  const context = { progress: () => {}, signal: new AbortController().signal, locale: 'en-US' };
  const request = { prompt: 'The cat', named: undefined, seed: 1, temperatures: [0, 1] };
  await expect(drawEndings(request, context, { model } as unknown as Services)).rejects.toThrow();
});
