import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { StubAnswer } from '../endpoint-stub.js';
import { connect, NOWHERE, startModel } from '../start-model.js';

const KEY = 'sk-secret-key-1234567890';
const PROMPT = 'a prompt that nobody else may read';

/** A log whose lines can be looked at, as they are written. */
function openLog() {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line) => void lines.push(line) });
  return {
    log,
    lines,
    /** What was logged about failures. */
    failures: () =>
      lines
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ msg }) => msg === 'the endpoint failed')
        .map(({ level, time, pid, hostname, msg, ...told }) => told),
  };
}

/** Servers repeat in their errors what they were sent. */
const echo = `You sent “${PROMPT}” with the key ${KEY}\n{"level":60,"msg":"forged"}`;
const refused = (status: number, error: object = {}): StubAnswer => ({
  status,
  json: { error: { message: echo, type: echo, param: echo, code: echo, ...error } },
});

test.each<[string, StubAnswer, object]>([
  [
    'a refused key',
    refused(401, { code: 'invalid_api_key' }),
    { kind: 'authentication', status: 401, code: 'invalid_api_key' },
  ],
  ['no right', refused(403), { kind: 'forbidden', status: 403 }],
  ['a rate limit', refused(429), { kind: 'rate-limited', status: 429 }],
  ['a broken server', refused(500), { kind: 'server', status: 500 }],
  ['an error inside an answer', { json: { error: { message: echo } } }, { kind: 'server', status: 200 }],
  ['a web page', { text: `<html>${echo}</html>` }, { kind: 'protocol' }],
  ['half JSON', { text: `{"id": "${echo}` }, { kind: 'protocol' }],
  // Found out only when the whole answer has been read, away from its request.
  ['nothing', { text: '' }, { kind: 'protocol', route: undefined }],
  ['a connection that breaks', (response) => response.destroy(), { kind: 'unreachable', code: 'UND_ERR_SOCKET' }],
  [
    'a silence in the middle',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
    },
    { kind: 'timeout' },
  ],
  ['a silence from the start', () => {}, { kind: 'timeout' }],
])('%s is logged once, with its place and nothing of what was said', async (_, answer, told) => {
  const { log, lines, failures } = openLog();
  const { stub, model } = await startModel(({ method }) => (method === 'POST' ? answer : undefined), {
    apiKey: KEY,
    defaultModel: 'm',
    log,
    ...('kind' in told && told.kind === 'timeout' ? { idleTimeoutMs: 100, requestTimeoutMs: 200 } : {}),
  });
  await expect(model.reply({ question: PROMPT, temperature: 0.7 })).rejects.toThrow();
  expect(failures()).toEqual([{ endpoint: stub.host, model: 'm', route: '/chat/completions', ...told }]);
  expect(lines.join('')).not.toMatch(/nobody else|secret-key|forged/);
});

test('an endpoint that is gone is logged, without the password in its address', async () => {
  const { host } = new URL(NOWHERE);
  const { log, lines, failures } = openLog();
  const model = connect({ baseURL: `http://ann:pass-word-1@${host}/v1`, log });
  await expect(model.reply({ question: PROMPT, temperature: 1 })).rejects.toThrow('Nothing answers');
  expect(failures()).toEqual([{ endpoint: host, route: '/models', kind: 'unreachable', code: 'ECONNREFUSED' }]);
  expect(lines.join('')).not.toMatch(/pass-word-1|ann:/);
});

test('a list of models that is none is logged with its place', async () => {
  const { log, failures } = openLog();
  const { model } = await startModel(() => ({ text: 'no list' }), { log });
  await expect(model.models()).rejects.toThrow();
  expect(failures()).toMatchObject([{ route: '/models', kind: 'protocol' }]);
});

test('a model’s name that somebody typed is not in the log; one that is listed is', async () => {
  const { log, lines, failures } = openLog();
  const list = { json: { data: [{ id: 'listed-one' }] } };
  const { model } = await startModel(({ method }) => (method === 'POST' ? refused(500) : list), { log });
  for (const name of ['ann-is-my-secret', 'listed-one']) {
    await model.models();
    await expect(model.reply({ model: name, question: 'Why?', temperature: 1 })).rejects.toThrow();
  }
  expect(lines.join('')).not.toContain('ann-is-my-secret');
  expect(failures()).toMatchObject([{ kind: 'server' }, { model: 'listed-one' }]);
});

test('a model’s name that somebody typed cannot be a line of its own, nor a long one', async () => {
  const { log, lines, failures } = openLog();
  const { model } = await startModel(({ method }) => (method === 'POST' ? refused(500) : undefined), { log });
  const name = `m\n{"level":60,"msg":"forged"}${'x'.repeat(5000)}`;
  await expect(model.reply({ model: name, question: 'Why?', temperature: 1 })).rejects.toThrow();
  expect(failures()).toHaveLength(1);
  for (const line of lines) {
    expect(line.trimEnd()).not.toContain('\n');
    expect(line.length).toBeLessThan(1000);
  }
});

test('what somebody cancels is no failure', async () => {
  const { log, failures } = openLog();
  const stop = new AbortController();
  const { model } = await startModel(({ method }) => (method === 'POST' ? () => stop.abort() : undefined), {
    log,
    defaultModel: 'm',
  });
  await expect(model.reply({ question: 'Why?', temperature: 1, signal: stop.signal })).rejects.toThrow('cancelled');
  expect(failures()).toEqual([]);
});

test('a class that asks a dead endpoint does not fill the log; what was left out is counted', async () => {
  const { log, failures } = openLog();
  let now = 0;
  const model = connect({ baseURL: NOWHERE, defaultModel: 'm', log, now: () => now });
  const ask = () => model.reply({ question: 'Why?', temperature: 1 }).catch(() => {});
  for (let asked = 0; asked < 60; asked += 1) await ask();
  expect(failures()).toHaveLength(20);
  now += 60_000;
  await ask();
  expect(failures()).toHaveLength(21);
  expect(failures().at(-1)).toMatchObject({ unlogged: 40, kind: 'unreachable' });
});
