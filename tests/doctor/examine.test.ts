import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { parseConfig } from '../../src/config.js';
import { checkDatabase } from '../../src/doctor/check-database.js';
import { checkDiscord } from '../../src/doctor/check-discord.js';
import { checkModels, checkModeration } from '../../src/doctor/check-models.js';
import { checkNode } from '../../src/doctor/check-parts.js';
import { examine } from '../../src/doctor/examine.js';
import type { Finding } from '../../src/doctor/finding.js';
import { openPlayground } from '../../src/playground/open-playground.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { freePort } from '../builders/free-port.js';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { openEndpointStub, type StubAnswer } from '../model/endpoint-stub.js';

const marked = (found: readonly Finding[], mark: Finding['mark']) =>
  found.filter((one) => one.mark === mark).map(({ sentence }) => sentence);

const all = (found: readonly Finding[]) => found.map(({ mark, about, sentence }) => `${mark} ${about}: ${sentence}`);

async function openFor<T extends { close(): unknown }>(opening: Promise<T>): Promise<T> {
  const opened = await opening;
  onTestFinished(async () => void (await opened.close()));
  return opened;
}

async function stub(answer: (path: string) => StubAnswer | undefined) {
  return openFor(openEndpointStub(({ path }) => answer(path)));
}

/** A Discord that answers each route as told. */
async function discordStub(answers: Readonly<Record<string, unknown>>, date = new Date().toUTCString()) {
  const server = createServer((request, response) => {
    const route = (request.url ?? '').replace(/^\/api\/v10/, '').replace(/\?.*$/, '');
    const json = answers[route];
    response.writeHead(json === undefined ? 404 : 200, { 'content-type': 'application/json', date });
    response.end(JSON.stringify(json ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`;
}

const APPLICATION = '100000000000000001';
const answers = (change: Readonly<Record<string, unknown>> = {}) => ({
  '/users/@me': { id: APPLICATION, username: 'Tokenscope' },
  '/applications/@me': { id: APPLICATION },
  '/gateway/bot': { session_start_limit: { total: 1000, remaining: 900, reset_after: 0 } },
  [`/applications/${APPLICATION}/commands`]: [],
  '/users/@me/guilds': [{ id: '1', name: 'School', permissions: '8' }],
  ...change,
});

const askDiscord = (apiURL: string, token = 'x') => checkDiscord({ token, apiURL, fetch, commands: 0 });

test('with nothing set, all that a start needs is there', async () => {
  const config = parseConfig({ DATABASE_URL: `file:${join(temporaryFolder(), 'runs.db')}`, PLAYGROUND_PORT: '0' });
  const found: Finding[] = [];
  for await (const one of examine(config, 25)) found.push(one);
  expect(found.map(({ mark }) => mark)).not.toContain('trouble');
  expect(all(found)).toEqual([
    expect.stringMatching(/^well Disk: /),
    expect.stringMatching(/^well Database: .*not there yet/),
    'well Pictures: a picture with all kinds of letters was drawn.',
    'well Tokenizer: a text was cut into tokens.',
    'well Discord: DISCORD_TOKEN is not set, so the playground starts instead.',
    'well Playground: port 0 is free.',
    'well Model (embedded): it answers. No endpoint is set, so all commands use it.',
  ]);
});

test('a port that is taken is said', async () => {
  const playground = await openFor(openPlayground({ port: 0 }));
  const port = new URL(playground.origin).port;
  const config = parseConfig({ DATABASE_URL: 'file::memory:', PLAYGROUND_PORT: port });
  const found: Finding[] = [];
  for await (const one of examine(config, 25)) found.push(one);
  expect(marked(found, 'note')).toContainEqual(expect.stringContaining(`port ${port} is taken`));
});

test('Node.js is new enough or not', () => {
  expect(checkNode('v20.19.0', '>=20.19').mark).toBe('well');
  expect(checkNode('v22.1.0', '>=20.19').mark).toBe('well');
  expect(checkNode('v20.9.0', '>=20.19')).toMatchObject({
    mark: 'trouble',
    sentence: expect.stringContaining('20.19'),
  });
});

test('an embedded Discord takes its token, and refuses another one', async () => {
  const playground = await openFor(openPlayground({ port: 0 }));
  const { apiURL, botToken } = playground;
  const found = await checkDiscord({ token: botToken, apiURL, fetch, commands: 3 });
  expect(marked(found, 'trouble')).toEqual([]);
  expect(marked(found, 'note')).toContainEqual('it knows 0 of 3 commands. The next start tells it the others.');
  const refused = await checkDiscord({ token: 'none', apiURL, fetch, commands: 3 });
  expect(all(refused)).toEqual([expect.stringMatching(/^trouble Discord: it does not take DISCORD_TOKEN/)]);
});

test('a Discord that is away, or is none, is told from one that refuses', async () => {
  const away = await askDiscord(`http://127.0.0.1:${freePort()}/api`);
  expect(marked(away, 'trouble')).toEqual([expect.stringContaining('does not answer (ECONNREFUSED)')]);
  const none = await askDiscord(await discordStub({}));
  expect(marked(none, 'trouble')).toEqual([expect.stringContaining('status 404')]);
});

test('what the bot may not do on a server is named', async () => {
  const lacking = { '/users/@me/guilds': [{ id: '1', name: 'School', permissions: String(1 << 10) }] };
  const found = await askDiscord(await discordStub(answers(lacking)));
  expect(marked(found, 'note')).toEqual([
    'on “School” the bot may not: Send Messages, Attach Files, Read Message History, Create Public Threads, Send Messages In Threads. Slash commands work all the same. For conversations, let its role do that (Server Settings, Roles).',
  ]);
  const nowhere = await askDiscord(await discordStub(answers({ '/users/@me/guilds': [] })));
  expect(marked(nowhere, 'note')).toEqual([expect.stringContaining(`client_id=${APPLICATION}`)]);
  expect(marked(await askDiscord(await discordStub(answers())), 'note')).toEqual([]);
});

test('a bot that logs in too often, and a clock that is off, are said', async () => {
  const limit = (remaining: number) => ({
    '/gateway/bot': { session_start_limit: { total: 1000, remaining, reset_after: 7_200_000 } },
  });
  const none = await askDiscord(await discordStub(answers(limit(0))));
  expect(marked(none, 'trouble')).toEqual([expect.stringContaining('Wait 2 hours')]);
  const few = await askDiscord(await discordStub(answers(limit(7))));
  expect(marked(few, 'note')).toEqual([expect.stringContaining('7 more times')]);
  const late = new Date(Date.now() - 3_600_000).toUTCString();
  const off = await askDiscord(await discordStub(answers(), late));
  expect(marked(off, 'note')).toEqual([
    expect.stringMatching(/differs from Discord’s by 3,\d00 seconds|3,\d\d\d seconds/),
  ]);
});

test('the shards that are set are compared with those that Discord recommends', async () => {
  const limit = { total: 1000, remaining: 3, reset_after: 7_200_000 };
  const apiURL = await discordStub(answers({ '/gateway/bot': { shards: 4, session_start_limit: limit } }));
  const ask = async (more: Partial<Parameters<typeof checkDiscord>[0]>) => {
    const found = await checkDiscord({ token: 'x', apiURL, fetch, commands: 0, ...more });
    return all(found).filter((line) => /Shards:|log in/.test(line));
  };
  expect(await ask({})).toEqual([
    'well Shards: this process serves all 4 shards; Discord recommends 4.',
    'trouble Discord: the bot may log in 3 more times today, and needs 4, one for each shard. Wait 2 hours, and see why it restarts so often.',
  ]);
  expect(await ask({ shards: { ids: [2, 3], count: 8 } })).toEqual([
    'well Shards: this process serves shards 2 to 3 of 8, and others must serve the rest; Discord recommends 4.',
    'note Discord: the bot may log in 3 more times today. See why it restarts so often.',
  ]);
  expect((await ask({ shards: { ids: [0], count: 2 } }))[0]).toBe(
    'note Shards: SHARDS says 2, and Discord recommends 4, because of how many servers the bot is on. Set SHARDS=auto, or that number in all processes.',
  );
  expect(await ask({ hasGateway: false })).toEqual([]);
});

test('a database is looked at and left as it is', async () => {
  const path = join(temporaryFolder(), 'runs.db');
  const storage = await openStorage({ url: `file:${path}` });
  await storage.runs.create('ask', 'x');
  expect(marked(checkDatabase(`file:${path}`), 'well')).toContainEqual(expect.stringContaining('1 stored run)'));
  await storage.close();
  expect(marked(checkDatabase(`file:${path}`), 'well')).toContainEqual(expect.stringContaining('1 stored run)'));
  chmodSync(path, 0o644);
  expect(marked(checkDatabase(`file:${path}`), 'note')).toEqual([expect.stringContaining(`chmod 600 ${path}`)]);
  const file = new Database(path);
  file.exec("INSERT INTO kysely_migration VALUES ('9999-later', '2030-01-01')");
  file.close();
  expect(marked(checkDatabase(`file:${path}`), 'trouble')).toEqual([expect.stringContaining('newer Tokenscope')]);
});

test('a file that is no database, and a folder that is none, are said', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'notes.txt');
  writeFileSync(path, 'a note of somebody, which is no database at all'.repeat(100));
  expect(marked(checkDatabase(`file:${path}`), 'trouble')).toEqual([expect.stringContaining('cannot be opened')]);
  const below = checkDatabase(`file:${join(path, 'runs.db')}`);
  expect(marked(below, 'trouble').length).toBeGreaterThan(0);
  expect(marked(checkDatabase('file::memory:'), 'note')).toEqual([expect.stringContaining('gone after a restart')]);
});

test('an endpoint that is away, refuses the key, or tells no probabilities, is said', async () => {
  const port = freePort();
  const endpoint = (baseURL: string) => parseConfig({ OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: 'a-secret-key' });
  const away = await checkModels(endpoint(`http://127.0.0.1:${port}/v1`), fetch);
  expect(marked(away, 'trouble')).toEqual([expect.stringContaining(`127.0.0.1:${port}`)]);
  const refusing = await stub(() => ({ status: 401, json: { error: { message: 'Wrong key a-secret-key' } } }));
  const refused = await checkModels(endpoint(refusing.baseURL), fetch);
  expect(marked(refused, 'trouble')).toHaveLength(1);
  expect(all(refused).join()).not.toContain('a-secret-key');
  const plain = await stub((path) =>
    path === '/v1/models'
      ? { json: { data: [{ id: 'plain' }] } }
      : path === '/v1/chat/completions'
        ? { json: { choices: [{ message: { content: 'Good day.' }, finish_reason: 'stop' }] } }
        : { status: 404, json: { error: { message: 'not found' } } },
  );
  const found = await checkModels(endpoint(plain.baseURL), fetch);
  expect(marked(found, 'well')).toEqual([expect.stringMatching(/^plain answers/)]);
  expect(marked(found, 'note')).toEqual([expect.stringContaining('no probabilities')]);
});

test('the moderation endpoint is asked once, where there is one', async () => {
  expect(await checkModeration(parseConfig({}), fetch)).toEqual([]);
  const kind = await stub(() => ({ json: { results: [{ flagged: false }] } }));
  const config = parseConfig({ MODERATION_BASE_URL: kind.baseURL });
  expect(marked(await checkModeration(config, fetch), 'well')).toEqual(['the endpoint answers.']);
  const broken = await stub(() => ({ status: 500, json: {} }));
  const failing = await checkModeration(parseConfig({ MODERATION_BASE_URL: broken.baseURL }), fetch);
  expect(marked(failing, 'trouble')).toEqual([expect.stringContaining('Check MODERATION_BASE_URL')]);
});

test('each address of an endpoint is examined, and told apart where one lacks a model', async () => {
  const chat = { model: 'a', choices: [{ index: 0, message: { content: 'Hello' }, finish_reason: 'stop' }] };
  const listing = (...ids: string[]) =>
    stub((path) => (path === '/v1/models' ? { json: { data: ids.map((id) => ({ id })) } } : { json: chat }));
  const [whole, lacking] = [await listing('a', 'b'), await listing('a')];
  const dead = `http://127.0.0.1:${freePort()}/v1`;
  const addresses = [whole.baseURL, lacking.baseURL, dead].join();
  const found = await checkModels(parseConfig({ OPENAI_BASE_URL: addresses, OPENAI_NAME: 'home' }), fetch);
  const said = all(found);
  expect(said).toContainEqual(expect.stringMatching(`^well Model \\(home, ${whole.host}\\): a answers`));
  expect(said).toContainEqual(expect.stringMatching(`^well Model \\(home, ${lacking.host}\\): a answers`));
  expect(marked(found, 'trouble')).toEqual([expect.stringMatching(/^Nothing answers at home/)]);
  expect(said).toContainEqual(
    expect.stringMatching(`^note Model \\(${lacking.host}\\): it does not list b, as other addresses`),
  );
});
