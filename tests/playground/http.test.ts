import { request } from 'node:http';
import { Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { restOf } from './client.js';

describe('the HTTP side of the playground', () => {
  let playground: Playground;
  let clock = Date.now();
  beforeAll(async () => {
    playground = await openPlayground({ now: () => clock });
  });
  afterAll(async () => await playground?.close());

  const call = async (path: string, init: RequestInit = {}, token = `Bot ${playground.botToken}`) => {
    const answer = await fetch(`${playground.apiURL}/v10${path}`, {
      ...init,
      headers: { authorization: token, ...init.headers },
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
  };

  test('a wrong or missing token is 401, a wrong route 404 with its method and path', async () => {
    expect(await call('/users/@me', {}, 'Bot nonsense')).toMatchObject({
      status: 401,
      body: { message: '401: Unauthorized', code: 0 },
    });
    expect(await call('/users/@me', {}, playground.botToken)).toMatchObject({ status: 401 });
    const unknown = await call('/guilds/1/bans', { method: 'PUT' });
    expect(unknown).toMatchObject({ status: 404, body: { code: 0 } });
    expect(unknown.body.message).toContain('PUT /api/v10/guilds/1/bans');
    const old = await fetch(`${playground.apiURL}/v6/gateway`);
    expect(old.status).toBe(404);
  });

  test('JSON that cannot be read is 50109, a body that is no object 50035', async () => {
    const post = (body: string) =>
      call(`/channels/${playground.channels[0]?.id}/messages`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
      });
    expect(await post('{')).toMatchObject({ status: 400, body: { code: 50109 } });
    expect(await post('[]')).toMatchObject({ status: 400, body: { code: 50035 } });
    expect(await post(JSON.stringify({ content: 'x'.repeat(1024 * 1024) }))).toMatchObject({
      status: 413,
      body: { code: 40005 },
    });
  });

  test('every answer carries the headers of its bucket; past it comes 429, then it opens again', async () => {
    const typing = () => call(`/channels/${playground.channels[0]?.id}/typing`, { method: 'POST' });
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await typing());
    expect(answers.map((answer) => answer.status)).toEqual([204, 204, 204, 204, 204, 429]);
    expect(answers.map((answer) => answer.headers.get('x-ratelimit-remaining'))).toEqual([
      '4',
      '3',
      '2',
      '1',
      '0',
      '0',
    ]);
    const refused = answers[5];
    expect(refused?.headers.get('x-ratelimit-limit')).toBe('5');
    expect(refused?.headers.get('x-ratelimit-bucket')).toMatch(/^[0-9a-f]{32}$/);
    expect(refused?.headers.get('x-ratelimit-scope')).toBe('user');
    expect(refused?.headers.get('retry-after')).toBe('5');
    expect(refused?.body).toEqual({ message: 'You are being rate limited.', retry_after: 5, global: false, code: 0 });
    // Another channel has a bucket of its own.
    expect((await call(`/channels/${playground.channels[1]?.id}/typing`, { method: 'POST' })).status).toBe(204);
    clock += 5001;
    expect((await typing()).status).toBe(204);
  });

  test('the fifty-first request of a second is refused for all routes', async () => {
    clock += 60_000;
    const statuses: number[] = [];
    for (let n = 0; n < 26; n += 1)
      statuses.push((await call('/users/@me')).status, (await call('/applications/@me')).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(50);
    const refused = await call('/users/@me');
    expect(refused).toMatchObject({ status: 429, body: { global: true } });
    expect(refused.headers.get('x-ratelimit-global')).toBe('true');
    clock += 1001;
    expect((await call('/users/@me')).status).toBe(200);
  });

  test('discord.js waits a 429 out by itself', async () => {
    // However long six requests take, they come in the time that five may come in.
    let later = 0;
    const own = await openPlayground({ now: () => clock + later });
    try {
      const rest = restOf(own);
      const limited: string[] = [];
      rest.on('rateLimited', (info) => {
        limited.push(info.route);
        later += 5000;
      });
      const route = Routes.webhook(own.applicationId, 'wrong-token');
      const codes = await Promise.all(
        Array.from({ length: 6 }, () =>
          rest.post(route, { auth: false, body: { content: 'x' } }).catch((error: { code: number }) => error.code),
        ),
      );
      expect(codes).toEqual([50027, 50027, 50027, 50027, 50027, 50027]);
      expect(limited).toHaveLength(1);
    } finally {
      await own.close();
    }
  });

  const raw = (headers: Record<string, string>, path = '/api/v10/gateway') =>
    new Promise<number>((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: playground.port, path, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end();
    });

  test('the playground answers its own address and page alone', async () => {
    const { port } = playground;
    expect(await raw({ host: `127.0.0.1:${port}` })).toBe(200);
    expect(await raw({ host: `localhost:${port}` })).toBe(200);
    expect(await raw({ host: `127.0.0.1:${port}`, origin: playground.origin })).toBe(200);
    expect(await raw({ host: `evil.example:${port}` })).toBe(403);
    expect(await raw({ host: '127.0.0.1' })).toBe(403);
    expect(await raw({ host: `127.0.0.1:${port}`, origin: 'https://evil.example' })).toBe(403);
    expect(await raw({ host: `127.0.0.1:${port}`, origin: 'null' })).toBe(403);
    expect(await raw({ host: `evil.example:${port}` }, '/attachments/1/2/a.png')).toBe(403);
  });

  test('a file is for who was given its address, whole', async () => {
    const ada = playground.join('Ada with a file');
    const id = ada.attach({ name: 'a.svg', type: 'image/svg+xml', bytes: new Uint8Array(Buffer.from('<svg/>')) });
    const message = ada.say(playground.channels[0]?.id ?? '', '', { files: [id] });
    const url = message.attachments[0]?.url ?? '';
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    const bare = url.split('?')[0] ?? '';
    for (const other of [bare, `${bare}?hm=`, `${bare}?hm=${'A'.repeat(22)}`])
      expect((await fetch(other)).status).toBe(404);
  });

  test('a port that is taken is told as the system tells it', async () => {
    const { port } = playground;
    await expect(openPlayground({ port })).rejects.toMatchObject({ code: 'EADDRINUSE', syscall: 'listen', port });
  });
});
