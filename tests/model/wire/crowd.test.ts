import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createCrowd } from '../../../src/model/asking/crowd.js';
import { eventStream } from '../endpoint-stub.js';
import { data, done, hello, piece } from '../reply-answers.js';
import { connect, startReplies } from '../start-model.js';

test('requests that have no room beside each other are asked again one by one', async () => {
  const held: (() => void)[] = [];
  let underWay = 0;
  let met = 0;
  const { ask } = await startReplies((_request, count) => (response) => {
    underWay += 1;
    if (underWay > 1) met += 1;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(data(piece({ content: 'Hel' })));
    const end = (text: string) => {
      underWay -= 1;
      response.end(text);
    };
    if (count >= 4) return end(`${data(piece({ content: 'lo' }))}${data(done)}data: [DONE]\n\n`);
    held.push(() => end('error: {"code":500,"message":"Context size has been exceeded.","type":"server_error"}\n\n'));
    if (held.length === 4) for (const fail of held) fail();
  });
  const replies = await Promise.all(Array.from({ length: 4 }, () => ask()));
  expect(replies.map(({ text }) => text)).toEqual(['Hello', 'Hello', 'Hello', 'Hello']);
  // The first four alone met each other.
  expect(met).toBe(3);
});

test('what is too long alone, or by its numbers, is not asked again and again', async () => {
  const tooLong = { status: 400, json: { error: { message: 'the request exceeds the available context size' } } };
  const alone = await startReplies(() => tooLong);
  await expect(alone.ask()).rejects.toMatchObject({ kind: 'context-too-long' });
  expect(alone.bodies()).toHaveLength(1);
  const numbers = await startReplies(() => ({
    status: 400,
    json: {
      error: {
        message: 'too long for the context size',
        type: 'exceed_context_size_error',
        n_prompt_tokens: 900,
        n_ctx: 512,
      },
    },
  }));
  await Promise.allSettled([numbers.ask(), numbers.ask(), numbers.ask()]);
  expect(numbers.bodies()).toHaveLength(3);
});

test('who stops waiting for a turn leaves the line, and the others go on', async () => {
  const crowd = createCrowd();
  let finish = () => {};
  const first = crowd.join(() => new Promise<void>((resolve) => (finish = resolve)));
  const stopping = new AbortController();
  const alone = crowd.alone(async () => 'alone', stopping.signal);
  const behind = crowd.join(async () => 'behind');
  stopping.abort();
  await expect(alone).rejects.toMatchObject({ kind: 'cancelled' });
  expect(await behind).toBe('behind');
  finish();
  await first;
  expect(await crowd.alone(async () => 'free')).toBe('free');
});

/** As small servers are built: a connection holds one of three threads until it is closed, by the server only after seconds. */
async function openSmallServer() {
  const waiting: Socket[] = [];
  const open = new Set<Socket>();
  let threads = 3;
  const serve = (socket: Socket) => {
    threads -= 1;
    socket.on('data', () => {
      const body = JSON.stringify({ choices: [{ index: 0, message: { content: 'Hi' }, finish_reason: 'stop' }] });
      socket.write(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nKeep-Alive: timeout=5, max=100\r\n\r\n${body}`,
      );
    });
    socket.on('close', () => {
      threads += 1;
      const next = waiting.shift();
      if (next !== undefined) serve(next);
    });
    socket.resume();
  };
  const server = createServer((socket) => {
    open.add(socket);
    socket.pause();
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    if (threads > 0) serve(socket);
    else waiting.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, open: () => open.size };
}

test('connections that are kept leave a small server a thread for others', async () => {
  const server = await openSmallServer();
  const model = connect({ baseURL: `http://127.0.0.1:${server.port}/v1`, defaultModel: 'm' });
  const reply = () => model.reply({ question: 'Why?', temperature: 1 });
  await Promise.all(Array.from({ length: 8 }, reply));
  await expect.poll(() => server.open()).toBeLessThanOrEqual(2);
  // Somebody else gets an answer at once.
  const other = connectTcp(server.port, '127.0.0.1');
  onTestFinished(() => void other.destroy());
  other.write('GET /health HTTP/1.1\r\nhost: x\r\n\r\n');
  expect(String(await new Promise((resolve) => other.once('data', resolve)))).toContain('200 OK');
});

test('a kept connection that the server has closed meanwhile is no failure', async () => {
  const { stub, ask } = await startReplies(() => eventStream(hello));
  await ask();
  const sockets = stub.requests.length;
  expect((await ask()).text).toBe('Hello');
  expect(stub.requests).toHaveLength(sockets + 1);
});
