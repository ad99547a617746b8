import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openPlayground } from '../../src/playground/open-playground.js';
import { connect, freshCookie } from '../playground-page/visitor.js';
import { NETWORK_ADDRESS, type NetworkClass, openNetworkClass } from './network-class.js';

let room: NetworkClass;
beforeAll(async () => {
  room = await openNetworkClass();
});
afterAll(() => room.close());

/** What comes of a request to an address of this machine, with any headers. */
function get(
  path: string,
  to: { host?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Record<string, unknown>; body: string }> {
  const { port } = room.playground;
  const host = to.host ?? NETWORK_ADDRESS;
  const headers = { host: `${host}:${port}`, ...to.headers };
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, path, headers }, (answer) => {
      let body = '';
      answer.on('data', (part) => {
        body += String(part);
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('who asks a class over HTTP', () => {
  test('a phone gets the page, with a policy for the address that it has', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain(`connect-src 'self' ws://${NETWORK_ADDRESS}:${room.playground.port};`);
    expect(policy).not.toContain('127.0.0.1');
    expect((await get('/', { host: '127.0.0.1' })).status).toBe(200);
  });

  test('another name is refused, also one that points here, and so is another page', async () => {
    const { port } = room.playground;
    const of = async (headers: Record<string, string>) => (await get('/', { headers })).status;
    expect(await of({ host: `evil.example:${port}` })).toBe(403);
    expect(await of({ host: `evil.example:${port}`, origin: `http://evil.example:${port}` })).toBe(403);
    expect(await of({ host: NETWORK_ADDRESS })).toBe(403);
    expect(await of({ host: `localhost:${port}` })).toBe(403);
    expect(await of({ host: `127.0.0.1:${port}` })).toBe(403);
    expect(await of({ origin: 'http://evil.example' })).toBe(403);
    expect(await of({ origin: `http://127.0.0.1:${port}` })).toBe(403);
    expect(await of({ origin: room.origin })).toBe(200);
  });

  test.each([
    '/api/v10/gateway',
    '/api/v10/users/@me',
    '/%61pi/v10/gateway',
    '//api/v10/gateway',
    '/api/./v10/gateway',
  ])('a phone never reaches the bot’s way in: %s', async (path) => {
    const headers = { authorization: `Bot ${room.playground.botToken}` };
    expect((await get(path, { headers })).status).toBeGreaterThanOrEqual(403);
  });

  test('the bot on this machine reaches it', async () => {
    const headers = { authorization: `Bot ${room.playground.botToken}` };
    expect((await get('/api/v10/users/@me', { host: '127.0.0.1', headers })).status).toBe(200);
    // The same machine by its other address is a phone like any other.
    expect((await get('/api/v10/users/@me', { headers })).status).toBe(403);
  });

  test('the gateway is closed to phones', async () => {
    const socket = new WebSocket(`${room.origin.replace('http', 'ws')}/gateway`);
    socket.on('error', () => undefined);
    const [, answer] = await once(socket, 'unexpected-response');
    expect(answer.statusCode).toBe(403);
  });

  test.each([
    ['another site', { origin: 'http://evil.example' }],
    ['no origin', {}],
    ['another host', { host: 'evil.example' }],
  ])('a socket of %s is turned away', async (_who, headers) => {
    const { socket } = connect(room.origin, { cookie: await freshCookie(room.origin), ...headers });
    const [, answer] = await once(socket, 'unexpected-response');
    expect(answer.statusCode).toBe(403);
  });

  test('nobody saves what everybody did, because it has what was sent to one alone', async () => {
    const teacher = await room.teacher();
    expect((await get('/transcript', { headers: { cookie: teacher.cookie } })).status).toBe(403);
  });

  test('a picture is for those who are shown it', async () => {
    const [teacher, ann, ben] = [
      await room.teacher(),
      await room.student('Picture Ann'),
      await room.student('Picture Ben'),
    ];
    room.onCommand((interaction) =>
      interaction.reply({ content: 'look', files: [{ attachment: Buffer.from('x'), name: 'a.txt' }] }),
    );
    const own = await ann.ask({ type: 'make-channel' });
    const ownId = own.ok ? (own.data.channelId ?? '') : '';
    await ann.ask({ type: 'slash', channelId: ownId, name: 'quick', options: {} });
    const { view } = await ann.next('message', (frame) => frame.view.message.attachments.length > 0);
    const path = new URL(view.message.attachments[0]?.url ?? '').pathname;
    const statusFor = async (cookie: string) => (await get(path, { headers: { cookie } })).status;
    expect(await statusFor(ann.cookie)).toBe(200);
    expect(await statusFor(ben.cookie)).toBe(404);
    expect(await statusFor(teacher.cookie)).toBe(404);
    expect(await statusFor(await freshCookie(room.origin))).toBe(404);
    expect((await get(path)).status).toBe(404);

    await teacher.ask({ type: 'slash', channelId: room.sharedId, name: 'quick', options: {} });
    const shown = await ben.next('message', (frame) => frame.view.message.channel_id === room.sharedId);
    const shared = new URL(shown.view.message.attachments[0]?.url ?? '').pathname;
    expect((await get(shared, { headers: { cookie: ben.cookie } })).status).toBe(200);
  });
});

test('without a class nothing but this machine is listened to', async () => {
  const playground = await openPlayground();
  const failed = new Promise((resolve) =>
    request({ host: NETWORK_ADDRESS, port: playground.port }).on('error', resolve).on('response', resolve).end(),
  );
  expect(await failed).toMatchObject({ code: 'ECONNREFUSED' });
  expect(playground.classroom).toBeUndefined();
  await playground.close();
});
