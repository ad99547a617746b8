import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { bench, describe } from 'vitest';
import { openModel } from '../../src/model/open-model.js';
import { type HostileAnswer, startHostileServer } from '../model/start-hostile.js';

// How long one answer of a model server holds the thread that answers everybody, at most. The goal is 50 ms.
const MB = 1024 * 1024;
/** In milliseconds; what is told is as precise as this. */
const resolution = 1;

type Model = ReturnType<typeof openModel>;

const next = (model: Model) => model.nextToken({ prompt: 'x', candidates: 20 });
const reply = (model: Model) => model.reply({ question: 'x', temperature: 1, maxTokens: 512 });
const score = (words: number) => (model: Model) => model.score({ text: ' w'.repeat(words) });
const models = (model: Model) => model.models();
const tokenize = (model: Model) => model.tokenize({ text: 'a', around: 'nothing' });

const token = JSON.stringify({ choices: [{ index: 0, delta: { content: ' a' } }] });

const cases: readonly (readonly [string, (model: Model) => Promise<unknown>, HostileAnswer])[] = [
  ['a usual answer, to warm up', next, { kind: 'candidates', count: 20 }],
  ['100 candidates that were asked for', next, { kind: 'candidates', count: 100 }],
  ['a text of 1,000 tokens, 20 candidates each', score(1000), { kind: 'echo', count: 20 }],
  ['a text of 3,000 tokens, 20 candidates each', score(3000), { kind: 'echo', count: 20 }],
  ['20,000 candidates', next, { kind: 'candidates', count: 20_000 }],
  ['100,000 candidates', next, { kind: 'candidates', count: 100_000 }],
  ['100,000 candidates as a map', next, { kind: 'candidates', count: 100_000, map: true }],
  ['20,000 tokens, 20 candidates each', next, { kind: 'candidates', places: 20_000, count: 20 }],
  ['a token of 1 MB', next, { kind: 'token', length: MB }],
  ['50 MB of JSON', next, { kind: 'text', length: 25 * MB }],
  ['10 million arrays', next, { kind: 'values', count: 10e6, value: '[]' }],
  ['10 million open brackets', next, { kind: 'nesting', depth: 10 * MB }],
  ['120 kB of escaped quotes', next, { kind: 'quotes', length: 120_000 }],
  ['16 MB of blanks, packed', reply, { kind: 'blank', length: 16 * MB, encoding: 'gzip' }],
  ['blanks without end, packed', next, { kind: 'endless', piece: ' ', times: MB, encoding: 'gzip' }],
  ['500,000 models', models, { kind: 'models', count: 500_000 }],
  ['32,000 tokens of one letter', tokenize, { kind: 'tokens', count: 32_000, length: 30 }],
  ['a stream line of 16 MB', reply, { kind: 'line', length: 16 * MB, stream: true }],
  ['a stream of 10,000 lines without blanks', reply, { kind: 'line', length: 50_000, field: '', fill: 'data\n' }],
  ['a million events', reply, { kind: 'events', count: 1e6, stream: true }],
  ['tokens without end', reply, { kind: 'endless', piece: `data: ${token}\n\n`, times: 100, stream: true }],
  ['comments without end', reply, { kind: 'endless', piece: ': ping\n\n', times: 1000, stream: true }],
  [
    'an error of 60 kB of escaped quotes',
    reply,
    { kind: 'error', length: 60_000, fill: '\\"', after: '', status: 400 },
  ],
];

const server = await startHostileServer();
for (const [name, ask, answer] of cases) {
  const model = openModel({ baseURL: server.baseURL(answer), defaultModel: 'm' });
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  const start = performance.now();
  const end = await ask(model).then(
    () => 'is read',
    (error: unknown) => String(error),
  );
  const seconds = (performance.now() - start) / 1000;
  // The last hold is noticed at the next turn.
  await sleep(2 * resolution);
  delay.disable();
  model.close();
  const hold = Math.max(0, delay.max / 1e6 - resolution);
  console.info(`${name}: held for ${hold.toFixed(0)} ms at most, in ${seconds.toFixed(2)} s; ${end}`);
}

describe('a list that nobody asked for', () => {
  for (const count of [20, 20_000]) {
    const model = openModel({ baseURL: server.baseURL({ kind: 'candidates', count }), defaultModel: 'm' });
    bench(`${count} candidates`, () => next(model).then(() => {}), { iterations: 3, time: 0, warmupIterations: 1 });
  }
});
