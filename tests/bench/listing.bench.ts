import { afterAll, bench, describe } from 'vitest';
import { openModel } from '../../src/model/open-model.js';
import { openKeptTinyModel } from '../builders/tiny-model.js';
import { openEndpointStub } from '../model/endpoint-stub.js';
import { serve } from '../model/long-lists.js';

// What it costs to be told of all tokens: lists of many lengths as llama.cpp and vLLM write them, and the embedded model's lists
// and bins, for one token and for each token of a text.

const open: { close(): unknown }[] = [];
afterAll(() => Promise.all(open.map((one) => one.close())));

function keep<T extends { close(): unknown }>(one: T): T {
  open.push(one);
  return one;
}

type Way = readonly [name: string, ask: (round: number) => Promise<unknown>];

/** Milliseconds of processor time for each way, the least of several rounds in which they take turns. */
async function timesOf(ways: readonly Way[], rounds: number): Promise<number[]> {
  const least = ways.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, [, ask]] of ways.entries()) {
      const before = process.cpuUsage();
      await ask(round);
      const { user, system } = process.cpuUsage(before);
      least[at] = Math.min(least[at] ?? 0, (user + system) / 1000);
    }
  }
  return least;
}

async function tell(title: string, ways: readonly Way[], rounds: number): Promise<void> {
  const times = await timesOf(ways, rounds);
  for (const [at, [name]] of ways.entries()) {
    const ratio = (times[at] ?? 0) / (times[0] ?? 1);
    console.info(`${title}, ${name}: ${ratio.toFixed(2)} times the processor time of ${ways[0]?.[0]}`);
  }
}

for (const [name, asMap] of [
  ['llama.cpp', false],
  ['vLLM', true],
] as const) {
  // A vocabulary that is told and small is listed whole.
  const lengths = [100, 1000, 5000];
  const ways: Way[] = [];
  for (const size of lengths) {
    const stub = keep(await openEndpointStub(serve({ size, asMap })));
    const model = keep(openModel({ baseURL: stub.baseURL }));
    ways.push([`${size} tokens`, () => model.nextToken({ prompt: 'x', candidates: 20 })]);
  }
  await tell(`one token as ${name} lists it`, ways, 20);
  describe(`one token as ${name} lists it`, () => {
    for (const [way, ask] of ways) bench(way, async () => void (await ask(0)), { iterations: 5, time: 300 });
  });
}

const tiny = keep(await openKeptTinyModel({ seed: 1 }));

/** The embedded model, asked as a server without bins would be, and for so many tokens. */
function asked(listed: number | undefined) {
  return keep(
    openModel({
      baseURL: tiny.baseURL,
      fetch(url, init) {
        const body = typeof init?.body === 'string' ? JSON.parse(init.body) : {};
        if (listed === undefined || typeof body.logprobs !== 'number') return fetch(url, init);
        const { tail_bins: _, ...others } = body;
        return fetch(url, { ...init, body: JSON.stringify({ ...others, logprobs: listed }) });
      },
    }),
  );
}

const models = [
  ['100 tokens', asked(100)],
  ['100 tokens and bins', asked(undefined)],
  ['all tokens', asked(4001)],
] as const;
const prompts = ['Once upon a time', 'The cat sat on the', 'My friend said that'];
const one = models.map(([name, model]): Way => {
  return [name, (round) => model.nextToken({ prompt: prompts[round % 3] ?? '', candidates: 100 })];
});
const text = models.map(([name, model]): Way => {
  const how = { candidates: 100, maxTokens: 50, temperature: 1.3, seed: 2 };
  return [name, (round) => model.generate({ prompt: prompts[round % 3] ?? '', ...how })];
});
await tell('one token of the embedded model', one, 24);
await tell('50 tokens of the embedded model', text, 9);
describe('50 tokens of the embedded model', () => {
  for (const [way, ask] of text) bench(way, async () => void (await ask(0)), { iterations: 2, time: 300 });
});
