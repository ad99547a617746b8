import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { ModelError } from '../../src/model/errors.js';
import type { ModelOptions } from '../../src/model/model-options.js';
import { openModel } from '../../src/model/open-model.js';
import { freePort } from '../builders/free-port.js';

/** Everything that a server can do wrong by everything that it is asked for: each ends, in a sentence or an answer, and lets go of the connection. */

type Model = ReturnType<typeof openModel>;
type Serve = (request: IncomingMessage, response: ServerResponse, count: number) => void;

const WAYS: Record<string, (model: Model) => Promise<unknown>> = {
  nextToken: (model) => model.nextToken({ prompt: 'x', candidates: 5 }),
  question: (model) => model.nextToken({ prompt: 'x', candidates: 5, asQuestion: {} }),
  reply: (model) => model.reply({ question: 'x', temperature: 1, maxTokens: 8 }),
  generate: (model) => model.generate({ prompt: 'x', temperature: 1, maxTokens: 8, candidates: 5 }),
  draw: (model) => model.draw({ prompt: 'x', temperature: 1 }),
  rolls: (model) => model.rolls({ prompt: 'x', temperature: 1, count: 5, mostRequests: 5 }),
  endings: (model) => model.endings({ prompt: 'x', temperature: 1, count: 3, maxTokens: 3 }),
  score: (model) => model.score({ text: 'x y' }),
  capabilities: (model) => model.capabilities(),
};

/** One that is asked for JSON and one for a stream, where each costs much to be unpacked: all read by the same code. */
const SOME = ['nextToken', 'reply'];

/** Serves as told on loopback, and counts the connections that are open. */
async function serve(answer: Serve) {
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url === '/v1/models') return response.end('{"data":[{"id":"m"}]}');
      answer(request, response, count);
      count += 1;
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { baseURL: `http://127.0.0.1:${port}/v1`, port, sockets, asked: () => count };
}

const headers = { 'content-type': 'application/json' };
const refuse =
  (status: number, message: string, more: Record<string, string> = {}): Serve =>
  (_, response) =>
    void response.writeHead(status, { ...headers, ...more }).end(JSON.stringify({ error: { message } }));
const text =
  (body: string | Buffer, more: Record<string, string> = {}): Serve =>
  (_, response) =>
    void response.writeHead(200, { ...headers, ...more }).end(body);

/** More blanks than are read of any answer, packed to some kilobytes. */
const BLANKS = Buffer.alloc(48 * 1024 * 1024, ' ');
const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/** Blocks that say how often one byte comes, in Zstandard's frame (RFC 8878, 3.1.1): 128 kB in four bytes. */
const ZSTD = Buffer.concat([
  Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]),
  ...Array.from({ length: 1600 }, (_, at) => {
    const header = (131_072 << 3) | 2 | (at === 1599 ? 1 : 0);
    return Buffer.from([header & 255, (header >> 8) & 255, (header >> 16) & 255, 0x20]);
  }),
]);

/** Writes again and again until nobody reads on. */
const endless =
  (piece: string, type: string): Serve =>
  (_, response) => {
    response.writeHead(200, { 'content-type': type });
    const timer = setInterval(() => response.write(piece), 2);
    response.on('close', () => clearInterval(timer));
  };

const seconds = (header: Record<string, string>) => refuse(429, 'slow down', header);
/** The same with a header that says a time from now. */
const until =
  (name: string, write: (date: Date) => string): Serve =>
  (...given) =>
    refuse(429, 'slow down', { [name]: write(new Date(Date.now() + 60_000)) })(...given);

test.each<[string, Serve, RegExp | undefined, Partial<ModelOptions>?, string[]?]>([
  ['closes without a word', (request) => void request.socket.destroy(), /closed the connection/],
  ['resets the connection', (request) => void request.socket.resetAndDestroy(), /closed the connection/],
  [
    'closes inside its headers',
    (request) => void request.socket.end('HTTP/1.1 200 OK\r\ncontent-'),
    /closed the connection/,
  ],
  [
    'closes inside its body',
    (_, response) => {
      response.writeHead(200, { ...headers, 'content-length': '1000' });
      response.write('{"choices":[', () => response.destroy());
    },
    /closed the connection/,
  ],
  [
    'closes inside a body in chunks',
    (_, response) => {
      response.writeHead(200, headers);
      response.write('{"choices":[', () => response.destroy());
    },
    /closed the connection/,
  ],
  ['is silent', () => {}, /did not begin to answer/, { requestTimeoutMs: 150 }],
  [
    'is silent after its headers',
    (_, response) => response.writeHead(200, headers).flushHeaders(),
    /did not begin to answer/,
    { requestTimeoutMs: 150 },
  ],
  [
    'is silent in the middle',
    (_, response) => void response.writeHead(200, headers).write('{"choices":['),
    /stopped in the middle/,
    { idleTimeoutMs: 150 },
  ],
  ['drips blanks', endless(' ', 'application/json'), /no part of an answer/, { quietTimeoutMs: 150 }],
  ['drips comments', endless(': on it\n\n', 'text/event-stream'), /no part of an answer/, { quietTimeoutMs: 150 }],
  ['fails with a page', (_, response) => void response.writeHead(500).end('<html>oops'), /failed with status 500/],
  ['fails with nothing', (_, response) => void response.writeHead(503).end(), /failed with status 503/],
  ['is a gateway that waited', (_, response) => void response.writeHead(504).end(), /took too long/],
  ['asks for seconds', seconds({ 'retry-after': '30' }), /Try again in 30 seconds/],
  ['asks for a date', until('retry-after', (date) => date.toUTCString()), /Try again in (5\d|60) seconds/],
  [
    'asks for a date that is over',
    seconds({ 'retry-after': 'Thu, 01 Jan 1970 00:00:30 GMT' }),
    /Try again in 1 second\b/,
  ],
  ['asks for milliseconds', seconds({ 'retry-after-ms': '30000' }), /Try again in 30 seconds/],
  ['asks for ever', seconds({ 'retry-after': '99999999999999999999' }), /in a few days/],
  ['asks for less than nothing', seconds({ 'retry-after': '-30' }), /Try again in (1 second|a minute)\b/],
  ['asks for what is no number', seconds({ 'retry-after': 'later, please' }), /Try again in a minute/],
  ['does not say for how long', seconds({}), /Try again in a minute/],
  [
    'says when in milliseconds',
    until('x-ratelimit-reset', (date) => String(date.getTime())),
    /Try again in (5\d|60) seconds/,
  ],
  [
    'says when for two limits',
    seconds({ 'x-ratelimit-reset-requests': '20ms', 'x-ratelimit-reset-tokens': '1m30s' }),
    /Try again in 90 seconds/,
  ],
  ['sends half of its JSON', text('{"choices":[{"text":" a","logpr'), /OpenAI protocol|ended its answer/],
  ['sends words', text('Internal Server Error'), /OpenAI protocol/],
  ['sends nothing', text(''), /nothing|before it began|in the middle/],
  ['sends a page and calls it JSON', text('<!doctype html><p>Hello'), /web page/],
  ['sends a picture', text(Buffer.from('89504e470d0a1a0a', 'hex'), { 'content-type': 'image/png' }), /OpenAI protocol/],
  ['packs a bomb with gzip', text(gzipSync(BLANKS), { 'content-encoding': 'gzip' }), /too long to be read/, {}, SOME],
  [
    'packs a bomb with deflate',
    text(deflateSync(BLANKS), { 'content-encoding': 'deflate' }),
    /too long to be read/,
    {},
    SOME,
  ],
  [
    'packs a bomb with brotli',
    text(brotliCompressSync(BLANKS, QUICK), { 'content-encoding': 'br' }),
    /too long to be read/,
    {},
    SOME,
  ],
  [
    'packs a bomb twice',
    text(gzipSync(gzipSync(BLANKS)), { 'content-encoding': 'gzip, gzip' }),
    /too long to be read/,
    {},
    SOME,
  ],
  [
    'packs a bomb with zstd',
    text(ZSTD, { 'content-encoding': 'zstd' }),
    /too long to be read|OpenAI protocol|unpacked/,
  ],
  ['says that it is packed', text('{"choices":[]}', { 'content-encoding': 'br' }), /unpacked/],
  [
    'sends people elsewhere',
    (_, response) => void response.writeHead(307, { location: 'http://127.0.0.2:9/v1' }).end(),
    /another server/,
  ],
  [
    'asks for a password',
    (_, response) => void response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(),
    /wants an API key/,
  ],
  [
    'switches protocols',
    (request) =>
      void request.socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    /./,
    { requestTimeoutMs: 500 },
  ],
  [
    'answers twice',
    (request) =>
      void request.socket.end(
        'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}',
      ),
    /no completion/,
  ],
  [
    'counts its bytes wrongly',
    (request) => void request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n{}'),
    /closed the connection/,
  ],
])('a server that %s', async (_, answer, sentence, options = {}, ways = Object.keys(WAYS)) => {
  const server = await serve(answer);
  const key = 'zebra-crossing-key-1234567890';
  // Each has a model of its own, and most of their time is waiting.
  const tried = Object.entries(WAYS).map(async ([way, ask]) => {
    if (!ways.includes(way)) return;
    const hasKey = sentence?.source !== 'wants an API key';
    const model = openModel({
      baseURL: server.baseURL,
      defaultModel: 'm',
      ...(hasKey ? { apiKey: key } : {}),
      ...options,
    });
    const failure = await ask(model).then(
      (found) => (way === 'capabilities' ? found : expect.fail(`${way} answered with ${JSON.stringify(found)}`)),
      (error: unknown) => error,
    );
    model.close();
    // What can be done is told in parts, of which each has its failure.
    if (way === 'capabilities' && !(failure instanceof Error)) return;
    expect(failure, way).toBeInstanceOf(ModelError);
    const said = String((failure as Error).message);
    expect(said, way).toMatch(sentence ?? /./);
    expect(said).toMatch(/[.”]$/);
    expect(said).not.toMatch(/zebra|undefined|NaN|\[object/);
  });
  await Promise.all(tried);
  await expect.poll(() => server.sockets.size).toBe(0);
});

const good = (body: Record<string, unknown>, content: string, withLogprobs: boolean) => {
  const logprobs = {
    content: [
      {
        token: content,
        logprob: -0.1,
        bytes: [...Buffer.from(content)],
        top_logprobs: [{ token: content, logprob: -0.1 }],
      },
    ],
  };
  return {
    model: 'm',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content },
        ...(withLogprobs && body.logprobs ? { logprobs } : {}),
        finish_reason: 'stop',
      },
    ],
  };
};

test('trailers, and what a proxy puts before an answer, change nothing', async () => {
  const server = await serve((_, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    response.writeProcessing();
    response.writeHead(200, { ...headers, trailer: 'x-checksum' });
    response.write(JSON.stringify(good({}, 'Fine.', false)));
    response.addTrailers({ 'x-checksum': '1234' });
    response.end();
  });
  const model = openModel({ baseURL: server.baseURL, defaultModel: 'm' });
  for (let times = 0; times < 3; times += 1)
    expect((await model.reply({ question: 'x', temperature: 1 })).text).toBe('Fine.');
  model.close();
  await expect.poll(() => server.sockets.size).toBe(0);
});

test('a kept connection that is reset when it is used again is tried once more, and only then', async () => {
  let resets = 0;
  const server = await serve((request, response, count) => {
    if (count % 2 === 1) {
      resets += 1;
      request.socket.resetAndDestroy();
    } else response.writeHead(200, headers).end(JSON.stringify(good({}, 'Fine.', false)));
  });
  const model = openModel({ baseURL: server.baseURL, defaultModel: 'm' });
  for (let times = 0; times < 4; times += 1)
    expect((await model.reply({ question: 'x', temperature: 1 })).text).toBe('Fine.');
  expect(resets).toBe(3);
  model.close();
  await expect.poll(() => server.sockets.size).toBe(0);
});

test('another model that answers than was asked for is named as the one that did', async () => {
  const server = await serve((_, response) =>
    response.writeHead(200, headers).end(JSON.stringify({ ...good({}, 'Fine.', false), model: 'another' })),
  );
  const model = openModel({ baseURL: server.baseURL, defaultModel: 'm' });
  expect((await model.reply({ question: 'x', temperature: 1 })).model).toBe('another');
  model.close();
});

test.each([
  // A name that is none, so that nobody in the network is asked for it.
  ['no..such.host', /The host of no\.\.such\.host:\d+ cannot be found/],
  ['127.0.0.1', /Nothing answers at 127\.0\.0\.1:\d+/],
])('the address %s, at which nothing is, is told of in a sentence, at once', async (host, sentence) => {
  const model = openModel({ baseURL: `http://${host}:${freePort()}/v1`, defaultModel: 'm' });
  for (const ask of Object.values(WAYS).slice(0, 4)) await expect(ask(model)).rejects.toThrow(sentence);
  model.close();
});
