import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { connectDiscord } from '../../../src/discord/transport/connect.js';
import { UserError } from '../../../src/errors.js';

/** Listens on a free port of 127.0.0.1 until the test is over. */
async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => server.close(closed));
  });
  return (server.address() as AddressInfo).port;
}

/** Logs in where it cannot end well. */
async function logIn(apiURL: string, maxSilenceMs = 600) {
  const warnings: Record<string, unknown>[] = [];
  const error: unknown = await connectDiscord({
    apiURL,
    token: 'a.b.c',
    commands: [],
    log: pino({ level: 'warn' }, { write: (line) => void warnings.push(JSON.parse(line)) }),
    onIncoming: () => {},
    onLost: () => {},
    maxSilenceMs,
  }).catch((reason: unknown) => reason);
  return { error, warnings };
}

test('a Discord that takes connections and never answers is waited for, said, and given up', async () => {
  const port = await listen(createServer());
  const { error, warnings } = await logIn(`http://127.0.0.1:${port}/api`);
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toContain(
    `http://127.0.0.1:${port}/api does not answer: for 0.6 s the bot has waited for its API.`,
  );
  expect(warnings).toMatchObject([{ awaited: 'api', msg: 'waiting for Discord, which does not answer' }]);
});

test('so is a gateway that never says hello', async () => {
  const gateway = await listen(
    createHttpServer().on('upgrade', (request, socket, head) => {
      new WebSocketServer({ noServer: true }).handleUpgrade(request, socket, head, () => {});
    }),
  );
  const api = await listen(
    createHttpServer((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({
          url: `ws://127.0.0.1:${gateway}`,
          shards: 1,
          session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
        }),
      );
    }),
  );
  const apiURL = `http://127.0.0.1:${api}/api`;
  let { error, warnings } = await logIn(apiURL);
  // On a machine that stood still the API has not answered by then either.
  if (!String(error).includes('gateway')) ({ error, warnings } = await logIn(apiURL, 10_000));
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).toContain('the bot has waited for its gateway.');
  // Where the first answer is late, that is waited for and said as well.
  expect(warnings.at(-1)).toMatchObject({ awaited: 'gateway' });
});
