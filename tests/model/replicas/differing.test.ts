import { expect, test } from 'vitest';
import { llamaCpp } from '../dialects/llama-cpp.js';
import { vllm } from '../dialects/vllm.js';
import { openReplicas, startReplica, type Serve } from './open-replicas.js';
import type { StubRequest, StubAnswer } from '../endpoint-stub.js';

function serveOf(answer: (request: StubRequest) => StubAnswer, change: (json: any) => unknown = (json) => json): Serve {
  return (asked, response) => {
    const told = answer({ method: 'POST', headers: {}, ...asked } as StubRequest);
    if (typeof told === 'function') return told(response);
    if ('json' in told) return response.writeHead(told.status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(change(told.json)));
    return response.writeHead(told.status ?? 200, told.headers).end(told.text);
  };
}
const strip = (json: any) => ({ ...json, choices: json.choices?.map((c: any) => ({ ...c, logprobs: null, completion_probabilities: undefined })) });

test('lack', async () => {
  for (const [name, d] of [['llama', llamaCpp], ['vllm', vllm]] as const) {
    const a = await startReplica('a', serveOf((r) => d.answer(r)));
    const b = await startReplica('b', serveOf((r) => d.answer(r), strip));
    const { model } = openReplicas([a, b]);
    const out: string[] = [];
    for (let at = 0; at < 12; at += 1) out.push(await model.nextToken({ prompt: 'The cat saw', candidates: 5 }).then((r) => `ok${r.distribution?.candidates.length ?? '?'}`, (e) => e.fact?.code ?? String(e)));
    console.log(name, out.join(' '), a.posted.length, b.posted.length);
  }
});
