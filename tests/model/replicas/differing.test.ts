import { expect, test } from 'vitest';
import { llamaCpp } from '../dialects/llama-cpp.js';
import { vllm } from '../dialects/vllm.js';
import type { StubAnswer, StubRequest } from '../endpoint-stub.js';
import { openReplicas, type Serve, startReplica } from './open-replicas.js';

type Answer = (request: StubRequest) => StubAnswer | undefined;

/** A server of a dialect. */
function speak(answer: Answer, change: (json: unknown) => unknown = (json) => json): Serve {
  return (asked, response) => {
    const told = answer({ method: 'POST', headers: {}, ...asked }) ?? { status: 404, text: 'Not Found' };
    if (typeof told === 'function') return told(response);
    response.writeHead(told.status ?? 200, { 'content-type': 'application/json', ...told.headers });
    return response.end('json' in told ? JSON.stringify(change(told.json)) : told.text);
  };
}

/** What an older server answers that does not know of logprobs, and says nothing of it. */
function withoutLogprobs(json: unknown): unknown {
  const { choices = [], ...answer } = json as { choices?: object[] };
  const texts = choices.map((choice) => ({ ...choice, logprobs: null, completion_probabilities: undefined }));
  return { ...answer, choices: texts };
}

test.each([
  ['llama.cpp', llamaCpp],
  ['vLLM', vllm],
] as const)(
  'beside %s with logprobs, a server that keeps them back is not asked for them again and again',
  async (_, { answer }) => {
    const [whole, old] = [
      await startReplica('whole', speak(answer)),
      await startReplica('old', speak(answer, withoutLogprobs)),
    ];
    for (const server of [whole, old]) server.models = ['truth'];
    const { model } = openReplicas([old, whole], { defaultModel: 'truth' });
    for (let at = 0; at < 10; at += 1) {
      const { candidates } = await model.nextToken({ prompt: 'The cat saw', candidates: 5 });
      expect(candidates.length).toBeGreaterThan(0);
    }
    const before = old.posted.length;
    for (let at = 0; at < 4; at += 1) await model.nextToken({ prompt: 'The cat', candidates: 5 });
    expect(old.posted.length).toBe(before);
    expect(before).toBeLessThan(10);
  },
);

test('where no address gives logprobs, that is learned, and is told as with one address', async () => {
  const servers = [
    await startReplica('one', speak(llamaCpp.answer, withoutLogprobs)),
    await startReplica('other', speak(llamaCpp.answer, withoutLogprobs)),
  ];
  for (const server of servers) server.models = ['truth'];
  const { model } = openReplicas(servers, { defaultModel: 'truth' });
  const ask = () => model.nextToken({ prompt: 'The cat saw', candidates: 5 }).catch(({ kind }) => kind);
  expect(await ask()).toBe('no-logprobs');
  expect(await ask()).toBe('no-logprobs');
});
