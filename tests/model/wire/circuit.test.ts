import { createServer } from 'node:http';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createErrorReplies } from '../../../src/discord/router/error-replies.js';
import { ModelError } from '../../../src/model/errors.js';
import { freePort } from '../../builders/free-port.js';
import type { StubAnswer } from '../endpoint-stub.js';
import { data, hello, raw } from '../reply-answers.js';
import { connect, startReplies } from '../start-model.js';

const good: StubAnswer = {
  json: { model: 'm', choices: [{ index: 0, message: { content: 'Fine.' }, finish_reason: 'stop' }] },
};
/** A second try within one question comes at once. */
const soon = { 'retry-after-ms': '0' };
const boom: StubAnswer = { status: 500, json: { error: { message: 'boom' } } };

/** Who says nothing is given up after so long; who answers has all the time that a busy machine takes. */
const IMPATIENT = { requestTimeoutMs: 300, idleTimeoutMs: 100 };

/** A model whose time the test moves on, at a server that answers as the test says. */
async function open(first: StubAnswer, limits: Partial<typeof IMPATIENT> = {}) {
  let time = 0;
  let answer = first;
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const { model, ask, bodies } = await startReplies(() => answer, {
    now: () => time,
    log,
    ...limits,
  });
  return {
    model,
    ask,
    sent: () => bodies().length,
    pass(seconds: number) {
      time += seconds * 1000;
    },
    answers(next: StubAnswer) {
      answer = next;
    },
    /** What the log says of the circuit. */
    said: () =>
      lines
        .filter(({ msg }) => String(msg).startsWith('the endpoint ') && msg !== 'the endpoint failed')
        .map(({ msg }) => msg),
  };
}

const failure = (asked: Promise<unknown>): Promise<ModelError> =>
  asked.then(
    () => expect.fail(),
    (error) => error,
  );

/** Asks until nothing is sent any more. @returns how often it was asked before */
async function askUntilItRests({ ask }: Pick<Awaited<ReturnType<typeof open>>, 'ask'>): Promise<number> {
  for (let times = 0; times < 20; times += 1) {
    if ((await failure(ask())).kind === 'resting') return times;
  }
  return expect.fail('it never rests');
}

/** That five failures in a row are enough, after which nothing is sent. */
async function expectRest(server: Awaited<ReturnType<typeof open>>): Promise<void> {
  expect(await askUntilItRests(server)).toBe(5);
  const sent = server.sent();
  const refused = await failure(server.ask());
  expect(refused).toBeInstanceOf(ModelError);
  expect(refused.message).toMatch(
    /^127\.0\.0\.1:\d+ has failed 5 times in a row, so nothing is sent to it for now\. It is tried again in 5 seconds\. The last failure: \S.*[.”]$/,
  );
  expect(server.sent()).toBe(sent);
}

describe('a server that fails in a row is left alone', () => {
  test.each<[string, StubAnswer]>([
    ['500 with words', boom],
    ['500 without', { status: 500, headers: soon, text: '' }],
    ['502', { status: 502, headers: soon, text: '<html>Bad gateway</html>' }],
    ['503', { status: 503, headers: soon, json: { error: { message: 'overloaded' } } }],
    [
      '529',
      {
        status: 529,
        headers: soon,
        json: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      },
    ],
    ['closing before the first byte', (response) => response.destroy()],
    ['closing in the middle', raw([data(hello[1])], (response) => void response.destroy())],
  ])('%s', async (_, answer) => {
    const server = await open(answer);
    await expectRest(server);

    server.answers(good);
    server.pass(5);
    expect((await server.ask()).text).toBe('Fine.');
    expect(server.said()).toEqual([
      'the endpoint is left alone for a while',
      'the endpoint is tried again',
      'the endpoint answers again',
    ]);
    server.answers(answer);
    expect(await askUntilItRests(server)).toBe(5);
  });

  test.each<[string, StubAnswer]>([
    ['silence from the start', () => {}],
    ['silence in the middle', raw([data(hello[1])], () => {})],
  ])('%s', async (_, answer) => {
    await expectRest(await open(answer, IMPATIENT));
  });

  test('when it is tried again is Discord’s own time, beside the last failure and the way out', async () => {
    const server = await open(boom);
    await askUntilItRests(server);
    const { blocks } = await createErrorReplies(pino({ level: 'silent' }), {} as never).replyTo(
      await failure(server.ask()),
      { command: 'ask', locale: 'en-US' },
    );
    const [said] = blocks;
    expect(said?.kind === 'text' ? said.markdown.replaceAll('\\', '') : '').toMatch(
      /It is tried again <t:(\d+):R>, at <t:\1:t>\. The last failure: .* failed with status 500\. Try again in a moment\. It said: “boom”$/,
    );
  });

  test('for longer each time that a try fails too, and at most a minute', async () => {
    const server = await open(boom);
    await askUntilItRests(server);
    for (const seconds of [5, 10, 20, 40, 60, 60]) {
      server.pass(seconds - 0.001);
      expect((await failure(server.ask())).kind).toBe('resting');
      server.pass(0.001);
      expect((await failure(server.ask())).kind).toBe('server');
    }
  });

  test('one request at a time tries; the others are told so', async () => {
    const server = await open(boom);
    await askUntilItRests(server);
    server.pass(5);
    let release = () => {};
    server.answers((response) => {
      release = () => response.writeHead(500).end('{"error":{"message":"boom"}}');
    });
    const before = server.sent();
    const trying = failure(server.ask());
    await expect.poll(server.sent).toBe(before + 1);
    expect((await failure(server.ask())).message).toContain(
      'It is being tried at this moment: ask again in a few seconds.',
    );
    expect(server.sent()).toBe(before + 1);
    // One that takes long does not keep others from trying.
    server.pass(10);
    server.answers(good);
    expect((await server.ask()).text).toBe('Fine.');
    release();
    await trying;
    expect((await server.ask()).text).toBe('Fine.');
  });

  test('a try that somebody stops lets the next one try', async () => {
    const server = await open(boom);
    await askUntilItRests(server);
    server.pass(5);
    server.answers(() => {});
    const stop = new AbortController();
    const before = server.sent();
    const stopped = failure(server.ask({ signal: stop.signal }));
    await expect.poll(server.sent).toBe(before + 1);
    stop.abort();
    expect((await stopped).kind).toBe('cancelled');
    server.answers(good);
    expect((await server.ask()).text).toBe('Fine.');
  });

  test('what begins well and breaks off is left alone at once', async () => {
    const server = await open(boom);
    await askUntilItRests(server);
    server.pass(5);
    server.answers(raw([data(hello[1])], (response) => void response.destroy()));
    expect((await failure(server.ask())).kind).toBe('unreachable');
    expect((await failure(server.ask())).kind).toBe('resting');
  });

  test('one that was gone is back as soon as it lists its models; one that fails is not', async () => {
    const server = await open(boom);
    await askUntilItRests(server);
    expect((await server.model.endpoints())[0]).toMatchObject({
      models: [],
      failing: { failures: 5, why: { code: 'server-failed' }, triesAt: expect.any(Number) },
    });
    server.pass(5);
    expect((await server.model.endpoints())[0]).toMatchObject({ failing: { triesAt: undefined } });

    let time = 0;
    const gone = createServer((_, response) => response.end('{"data":[{"id":"m"}]}'));
    const port = freePort();
    const model = connect({ baseURL: `http://127.0.0.1:${port}/v1`, now: () => time });
    const question = { question: 'Why?', temperature: 1 };
    for (let times = 0; times < 5; times += 1) {
      expect((await failure(model.reply(question))).message).toMatch(/^Nothing answers at/);
      time += 3000;
    }
    await new Promise<void>((listening) => gone.listen(port, '127.0.0.1', listening));
    onTestFinished(() => void gone.close());
    expect((await failure(model.models())).message).toContain('The last failure: Nothing answers at');
    time += 5000;
    expect(await model.models()).toEqual(['m']);
    expect((await model.endpoints())[0]?.failing).toBeUndefined();
  });
});

test.each<[string, StubAnswer | { readonly aborted: true }]>([
  ['a refusal', { status: 400, json: { error: { message: 'temperature is too high', param: 'temperature' } } }],
  ['a refused key', { status: 401, json: { error: { message: 'no' } } }],
  ['a missing model', { status: 404, json: { error: { message: 'The model does not exist' } } }],
  ['a limit', { status: 429, headers: { 'retry-after': '60' }, json: { error: { message: 'slow down' } } }],
  ['half JSON', { text: '{"choices":[{"mess' }],
  ['a web page', { text: '<html>' }],
  ['what a person stops', { aborted: true }],
])('%s is no failure of the server', async (_, answer) => {
  const server = await open('aborted' in answer ? () => {} : answer);
  for (let times = 0; times < 8; times += 1) {
    const signal = 'aborted' in answer ? AbortSignal.timeout(20) : undefined;
    expect((await failure(server.ask({ signal }))).kind).not.toBe('resting');
  }
  server.answers(good);
  expect((await server.ask()).text).toBe('Fine.');
});

test('an answer between failures begins the count anew', async () => {
  const server = await open(boom);
  for (let round = 0; round < 3; round += 1) {
    server.answers(boom);
    for (let times = 0; times < 4; times += 1) expect((await failure(server.ask())).kind).toBe('server');
    server.answers(good);
    await server.ask();
  }
});
