import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Client } from 'discord.js';
import { expect, onTestFinished, test } from 'vitest';
import { defineCommand } from '../../../../src/discord/command.js';
import { text } from '../../../../src/discord/reply.js';
import { createClient } from '../../../../src/discord/transport/gateway/client.js';
import { createRefusedRequests } from '../../../../src/discord/transport/refused-requests.js';
import { readText } from '../../../end-to-end/harness.js';
import { openDesk } from './desk.js';

/** discord.js's own client before a Discord that answers each request as the number in its path says. */
async function openClient(refused: Parameters<typeof createClient>[2]): Promise<Client> {
  const server = createServer((request, response) => {
    const [, status = '200', scope = 'user'] = /users\/(\d{3})(\w*)/.exec(request.url ?? '') ?? [];
    const limited = status === '429' && !hasAnswered.delete(request.url ?? '');
    if (limited) hasAnswered.add(request.url ?? '');
    response.writeHead(status === '429' && !limited ? 200 : Number(status), {
      'content-type': 'application/json',
      ...(limited ? { 'retry-after': '0.01', 'x-ratelimit-scope': scope === '' ? 'user' : scope } : {}),
    });
    response.end(JSON.stringify({ message: 'as told', code: 0 }));
  });
  const hasAnswered = new Set<string>();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createClient(`http://127.0.0.1:${port}/api`, () => {}, refused);
  client.rest.setToken('x');
  onTestFinished(async () => {
    await client.destroy();
    server.close();
  });
  return client;
}

test('what Discord refuses is counted, what all share is not, and it is over when ten minutes have passed', async () => {
  const lines: unknown[] = [];
  const log = {
    warn: (...line: unknown[]) => void lines.push(line),
    info: (...line: unknown[]) => void lines.push(line),
  };
  let now = 0;
  const refused = createRefusedRequests({ log, now: () => now, carefulFrom: 6 });
  const client = await openClient(refused);
  const get = (path: string) => client.rest.get(`/users/${path}`, { auth: false }).catch(() => undefined);

  for (const path of ['200', '400', '404', '429shared', '429shared', '429shared']) await get(path);
  for (const path of ['403', '401', '429', '403', '403']) await get(path);
  expect(refused.isCareful()).toBe(false);
  await get('403');
  expect(refused.isCareful()).toBe(true);
  await get('403');
  expect(lines).toHaveLength(1);
  expect(lines[0]).toEqual([{ refused: 6 }, expect.stringContaining('Discord refuses many requests')]);

  now = 9 * 60_000;
  expect(refused.isCareful()).toBe(true);
  await get('403');
  now = 10 * 60_000;
  expect(refused.isCareful()).toBe(false);
  expect(lines[1]).toEqual([{ refused: 1 }, expect.stringContaining('replies grow as before')]);
  expect(lines).toHaveLength(2);
});

test('while Discord refuses much, a reply comes when it is finished and does not grow', async () => {
  let shown = 0;
  const grow = defineCommand({
    name: 'grow',
    description: 'Grows',
    options: {},
    run: async ({ progress }) => {
      for (let at = 0; at < 5; at++) {
        progress({ blocks: [text(`so far ${at}`)] });
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      shown += 1;
      return { blocks: [text('all of it')] };
    },
  });
  const desk = await openDesk([grow], undefined, undefined, undefined, 10);
  onTestFinished(() => desk.close());
  const edits = () => desk.between.requests.filter(({ kind }) => kind === 'edit').length;

  const before = await desk.ada.slash('grow').settled((message) => readText(message).includes('all of it'));
  expect(readText(before)).toContain('all of it');
  expect(edits()).toBeGreaterThan(1);

  desk.between.fail(({ kind }) =>
    kind === 'edit' ? { status: 403, body: { message: 'Missing Access', code: 50001 } } : undefined,
  );
  for (let at = 0; at < 12; at++) desk.ada.slash('grow');
  await expect.poll(() => shown).toBe(13);
  await expect.poll(() => desk.lines.filter(({ msg }) => String(msg).includes('refuses many')).length).toBe(1);
  // Each tried to say what became of it.
  await expect.poll(edits).toBeGreaterThanOrEqual(12);
  desk.between.fail(() => undefined);
  desk.between.requests.length = 0;
  await desk.ada.slash('grow').settled((message) => readText(message).includes('all of it'));
  // What those before it say of their end, below what they had shown, may come late.
  const grown = desk.between.requests.filter(
    ({ body }) => body.includes('so far') && !body.includes('let the bot write'),
  );
  expect(grown).toEqual([]);
});
