import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createHealth } from '../../src/operations/health.js';
import { serveOperations } from '../../src/operations/serve-operations.js';

async function serve(metrics = async () => 'a_metric 1\n', port = 0) {
  const health = createHealth();
  const server = await serveOperations({ port, health, metrics, metricsType: 'text/plain; version=0.0.4' });
  onTestFinished(() => server.close());
  const get = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
  return { health, server, get };
}

/** All that comes back for some bytes, until the connection ends. */
async function say(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (data) => {
    text += data;
  });
  socket.on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  return text;
}

test('each path says its part, with a status that a probe reads', async () => {
  const { health, get } = await serve();
  expect((await get('/health')).status).toBe(503);
  expect((await get('/health/ready')).status).toBe(503);
  const live = await get('/health/live');
  expect([live.status, await live.json()]).toEqual([200, { live: true }]);
  health.lost();
  expect((await get('/health/live')).status).toBe(503);
  const metrics = await get('/metrics?x=1');
  expect([metrics.status, await metrics.text()]).toEqual([200, 'a_metric 1\n']);
  expect((await get('/metrics', { method: 'HEAD' })).status).toBe(200);
});

test.each([
  ['another path', '/', {}, 404],
  ['a path that objects have', '/constructor', {}, 404],
  ['another method', '/health', { method: 'DELETE' }, 405],
  ['a body', '/metrics', { method: 'POST', body: 'x' }, 405],
])('%s is refused in a word', async (_, path, init, status) => {
  const { get } = await serve();
  const response = await get(path, init);
  expect([response.status, await response.text()]).toEqual([status, '']);
});

test('a body is not read, a head that is too long neither, and what is no HTTP ends the connection', async () => {
  const { server } = await serve();
  expect(await say(server.port, 'GET /health HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nhello')).toMatch(
    /^HTTP\/1.1 413/,
  );
  expect(await say(server.port, `GET /health HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431/);
  expect(await say(server.port, '\u0016\u0003\u0001 hello\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
});

test('who sends a request slowly, or none at all, loses the connection, and others are answered meanwhile', async () => {
  const { server, get } = await serve();
  const slow = [say(server.port, 'GET /health HTTP/1.1\r\nx: '), say(server.port, '')];
  expect((await get('/health/live')).status).toBe(200);
  const [first, second] = await Promise.all(slow);
  expect(first).toMatch(/^(?:HTTP\/1.1 408|$)/);
  expect(second).toMatch(/^(?:HTTP\/1.1 408|$)/);
});

test('a failure while metrics are read costs no more than an answer', async () => {
  const { get } = await serve(() => Promise.reject(new Error('secret')));
  const response = await get('/metrics');
  expect([response.status, await response.text()]).toEqual([500, '']);
});

test('a port that is taken is told in a sentence', async () => {
  const { server } = await serve();
  await expect(serve(undefined, server.port)).rejects.toThrow(
    `Another program uses port ${server.port}, so health and metrics cannot be there. Set another port in OPERATIONS_PORT, or stop that program.`,
  );
});
