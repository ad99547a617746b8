import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { type Connection, createConnection } from '../../src/playground/page/connection.js';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server's connection, the page's socket at its other end, when that is gone, and the connection's own socket. */
async function connected(
  limits: { pingMs?: number; backlog?: number },
  options = {},
): Promise<[Connection, WebSocket, Promise<void>, WebSocket]> {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
  closers.push(
    () => page.terminate(),
    () => sockets.close(),
    () => server.close(),
  );
  const [socket] = (await once(sockets, 'connection')) as [WebSocket];
  let closed: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const connection = createConnection(socket, { handle: () => undefined, closed: () => closed() }, Date.now, limits);
  return [connection, page, gone, socket];
}

describe('a connection', () => {
  test('a connection that answers no ping is given up', async () => {
    const [, page, gone] = await connected({ pingMs: 20 }, { autoPong: false });
    const closed = once(page, 'close');
    await gone;
    // No closing handshake: nobody would answer it.
    const [code] = await closed;
    expect(code).toBe(1006);
  });

  test('a connection that answers stays', async () => {
    // The time between pings passes when the answer is there, however long a busy machine takes for that.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const [connection, page, , socket] = await connected({ pingMs: 500 });
    for (let times = 0; times < 3; times += 1) {
      const answered = once(socket, 'pong');
      vi.advanceTimersByTime(500);
      await answered;
    }
    connection.send({ type: 'bot', online: true });
    const [data] = await once(page, 'message');
    expect(JSON.parse(String(data))).toEqual({ type: 'bot', online: true });
  });

  test('a connection that does not read is dropped before its backlog grows past the limit', async () => {
    const [connection, page, gone] = await connected({ backlog: 1_000_000 });
    await once(page, 'open');
    page.pause();
    const text = JSON.stringify('x'.repeat(500_000));
    let sent = 0;
    const writing = setInterval(() => {
      connection.sendText(text);
      sent += 1;
    });
    closers.push(() => clearInterval(writing));
    await gone;
    expect(sent).toBeGreaterThan(1);
  });
});
