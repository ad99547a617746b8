import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyKey } from 'discord-interactions';
import { expect, onTestFinished, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { logIn } from './client.js';

/** An endpoint that somebody else wrote: what it gets is checked, and answered by the test. */
async function openEndpoint(
  playground: Playground,
  answer: (response: ServerResponse, interaction: Record<string, unknown>) => unknown,
) {
  const got: Record<string, unknown>[] = [];
  const { verify_key: key } = (await api(playground, 'GET')).body as { verify_key: string };
  const server = createServer(async (request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const raw = Buffer.concat(parts);
    const { 'x-signature-ed25519': signature, 'x-signature-timestamp': timestamp } = request.headers;
    if (!(await verifyKey(raw, String(signature), String(timestamp), key))) return response.writeHead(401).end();
    expect(Math.abs(Number(timestamp) * 1000 - Date.now())).toBeLessThan(60_000);
    const interaction = JSON.parse(raw.toString()) as Record<string, unknown>;
    if (interaction.type === 1) return json(response, { type: 1 });
    got.push(interaction);
    return await answer(response, interaction);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return { got, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/interactions` };
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function api(playground: Playground, method: string, body?: unknown) {
  const answer = await fetch(`${playground.apiURL}/v10/applications/@me`, {
    method,
    headers: { authorization: `Bot ${playground.botToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function openWithCommand(options: Parameters<typeof openPlayground>[0] = {}) {
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS, ...options });
  onTestFinished(() => playground.close());
  const put = await fetch(`${playground.apiURL}/v10/applications/${playground.applicationId}/commands`, {
    method: 'PUT',
    headers: { authorization: `Bot ${playground.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify([{ name: 'hi', description: 'Hi' }]),
  });
  expect(put.status).toBe(200);
  return { playground, ann: playground.join('Ann') };
}

test('a response in the answer is taken as Discord takes it, with its files', async () => {
  const { playground, ann } = await openWithCommand();
  const { address, got } = await openEndpoint(playground, (response, { id }) => {
    const form = new FormData();
    form.set('payload_json', JSON.stringify({ type: 4, data: { content: `to ${id}`, attachments: [{ id: '0' }] } }));
    form.set('files[0]', new Blob(['a text']), 'a.txt');
    const made = new Response(form);
    response.setHeader('content-type', made.headers.get('content-type') ?? '');
    return made.arrayBuffer().then((bytes) => response.end(Buffer.from(bytes)));
  });
  playground.deliverTo(address);
  const message = await ann.slash('hi').settled();
  expect(got).toMatchObject([{ type: 2, application_id: playground.applicationId, member: { user: { id: ann.id } } }]);
  expect(got[0]).toHaveProperty('app_permissions');
  expect(message.content).toBe(`to ${got[0]?.id}`);
  expect(message.attachments).toMatchObject([{ filename: 'a.txt', size: 6 }]);
});

test('202 leaves the answer to the API, and a second one is refused', async () => {
  const { playground, ann } = await openWithCommand();
  const statuses: number[] = [];
  const { address } = await openEndpoint(playground, async (response, { id, token }) => {
    response.writeHead(202).end();
    for (const content of ['first', 'second']) {
      const answer = await fetch(`${playground.apiURL}/v10/interactions/${id}/${token}/callback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ type: 4, data: { content } }),
      });
      statuses.push(answer.status);
    }
  });
  playground.deliverTo(address);
  expect((await ann.slash('hi').settled()).content).toBe('first');
  await expect.poll(() => statuses).toEqual([204, 400]);
});

test.each<[string, (response: ServerResponse) => unknown]>([
  ['an error', (response) => response.writeHead(500).end()],
  ['no content', (response) => response.writeHead(204).end()],
  ['no JSON', (response) => response.writeHead(200).end('ok')],
  ['a response that is none', (response) => json(response, { type: 4, data: {} })],
  ['a closed connection', (response) => response.destroy()],
  ['nothing within the time', () => undefined],
])('with %s the application did not respond', async (_, answer) => {
  const { playground, ann } = await openWithCommand({ firstResponseMs: 500 });
  const { address } = await openEndpoint(playground, answer);
  playground.deliverTo(address);
  expect(await ann.slash('hi').first()).toBe('failed');
});

test('several addresses take turns, and one where nobody listens is passed over', async () => {
  const { playground, ann } = await openWithCommand();
  const answer = (response: ServerResponse) => json(response, { type: 4, data: { content: 'hi' } });
  const first = await openEndpoint(playground, answer);
  const second = await openEndpoint(playground, answer);
  playground.deliverTo([first.address, second.address]);
  for (let at = 0; at < 4; at += 1) await ann.slash('hi').settled();
  expect([first.got.length, second.got.length]).toEqual([2, 2]);
  playground.deliverTo(['http://127.0.0.1:1/interactions', second.address]);
  for (let at = 0; at < 4; at += 1) await ann.slash('hi').settled();
  expect([first.got.length, second.got.length]).toEqual([2, 6]);
});

test('one guild has its interactions over HTTP, and others over the gateway', async () => {
  const { playground, ann } = await openWithCommand({ guilds: 2 });
  const client = await logIn(playground, (one) => one.isChatInputCommand() && one.reply('over the gateway'));
  onTestFinished(() => client.destroy());
  const [, other] = playground.guilds;
  const { address, got } = await openEndpoint(playground, (response) =>
    json(response, { type: 4, data: { content: 'over HTTP' } }),
  );
  const berta = playground.join('Berta', { guilds: [other?.id ?? ''] });
  const answers = async () => {
    const [one, another] = await Promise.all([ann, berta].map((person) => person.slash('hi').settled()));
    return [one?.content, another?.content];
  };
  playground.deliverTo(address, other?.id);
  expect(await answers()).toEqual(['over the gateway', 'over HTTP']);
  expect(got).toMatchObject([{ guild_id: other?.id }]);
  playground.deliverTo(undefined, other?.id);
  expect(await answers()).toEqual(['over the gateway', 'over the gateway']);
});

test('an endpoint is set by the API, where it answers a ping and refuses a bad signature', async () => {
  const { playground } = await openWithCommand();
  const { address } = await openEndpoint(playground, () => undefined);
  expect((await api(playground, 'GET')).body.interactions_endpoint_url).toBeNull();
  expect(await api(playground, 'PATCH', { interactions_endpoint_url: address })).toMatchObject({
    status: 200,
    body: { interactions_endpoint_url: address },
  });
  expect(
    (await api(playground, 'PATCH', { interactions_endpoint_url: null })).body.interactions_endpoint_url,
  ).toBeNull();

  const trusting = createServer((_, response) => json(response, { type: 1 }));
  await new Promise<void>((listening) => trusting.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void trusting.close());
  const open = `http://127.0.0.1:${(trusting.address() as AddressInfo).port}/`;
  for (const refused of [open, 'http://127.0.0.1:1/interactions', 'ftp://127.0.0.1/', 'here']) {
    const answer = await api(playground, 'PATCH', { interactions_endpoint_url: refused });
    expect([answer.status, answer.body.code]).toEqual([400, 50035]);
    expect(answer.body).toHaveProperty('errors.interactions_endpoint_url._errors');
  }
});
