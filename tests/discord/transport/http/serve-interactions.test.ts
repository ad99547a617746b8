import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createSignatureCheck } from '../../../../src/discord/transport/http/check-signature.js';
import { createDiscordClock } from '../../../../src/discord/transport/http/discord-clock.js';
import { createRefusals } from '../../../../src/discord/transport/http/refusals.js';
import { serveInteractions } from '../../../../src/discord/transport/http/serve-interactions.js';
import { UserError } from '../../../../src/errors.js';
import { openCrowd } from '../../../builders/open-crowd.js';
import { createSigner } from './signing.js';

const signer = createSigner();
const stranger = createSigner();

/** A body as Discord sends it, no two alike. */
let made = 0;
const press = (more: object = {}) => JSON.stringify({ id: `14000000000000${++made + 1000}`, type: 3, ...more });

/** A server with what it took and what it logged. */
async function open(publicKey = signer.publicKey) {
  const taken: unknown[] = [];
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'trace' }, { write: (line) => void lines.push(JSON.parse(line)) });
  let now = 0;
  const clock = createDiscordClock(() => now);
  const server = await serveInteractions({
    port: 0,
    check: await createSignatureCheck(publicKey, clock),
    refusals: createRefusals(log, 300),
    take(interaction) {
      taken.push(interaction);
      return true;
    },
  });
  onTestFinished(() => server.close());
  const address = `http://127.0.0.1:${server.port}`;
  const send = (body: string | Uint8Array, headers: Record<string, string>, path = '/interactions') =>
    fetch(address + path, { method: 'POST', body: Buffer.from(body), headers });
  const pass = (ms: number) => {
    now += ms;
  };
  return { server, address, taken, lines, clock, send, pass };
}

test('what Discord signed is taken with 202 and nothing in it, and a ping is answered', async () => {
  const { send, taken } = await open();
  const body = press({ token: 't' });
  const answer = await send(body, signer.headers(body));
  expect([answer.status, await answer.text()]).toEqual([202, '']);
  expect(taken).toEqual([JSON.parse(body)]);
  const ping = JSON.stringify({ id: '1', type: 1 });
  const pong = await send(ping, signer.headers(ping));
  expect([pong.status, await pong.json()]).toEqual([200, { type: 1 }]);
  expect(taken).toHaveLength(1);
});

test.each<[string, (body: string) => Record<string, string>]>([
  ['no signature', () => ({ 'content-type': 'application/json' })],
  ['no timestamp', (body) => ({ ...signer.headers(body), 'x-signature-timestamp': '' })],
  ['somebody else’s key', (body) => stranger.headers(body)],
  ['another body’s signature', () => signer.headers(press())],
  ['another timestamp', (body) => ({ ...signer.headers(body), 'x-signature-timestamp': '1700000000' })],
  ['a timestamp with more in it', (body) => ({ ...signer.headers(body), 'x-signature-timestamp': '1700000000{' })],
  ['a signature that is too short', (body) => ({ ...signer.headers(body), 'x-signature-ed25519': 'ab'.repeat(63) })],
  ['a signature of other letters', (body) => ({ ...signer.headers(body), 'x-signature-ed25519': 'zz'.repeat(64) })],
  ['a signature of nothing but zeros', (body) => ({ ...signer.headers(body), 'x-signature-ed25519': '00'.repeat(64) })],
])('%s is refused, always with the same answer, and nothing is taken', async (_, headersOf) => {
  const { send, taken } = await open();
  const body = press();
  const answer = await send(body, headersOf(body));
  expect([answer.status, await answer.text()]).toEqual([401, 'This is not signed by Discord.\n']);
  expect(taken).toEqual([]);
});

test('a body that is changed by one byte anywhere is refused', async () => {
  const { send, taken } = await open();
  const body = Buffer.from(press());
  const headers = signer.headers(body);
  for (let at = 0; at < body.length; at += 1) {
    const changed = Uint8Array.from(body);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect((await send(changed, headers)).status).toBe(401);
  }
  expect(taken).toEqual([]);
});

test('what came already is answered again and not done again, and what was signed long ago is refused, whatever time this computer has', async () => {
  const { send, taken, pass, lines } = await open();
  // A clock of ten years ago: only Discord's own times are compared.
  const then = Date.now() - 10 * 365 * 86_400_000;
  const first = press();
  expect((await send(first, signer.headers(first, then))).status).toBe(202);
  const again = await send(first, signer.headers(first, then));
  expect([again.status, await again.text()]).toEqual([202, '']);
  expect(taken).toHaveLength(1);
  expect(lines).toMatchObject([{ refused: { repeated: 1 } }]);
  const kept = press();
  const signed = signer.headers(kept, then);
  pass(9000);
  expect((await send(kept, signed)).status).toBe(202);
  const late = press();
  pass(12_000);
  expect((await send(late, signer.headers(late, then))).status).toBe(401);
  const fresh = press();
  expect((await send(fresh, signer.headers(fresh, then + 21_000))).status).toBe(202);
  expect(taken).toHaveLength(3);
});

test('what another process took is refused by age where Discord’s time is known', async () => {
  const { send, clock } = await open();
  clock.note(Date.now());
  const body = press();
  expect((await send(body, signer.headers(body, Date.now() - 15_000))).status).toBe(401);
});

test('where all that comes seems to be old, what was known of Discord’s clock is given up, and the log says why', async () => {
  const { send, clock, lines } = await open();
  clock.note(Date.now() + 3_600_000);
  const statuses: number[] = [];
  for (let second = 0; second < 8; second += 1) {
    const body = press();
    statuses.push((await send(body, signer.headers(body, Date.now() + second * 1000))).status);
  }
  expect(statuses).toEqual([401, 401, 401, 401, 202, 202, 202, 202]);
  expect(lines[0]).toMatchObject({ level: 40, refused: { old: 1 } });
});

test.each<[string, string | Uint8Array, Record<string, string>]>([
  ['no JSON', '{', {}],
  ['no object', '[1]', {}],
  ['nothing', '', {}],
  ['no text', Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]), {}],
  ['another type', press(), { 'content-type': 'text/plain' }],
])('what is signed and cannot be read gets 400, and the log has nothing of it: %s', async (_, body, more) => {
  const { send, taken, lines } = await open();
  const answer = await send(body, { ...signer.headers(body), ...more });
  expect([answer.status, taken]).toEqual([400, []]);
  expect(lines).toMatchObject([{ refused: { unreadable: 1 } }]);
});

test('a body beyond a mebibyte is refused, with its length told or not', async () => {
  const { address, server, taken } = await open();
  const body = press();
  const told = { ...signer.headers(body), host: 'a', 'content-length': 1024 * 1024 + 1 };
  const lines = Object.entries(told).map(([name, value]) => `${name}: ${value}\r\n`);
  let answer = '';
  for await (const bytes of hold(server.port, `POST /interactions HTTP/1.1\r\n${lines.join('')}\r\n`)) answer += bytes;
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  // Else a proxy sends the next one over a connection that is about to end.
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  const stream = new ReadableStream({
    pull(controller) {
      controller.enqueue(Buffer.alloc(65_536, 32));
    },
  });
  const init = { method: 'POST', body: stream, headers: signer.headers(body), duplex: 'half' } as RequestInit;
  const status = await fetch(`${address}/interactions`, init).then(
    (answer) => answer.status,
    () => 'cut off',
  );
  expect([413, 'cut off']).toContain(status);
  expect(taken).toEqual([]);
});

test('other methods and paths get a sentence', async () => {
  const { address, send } = await open();
  const body = press();
  const here = await fetch(`${address}/interactions`);
  expect([here.status, await here.text()]).toEqual([200, expect.stringContaining('by POST')]);
  expect((await fetch(`${address}/interactions`, { method: 'HEAD' })).status).toBe(200);
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const answer = await fetch(`${address}/interactions`, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
  }
  for (const path of ['/', '/metrics', '/interactions/x', '//interactions']) {
    expect((await send(body, signer.headers(body), path)).status).toBe(404);
  }
  expect((await send(body, signer.headers(body), '/interactions/')).status).toBe(202);
});

test('a flood of what nobody signed is not read, and fills no log', async () => {
  const { send, taken, lines } = await open();
  const statuses = await Promise.all(Array.from({ length: 300 }, () => send('x'.repeat(1000), {})));
  expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([401]));
  await expect.poll(() => lines.map(({ refused }) => refused)).toContainEqual({ unsigned: 1 });
  const told = () => lines.map(({ refused }) => (refused as { unsigned: number }).unsigned);
  await expect.poll(() => told().reduce((sum, one) => sum + one, 0)).toBe(300);
  expect(lines.length).toBeLessThan(100);
  expect(taken).toEqual([]);
});

/** A connection that sends something and is then held open. */
function hold(port: number, text: string): Socket {
  const socket = connect(port, '127.0.0.1', () => socket.write(text));
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  return socket;
}

test('six hundred connections that are held open, silent or slow, keep nobody out', async () => {
  const { server, send, taken } = await open();
  const slow = 'POST /interactions HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n\r\n{';
  await openCrowd(600, (at) => hold(server.port, ['', 'POST /inter', slow][at % 3] ?? ''));
  for (let at = 0; at < 5; at += 1) {
    const body = press();
    expect((await send(body, signer.headers(body))).status).toBe(202);
  }
  expect(taken).toHaveLength(5);
});

test('who sends too slowly is cut off', async () => {
  const { server } = await open();
  const headers = signer.headers('{}');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = hold(
    server.port,
    `POST /interactions HTTP/1.1\r\nhost: a\r\n${lines.join('')}content-length: 100\r\n\r\n`,
  );
  const drip = setInterval(() => socket.write('x'), 500);
  onTestFinished(() => clearInterval(drip));
  const closed = await new Promise((resolve) => socket.resume().once('close', () => resolve(true)));
  expect(closed).toBe(true);
});

test('while it drains alone it goes on answering, and asks for another connection each time', async () => {
  const { server, send } = await open();
  await server.drain(false);
  const body = press();
  const answer = await send(body, signer.headers(body));
  expect([answer.status, answer.headers.get('connection')]).toEqual([202, 'close']);
});

test('while it drains beside others it answers what had begun to come, and nobody connects any more', async () => {
  const { server, send, taken } = await open();
  const body = press();
  const headers = {
    ...signer.headers(body),
    host: 'a',
    'content-length': Buffer.byteLength(body),
    expect: '100-continue',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const begun = hold(server.port, `POST /interactions HTTP/1.1\r\n${lines.join('')}\r\n`);
  expect(String((await once(begun, 'data'))[0])).toContain('100 Continue');
  const drained = server.drain(true);
  await expect(send(body, {})).rejects.toThrow();
  begun.write(body);
  let answer = '';
  for await (const bytes of begun) answer += String(bytes);
  await drained;
  expect(taken).toEqual([JSON.parse(body)]);
  expect(answer).toMatch(/^HTTP\/1\.1 202 /);
  expect(answer).toMatch(/\r\nconnection: close\r\n/i);
});

test('a port that is taken is said with a way out', async () => {
  const { server } = await open();
  const clock = createDiscordClock(() => 0);
  const refusals = createRefusals(pino({ level: 'silent' }));
  const check = await createSignatureCheck(signer.publicKey, clock);
  const error: unknown = await serveInteractions({ port: server.port, check, refusals, take: () => true }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toContain(
    `Another program uses port ${server.port}, so the server for interactions cannot be there. Set another port in INTERACTIONS_PORT`,
  );
});
