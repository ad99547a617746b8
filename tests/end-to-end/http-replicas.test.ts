import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { startTokenscope } from '../../src/main.js';
import { openPlayground } from '../../src/playground/open-playground.js';
import type { Exchange } from '../../src/playground/state/events.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { keptParts } from '../builders/kept-threads.js';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { buttonsOf, readText, saysSomething } from './harness.js';

/** A bot that takes interactions over HTTP alone, as one of several with the same database. */
async function startReplica(playground: Awaited<ReturnType<typeof openPlayground>>, folder: string) {
  const bot = await startTokenscope(
    {
      discord: {
        token: playground.botToken,
        apiURL: playground.apiURL,
        interactions: { port: 0, publicKey: undefined, besideGateway: false },
      },
      model: { baseURL: undefined, apiKey: undefined, defaultModel: undefined },
      playgroundPort: 0,
      databaseURL: `file:${join(folder, 'runs.db')}`,
      logLevel: 'silent',
      stopTimeoutSeconds: 30,
    },
    pino({ level: 'silent' }),
    keptParts,
  );
  return { bot, address: `http://127.0.0.1:${bot.interactionsPort}/interactions` };
}

async function openReplicas() {
  const folder = temporaryFolder();
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
  const exchanges: Exchange[] = [];
  playground.events.on('exchange', (exchange) => exchanges.push(exchange));
  const replicas = [await startReplica(playground, folder), await startReplica(playground, folder)];
  onTestFinished(async () => {
    for (const { bot } of replicas) await bot.close();
    await playground.close();
  });
  return { playground, exchanges, replicas, addresses: replicas.map(({ address }) => address) };
}

test('replicas without a gateway say where they listen, and go on with what another one began', async () => {
  const { playground, replicas, addresses } = await openReplicas();
  expect(replicas[0]?.bot.greeting).toContain(
    `Interactions come over HTTP at port ${replicas[0]?.bot.interactionsPort}`,
  );
  expect(replicas[0]?.bot.greeting).toContain('“Interactions Endpoint URL”');
  playground.deliverTo(addresses);
  const person = playground.join('Ann');
  const message = await person.slash('nextword', { prompt: 'The capital of France is' }).settled(saysSomething);
  const arrows = () => readText(person.message(message.id) ?? message);
  for (const label of ['Add “Paris”', 'Undo']) {
    await expect.poll(() => Object.keys(buttonsOf(person.message(message.id) ?? message))).toContain(label);
    await person.press(message.id, label).settled();
  }
  await expect.poll(arrows).not.toContain('→');
});

test('an interaction that is sent to two replicas is answered once', async () => {
  const { playground, exchanges, addresses } = await openReplicas();
  // What stands in front sends all to both, as a proxy does that tries again too early.
  const twice = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      /^x-signature|^content-type/.test(name) && typeof value === 'string' ? [[name, value] as [string, string]] : [],
    );
    const send = (address: string) => fetch(address, { method: 'POST', body: Buffer.concat(parts), headers });
    const answers = await Promise.all(addresses.map(send));
    response.writeHead(answers[0]?.status ?? 500).end();
  });
  await new Promise<void>((listening) => twice.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void twice.close());
  playground.deliverTo(`http://127.0.0.1:${(twice.address() as AddressInfo).port}/interactions`);

  const people = Array.from({ length: 10 }, (_, at) => playground.join(`Person ${at}`));
  const asked = people.map((person) => person.slash('tokenize', { text: `A text of ${person.name}` }));
  for (const one of asked) {
    await one.settled(saysSomething);
    expect(one.followups()).toEqual([]);
  }
  // One takes each; the other is told so, once or more where it tried again before it had heard.
  const statuses = () => exchanges.filter(({ path }) => path.includes('/callback')).map(({ status }) => status);
  await expect.poll(() => statuses().length).toBeGreaterThanOrEqual(20);
  expect(statuses().filter((status) => status === 204)).toHaveLength(10);
  expect(statuses().filter((status) => status !== 204 && status !== 400)).toEqual([]);
  const edits = exchanges.filter(({ path, method }) => path.includes('/messages/') && method !== 'GET');
  expect(edits.filter(({ status }) => status >= 400)).toEqual([]);
});
