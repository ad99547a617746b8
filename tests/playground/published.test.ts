import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { openPlayground, type PlaygroundOptions } from '../../src/playground/open-playground.js';

/** Asks by an address that is not the loopback one, as an engine does for a port that it publishes, for what a browser asked for. */
async function askFromOutside(options: PlaygroundOptions, host: (port: number) => string): Promise<number | undefined> {
  const playground = await openPlayground({ port: 0, ...options });
  onTestFinished(() => playground.close());
  const { port } = playground;
  const request = get({ host: '127.0.0.2', port, path: '/', headers: { host: host(port) }, agent: false });
  const [response]: IncomingMessage[] = await once(request, 'response');
  response?.resume();
  return response?.statusCode;
}

const asPublished = (port: number) => `127.0.0.1:${port}`;

test('a published playground answers who came through the engine, and nobody who asked for another name', async () => {
  expect(await askFromOutside({ isPublished: true }, asPublished)).toBe(200);
  expect(await askFromOutside({ isPublished: true }, (port) => `evil.example:${port}`)).toBe(403);
});

test('any other playground does not even listen there', async () => {
  await expect(askFromOutside({}, asPublished)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});
