import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { sentenceOf } from '../../../src/facts.js';
import { createLine } from '../../../src/model/line/line.js';
import { data, hello } from '../reply-answers.js';
import { openReplicas, type ReplicaServer, refuse, type Serve, startReplica, wellAnswer } from './open-replicas.js';

/** An endpoint at two addresses. */
async function openTwo(one?: Serve, other?: Serve, options: Parameters<typeof openReplicas>[1] = {}) {
  const servers = [await startReplica('one', one), await startReplica('other', other)] as const;
  return { servers, first: servers[0], second: servers[1], ...openReplicas(servers, options) };
}

const countOf = ({ posted }: ReplicaServer) => posted.length;
const times = <T>(count: number, run: (at: number) => T) => Array.from({ length: count }, (_, at) => run(at));
const wide = () => createLine({ perEndpoint: 1000, inAll: 1000, maxWaitingPerPerson: 1000 });

/** Answers when told to. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const serve: Serve = async () => {
    await opened;
    return false;
  };
  return { serve, open };
}

test('200 requests at once are spread evenly, and one after the other they take turns', async () => {
  const held = gate();
  const { servers, ask, model } = await openTwo(held.serve, held.serve, { line: wide() });
  const asked = times(200, () => ask());
  await expect.poll(() => servers.map(countOf)).toEqual([100, 100]);
  expect(model.replicas()).toMatchObject([
    { address: servers[0].host, underWay: 100, state: 'closed', failures: 0 },
    { address: servers[1].host, underWay: 100 },
  ]);
  held.open();
  await Promise.all(asked);
  for (let at = 0; at < 10; at += 1) await ask();
  expect(servers.map(countOf)).toEqual([105, 105]);
  expect(model.replicas().map(({ underWay }) => underWay)).toEqual([0, 0]);
});

test('one that is dead from the start takes nothing away, and is left alone after some failures', async () => {
  const { servers, ask, model } = await openTwo(undefined, undefined, { line: wide() });
  await servers[0].die();
  const replies = await Promise.all(times(200, () => ask()));
  expect(replies.map(({ text }) => text)).toEqual(times(200, () => ' mat'));
  expect(servers.map(countOf)).toEqual([0, 200]);
  expect(model.replicas()).toMatchObject([
    { state: 'open', underWay: 0 },
    { state: 'closed', failures: 0 },
  ]);
  expect(model.leftOut()).toBeUndefined();
});

test('one that dies while it has requests loses none, and is asked again when it is back', async () => {
  const held = gate();
  const { servers, ask, pass, model, first } = await openTwo(held.serve, undefined, { line: wide() });
  const asked = times(40, () => ask());
  await expect.poll(() => countOf(first)).toBe(20);
  await first.die();
  expect((await Promise.all(asked)).every(({ text }) => text === ' mat')).toBe(true);
  expect(model.replicas()[0]).toMatchObject({ state: 'open', isPassedOver: true });
  held.open();
  await first.comeBack();
  const before = countOf(first);
  await ask();
  expect(countOf(first)).toBe(before);
  pass(6);
  expect(model.replicas()[0]).toMatchObject({ state: 'half-open', isPassedOver: false });
  await Promise.all(times(4, () => ask()));
  await Promise.all(times(4, () => ask()));
  expect(countOf(first)).toBeGreaterThanOrEqual(before + 3);
  expect(model.replicas()).toMatchObject([
    { state: 'closed', failures: 0 },
    { state: 'closed', failures: 0 },
  ]);
  await expect.poll(() => servers.map((server) => server.underWay())).toEqual([0, 0]);
});

test('one that is slow is asked less', async () => {
  const held = gate();
  const { first, second, ask } = await openTwo(held.serve, undefined, { line: wide() });
  const stuck = times(10, () => ask());
  await expect.poll(() => first.underWay() + countOf(second)).toBe(10);
  const waiting = first.underWay();
  for (let at = 0; at < 50; at += 1) await ask();
  expect(first.underWay()).toBe(waiting);
  expect(countOf(second)).toBe(60 - waiting);
  held.open();
  await Promise.all(stuck);
});

test.each<[string, Serve]>([
  ['429 and says for how long', refuse(429, 'slow down', { 'retry-after': '30' })],
  ['429', refuse(429, 'slow down')],
  ['503', refuse(503, 'overloaded')],
  ['503 because it loads its model', refuse(503, 'Loading model')],
  ['500 without words', refuse(500, '')],
  ['500 in words', refuse(500, 'CUDA is out of order')],
  ['401', refuse(401, 'Incorrect API key provided')],
  ['404 for the model', refuse(404, 'The model `m` does not exist.')],
  ['404 for the path', (_, response) => response.writeHead(404).end('Not Found')],
  ['a page', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Hi')],
  ['nothing', (_, response) => response.end()],
  ['half of its JSON', (_, response) => response.end('{"choices":[{"mess')],
  ['JSON that is no completion', (_, response) => response.end('{"hello":1}')],
  ['a redirect elsewhere', (_, response) => response.writeHead(307, { location: 'http://elsewhere.example/' }).end()],
  ['a closed connection', (_a, _b, request) => request.socket.destroy()],
  ['a reset connection', (_a, _b, request) => request.socket.resetAndDestroy()],
  [
    'a beginning and a closed connection',
    (_, response, request) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': ping\n\n', () => request.socket.destroy());
    },
  ],
  [
    'an error inside 200',
    (_, response) => response.end(JSON.stringify({ error: { message: 'overloaded', code: 503 } })),
  ],
])('where one answers with %s, the other is asked, and for a while first', async (_, serve) => {
  const { first, ask, model } = await openTwo(serve, undefined, { line: wide() });
  const replies = await Promise.all(times(20, () => ask()));
  expect(replies.map(({ text }) => text)).toEqual(times(20, () => ' mat'));
  const before = countOf(first);
  expect(before).toBeLessThanOrEqual(20);
  await ask();
  await ask();
  expect(countOf(first)).toBe(before);
  expect(model.replicas().map(({ underWay }) => underWay)).toEqual([0, 0]);
});

test('a model that has nothing to say says so at one address, whatever is the matter with the other', async () => {
  const nothing: Serve = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`${data({ model: 'm', choices: [{ index: 0, text: '', finish_reason: 'stop' }] })}data: [DONE]\n\n`);
  };
  const { first, second, model } = await openTwo(refuse(503, 'overloaded'), nothing, { line: wide() });
  const write = () => model.generate({ prompt: 'a', maxTokens: 5, candidates: 5, temperature: 1, seed: 1 });
  expect(await write()).toMatchObject({ steps: [] });
  first.serve = nothing;
  second.serve = (_a, _b, request) => request.socket.destroy();
  expect(await write()).toMatchObject({ steps: [] });
});

test('a wait that one address asks for holds for that one alone, and as long as it said', async () => {
  const { first, second, ask, pass } = await openTwo(refuse(429, 'slow down', { 'retry-after': '30' }));
  await ask();
  await ask();
  expect([countOf(first), countOf(second)]).toEqual([1, 2]);
  pass(29);
  for (let at = 0; at < 4; at += 1) await ask();
  expect(countOf(first)).toBe(1);
  first.serve = () => false;
  pass(2);
  for (let at = 0; at < 4; at += 1) await ask();
  expect(countOf(first)).toBe(3);
});

test('where both have a limit, it is told as one; where both load their model, it is waited for', async () => {
  const limit = refuse(429, 'slow down', { 'retry-after': '90' });
  const { first, second, ask } = await openTwo(limit, limit);
  await expect(ask()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 90 });
  expect([countOf(first), countOf(second)]).toEqual([1, 1]);
  let loading = 3;
  const load: Serve = (asked, response, request) => {
    loading -= 1;
    return loading < 0 ? false : refuse(503, 'Loading model')(asked, response, request);
  };
  [first.serve, second.serve] = [load, load];
  expect((await ask()).text).toBe(' mat');
});

test('what a question has wrong is asked of one address', async () => {
  const long = refuse(400, "This model's maximum context length is 10 tokens. However, you requested 12 tokens.");
  const { first, second, ask } = await openTwo(long, long);
  await expect(ask()).rejects.toMatchObject({ kind: 'context-too-long' });
  expect(countOf(first) + countOf(second)).toBe(1);
});

test('where none answers, one sentence says so, with the setting and without an address or a password', async () => {
  const servers = [await startReplica('one'), await startReplica('other')];
  for (const server of servers) await server.die();
  const withPassword = servers.map(({ host }) => ({ baseURL: `http://ann:pass-word-1@${host}/v1` }));
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line) => void lines.push(line) });
  const { ask, model } = openReplicas(withPassword, { label: 'home', log });
  const said: string[] = [];
  for (let at = 0; at < 8; at += 1) {
    await ask().catch(({ fact }) => void said.push(sentenceOf(fact, 'en')));
  }
  expect(said[0]).toBe(
    'None of the 2 addresses of home answers. The last failure: Nothing answers at home (one of 2 addresses). Start the model server, or correct OPENAI_BASE_URL.',
  );
  expect(said.at(-1)).toMatch(
    /^None of the 2 addresses of home answers, so nothing is sent to it for now\. It is tried again in 5 seconds\. The last failure: Nothing answers/,
  );
  expect(said.join()).not.toMatch(/127\.0\.0\.1|pass-word/);
  expect(model.leftOut()).toMatchObject({ kind: 'resting' });
  expect((await model.recall()).failing).toMatchObject({ failures: 5 });
  expect(lines.join('')).not.toMatch(/pass-word-1|ann:/);
  const addresses = lines.map((line) => (JSON.parse(line) as { address?: string }).address);
  expect(new Set(addresses.filter((one) => one !== undefined))).toEqual(new Set(servers.map(({ host }) => host)));
});

test('a model is asked for where it is listed, and the list has those of all', async () => {
  const { first, second, ask, model } = await openTwo();
  second.models = ['m', 'only-there'];
  expect(await model.models()).toEqual(['m', 'only-there']);
  for (let at = 0; at < 4; at += 1) await ask({ model: 'only-there' });
  expect([countOf(first), countOf(second)]).toEqual([0, 4]);
  for (let at = 0; at < 4; at += 1) await ask({ model: 'm' });
  expect(countOf(first)).toBeGreaterThanOrEqual(2);
  const before = countOf(first);
  // What nobody lists may be known all the same.
  await ask({ model: 'an-alias' });
  await ask({ model: 'an-alias' });
  expect(countOf(first)).toBe(before + 1);
  await second.die();
  expect(await model.models()).toEqual(['m', 'only-there']);
});

test('a list that does not come in time is left out, and the others stand', async () => {
  const { first, second, model } = await openTwo();
  second.models = ['m', 'other'];
  await first.die();
  expect(await model.models()).toEqual(['m', 'other']);
  await second.die();
});

test('a parameter that only one refuses is left out at both, and is asked for no more', async () => {
  const old: Serve = (asked, response, request) =>
    'min_p' in asked.body || 'top_k' in asked.body || 'repetition_penalty' in asked.body
      ? refuse(400, 'Unrecognized request argument supplied: min_p, top_k, repetition_penalty')(
          asked,
          response,
          request,
        )
      : false;
  const { first, second, ask } = await openTwo(old);
  for (let at = 0; at < 10; at += 1) expect((await ask()).text).toBe(' mat');
  expect(countOf(first) + countOf(second)).toBeLessThanOrEqual(14);
  const late = [first, second].flatMap(({ posted }) => posted.slice(-3)).map(({ body }) => Object.keys(body));
  expect(late.every((names) => !names.includes('min_p'))).toBe(true);
});

test('what one run asks one after another stays at one address; what it asks at once is spread', async () => {
  const { first, second, ask } = await openTwo();
  const run = new AbortController();
  for (let at = 0; at < 6; at += 1) await ask({ signal: run.signal });
  expect([countOf(first), countOf(second)].toSorted()).toEqual([0, 6]);
  const other = new AbortController();
  await Promise.all(times(6, () => ask({ signal: other.signal })));
  expect(Math.abs(countOf(first) - countOf(second))).toBe(6);
});

test('Stop ends the stream at the address where it is, and nothing is left under way', async () => {
  const stream: Serve = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(data(hello[1]));
  };
  const { servers, ask, model } = await openTwo(stream, stream);
  const stop = new AbortController();
  const asked = ask({ signal: stop.signal }).catch((error: unknown) => error);
  await expect.poll(() => servers.map((server) => server.underWay()).toSorted()).toEqual([0, 1]);
  stop.abort();
  expect(await asked).toMatchObject({ kind: 'cancelled' });
  await expect.poll(() => servers.map((server) => server.sockets())).toEqual([0, 0]);
  expect(model.replicas().map(({ underWay }) => underWay)).toEqual([0, 0]);
  expect(model.replicas().map(({ failures }) => failures)).toEqual([0, 0]);
});

test('a stream that breaks after words were shown ends as with one address: nothing is written twice', async () => {
  let breakOff = () => {};
  const breaks: Serve = (_, response, request) => {
    breakOff = () => request.socket.destroy();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(data(hello[1]));
  };
  const { first, second, model } = await openTwo(breaks, breaks);
  const shown: string[] = [];
  const onText = (text: string) => {
    shown.push(text);
    breakOff();
  };
  const asked = model.reply({ question: 'Why?', temperature: 0.7, onText });
  await expect(asked).rejects.toMatchObject({ kind: 'unreachable', fact: { code: 'connection-closed-early' } });
  expect(shown).toEqual(['Hel']);
  expect(countOf(first) + countOf(second)).toBe(1);
});

test('tokens count once where a second address had to be asked', async () => {
  const counted: number[] = [];
  const meter = { check: async () => {}, count: (_: unknown, tokens: number) => void counted.push(tokens) };
  const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
  const half: Serve = (_, response, request) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify({ choices: [], usage })}\n\n`, () => request.socket.destroy());
  };
  const well: Serve = (_, response) => response.end(JSON.stringify({ ...wellAnswer(), usage }));
  const { ask, first } = await openTwo(half, well, {
    meter,
    whoAsks: () => ({ personId: '1', serverId: '2' }) as never,
  });
  await ask();
  await ask();
  expect(countOf(first)).toBeGreaterThan(0);
  expect(counted).toEqual([7, 7]);
});

test('what is below the root of a server is asked below that of each', async () => {
  const tokenize: Serve = ({ path, body }, response) => {
    if (path !== '/tokenize') return false;
    const text = String(body.prompt ?? body.content ?? '');
    const tokens = Array.from(text, (_, at) => at + 1);
    return response.end(JSON.stringify({ count: tokens.length, max_model_len: 100, tokens, token_strs: [...text] }));
  };
  const { first, second, model } = await openTwo(tokenize, tokenize);
  await Promise.all(times(6, (at) => model.tokenize({ text: `ab${at}`, around: 'nothing' })));
  const asked = (server: ReplicaServer) => server.posted.filter(({ path }) => path === '/tokenize').length;
  expect(asked(first)).toBeGreaterThan(0);
  expect(asked(second)).toBeGreaterThan(0);
});

test('an address without a path is completed for each by itself', async () => {
  const servers = [await startReplica('one'), await startReplica('other')];
  const bare = servers.map(({ host }, at) => ({ baseURL: `http://${host}${at === 0 ? '' : '/v1'}` }));
  const { ask } = openReplicas(bare);
  for (let at = 0; at < 4; at += 1) await ask();
  expect(servers.flatMap(({ posted }) => posted.map(({ path }) => path))).toEqual(
    times(4, () => '/v1/chat/completions'),
  );
});

test('each address has as many requests at once as is set, and a dead one leaves its share to nobody', async () => {
  const held = gate();
  const { servers, ask, first } = await openTwo(held.serve, held.serve, {
    line: createLine({ perEndpoint: 3, inAll: 100 }),
  });
  const asked = times(20, () => ask());
  await expect.poll(() => servers.map((server) => server.underWay())).toEqual([3, 3]);
  await sleep(50);
  expect(servers.map((server) => server.underWay())).toEqual([3, 3]);
  await first.die();
  held.open();
  await Promise.all(asked);
  expect(servers[1].most()).toBeLessThanOrEqual(6);
});

test('one that takes too long to begin is passed over, where a limit is set', async () => {
  const asked: string[] = [];
  const { first, second, ask } = await openTwo(() => {}, undefined, {
    requestTimeoutMs: 50,
    // The other one answers at once: on a machine that is held up, it would be passed over as well.
    async fetch(url, init) {
      const { host } = new URL(String(url));
      asked.push(host);
      return host === first.host ? fetch(url, init) : Response.json(wellAnswer());
    },
  });
  expect((await Promise.all(times(4, () => ask()))).map(({ text }) => text)).toEqual(times(4, () => ' mat'));
  expect(asked).toContain(first.host);
  expect(asked.filter((host) => host === second.host)).toHaveLength(4);
});

test('one whose stream cannot be read is asked without one while the other is left alone', async () => {
  const { first, second, ask, pass, model } = await openTwo();
  await second.die();
  for (let at = 0; at < 5; at += 1) {
    await ask();
    await ask();
    pass(3);
  }
  expect(model.replicas()[1]).toMatchObject({ state: 'open' });
  first.serve = ({ body }, response) =>
    body.stream === true &&
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"choices":[\n\n');
  expect((await ask()).text).toBe(' mat');
  expect(first.posted.slice(-2).map(({ body }) => body.stream === true)).toEqual([true, false]);
});
