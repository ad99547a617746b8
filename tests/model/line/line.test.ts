import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { WhoAsks } from '../../../src/domain/who-asks.js';
import { createLine, type LineOptions } from '../../../src/model/line/line.js';
import { listenToWaits } from '../../../src/waits.js';
import { openEndpointStub } from '../endpoint-stub.js';
import { connect } from '../start-model.js';

const answering = new AsyncLocalStorage<WhoAsks>();
const who = (personId: string, serverId: string | undefined = 'school'): WhoAsks => ({
  personId,
  channelId: 'c',
  serverId,
  roles: [],
});

const answer = (text: string) =>
  JSON.stringify({ model: 'm', choices: [{ index: 0, message: { content: text }, finish_reason: 'stop' }] });

/** A model whose endpoint answers one request at a time, when the test says so. */
async function openSlow(options: LineOptions = {}) {
  let passed = 0;
  const held: { readonly question: string; readonly response: ServerResponse }[] = [];
  const stub = await openEndpointStub(({ path, body }) => {
    if (path !== '/v1/chat/completions') return undefined;
    const [{ content }] = body.messages as [{ content: string }];
    return (response) => {
      held.push({ question: content, response });
    };
  });
  onTestFinished(() => stub.close());
  const line = createLine({ perEndpoint: 1, ...options });
  const model = connect({
    baseURL: stub.baseURL,
    defaultModel: 'm',
    whoAsks: () => answering.getStore(),
    line,
    logprobs: false,
    streaming: false,
    now: () => performance.now() + passed,
  });
  const served: string[] = [];
  return {
    stub,
    model,
    held,
    served,
    /** Lets time pass, in milliseconds. */
    pass(ms: number) {
      passed += ms;
    },
    ask: (from: WhoAsks, question: string, signal?: AbortSignal) =>
      answering.run(from, () => model.reply({ question, temperature: 1, maxTokens: 1, signal })),
    /** Lets the request that is at the endpoint be answered. */
    async serve() {
      await expect.poll(() => held.length, { interval: 1 }).toBeGreaterThan(0);
      const { question, response } = held.shift() as (typeof held)[number];
      served.push(question);
      response.writeHead(200, { 'content-type': 'application/json' }).end(answer(question));
    },
  };
}

test('one person who floods beside twenty-nine who ask once holds each up for a request at most', async () => {
  const { ask, serve, served } = await openSlow({ maxWaitingPerPerson: 300 });
  const flood = Array.from({ length: 120 }, (_, at) => ask(who('flooder'), `flood ${at}`));
  const others = Array.from({ length: 29 }, (_, at) => ask(who(`person ${at}`), `once ${at}`));
  for (let count = 0; count < 149; count++) await serve();
  const texts = await Promise.all([...flood, ...others]);
  expect(texts).toHaveLength(149);
  const last = Math.max(...served.flatMap((question, at) => (question.startsWith('once') ? at : [])));
  // The one that was at the endpoint before, one of the flooder's turn, and the others.
  expect(last).toBeLessThanOrEqual(2 + 29);
});

test('servers have turns beside each other, and all direct messages are as one', async () => {
  const { ask, serve, served } = await openSlow();
  const runs = [ask(who('first'), 'first')];
  for (let at = 0; at < 30; at++) runs.push(ask(who(`person ${at}`, 'large'), `large ${at}`));
  for (let at = 0; at < 30; at++) runs.push(ask(who(`alone ${at}`, undefined), `direct ${at}`));
  for (let at = 0; at < 5; at++) runs.push(ask(who(`person ${at}`, 'small'), `small ${at}`));
  for (let count = 0; count < 66; count++) await serve();
  await Promise.all(runs);
  const place = (name: string) => served.flatMap((question, at) => (question.startsWith(name) ? at : []));
  // Three take turns: the fifth of the small server is among the first sixteen.
  expect(Math.max(...place('small'))).toBeLessThanOrEqual(16);
});

test('who stops waiting leaves the line at once, costs the endpoint nothing, and the others move up', async () => {
  const { ask, serve, served, stub } = await openSlow();
  const first = ask(who('first'), 'first');
  const places: (() => number)[] = [];
  const stopping = new AbortController();
  const listening = {
    sign: () => () => {},
    answer: () => () => {},
    turn: () => {},
    line(place: () => number) {
      places.push(place);
      return () => {};
    },
  };
  const stopped = listenToWaits(listening, () => ask(who('ann'), 'stopped', stopping.signal));
  const behind = listenToWaits(listening, () => ask(who('bob'), 'behind'));
  await expect.poll(() => places.map((place) => place())).toEqual([1, 2]);
  stopping.abort();
  await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
  expect(places.map((place) => place())).toEqual([0, 1]);
  await serve();
  await serve();
  await Promise.all([first, behind]);
  expect(served).toEqual(['first', 'behind']);
  expect(stub.posted('/v1/chat/completions')).toHaveLength(2);
});

test('when the endpoint goes while many wait, all are told, and it is asked again when it is back', async () => {
  const { ask, held, serve, served, pass } = await openSlow({ perEndpoint: 20 });
  const runs = Array.from({ length: 40 }, (_, at) => ask(who(`person ${at}`), `q ${at}`));
  const settled = Promise.allSettled(runs);
  let isOver = false;
  void settled.then(() => {
    isOver = true;
  });
  while (!isOver) {
    for (const { response } of held.splice(0)) response.destroy();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const kind = expect.stringMatching(/^(unreachable|resting)$/);
  for (const run of await settled) expect(run).toMatchObject({ status: 'rejected', reason: { kind } });
  // After so many failures nothing is sent for a while.
  pass(60_000);
  const again = ask(who('ann'), 'again');
  await serve();
  expect((await again).text).toBe('again');
  expect(served).toEqual(['again']);
});

test('a model that is closed lets nobody wait', async () => {
  const { ask, model, held } = await openSlow();
  const runs = Promise.allSettled([ask(who('ann'), 'a'), ask(who('bob'), 'b')]);
  await expect.poll(() => held.length).toBe(1);
  model.close();
  for (const run of await runs) expect(run).toMatchObject({ status: 'rejected', reason: { kind: 'cancelled' } });
});

test('a line that is full, or full of one person, says so, and goes on', async () => {
  const { ask, serve } = await openSlow({ maxWaiting: 3, maxWaitingPerPerson: 2 });
  const runs = [ask(who('ann'), '1'), ask(who('ann'), '2'), ask(who('ann'), '3')];
  await expect
    .poll(() => ask(who('ann'), '4').catch((error: Error) => error.message))
    .toContain('Wait for one of your');
  runs.push(ask(who('bob'), '5'));
  await expect.poll(() => ask(who('eve'), '6').catch((error: Error) => error.message)).toContain('the line is full');
  for (const _ of runs) await serve();
  await Promise.all(runs);
});

test('all endpoints together take as many as they may, and each its own', async () => {
  const line = createLine({ perEndpoint: 2, inAll: 3 });
  const [one, other] = [line.open(), line.open()];
  const enter = (endpoint: typeof one, person: string) => endpoint.enter({ who: who(person), cost: 1 });
  const inside = [await enter(one, 'a'), await enter(one, 'b'), await enter(other, 'c')];
  const entered: string[] = [];
  const waiting = (['d', 'e'] as const).map((person) =>
    enter(other, person).then((leave) => {
      entered.push(person);
      return leave;
    }),
  );
  inside[0]?.();
  inside[0]?.();
  const leave = await waiting[0];
  expect(entered).toEqual(['d']);
  leave?.();
  await waiting[1];
  expect(entered).toEqual(['d', 'e']);
});
