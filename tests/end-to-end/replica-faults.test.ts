import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { llamaCpp } from '../model/dialects/llama-cpp.js';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from '../model/endpoint-stub.js';
import { ASKING_COMMANDS } from './asking-commands.js';
import { buttonsOf, plainText, useRoom } from './harness.js';

/** How one of the two addresses answers what is posted. */
let fault: (request: StubRequest) => StubAnswer;
let well: EndpointStub;
let bad: EndpointStub;
/** Answers of the bad one that are under way. */
let open = 0;

beforeAll(async () => {
  well = await openEndpointStub((request) => llamaCpp.answer(request));
  bad = await openEndpointStub((request) => {
    const answer = request.method === 'POST' ? fault(request) : llamaCpp.answer(request);
    if (typeof answer !== 'function') return answer;
    return (response) => {
      open += 1;
      response.on('close', () => {
        open -= 1;
      });
      answer(response);
    };
  });
});
afterAll(async () => {
  await well?.close();
  await bad?.close();
});

const room = useRoom(() => ({ baseURL: bad.baseURL, replicaURLs: [well.baseURL] }));

const TIME = 120_000;
const hasEnded = (message: APIMessage) => 'Explain' in buttonsOf(message);

const json =
  (status: number, message: string, headers: Record<string, string> = {}) =>
  (): StubAnswer => ({ status, headers, json: { error: { message, code: status, type: 'server_error' } } });

let people = 0;

describe.each<[string, (request: StubRequest) => StubAnswer]>([
  ['closes at once', () => (response) => void response.destroy()],
  [
    'closes in the middle',
    () => (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': ping\n\n', () => response.destroy());
    },
  ],
  ['fails', json(500, 'internal error')],
  ['fails in words', json(500, 'CUDA is out of order')],
  ['has no time, and says when', json(429, 'slow down', { 'retry-after': '90' })],
  ['has no time for ever', json(429, 'slow down', { 'retry-after': '100000000000000' })],
  ['loads its model', json(503, 'Loading model')],
  ['sends half of its JSON', () => ({ text: '{"choices":[{"text":" mat","mess' })],
  ['sends a page', () => ({ text: '<!doctype html><p>Hello', headers: { 'content-type': 'application/json' } })],
  ['sends nothing', () => ({ text: '' })],
])('beside one address that is well, one that %s', (_, answer) => {
  test(
    'takes nothing away from any command',
    async () => {
      fault = answer;
      const replies = await Promise.all(
        ASKING_COMMANDS.map(async ([command, options]) => {
          people += 1;
          const person = room().playground.join(`P${people}`);
          return [command, await person.slash(command, { ...options }).settled(hasEnded, TIME)] as const;
        }),
      );
      for (const [command, message] of replies) {
        expect(`/${command}: ${plainText(message)}`).not.toMatch(
          /Something went wrong inside|undefined|\[object|NaN|127\.0\.0\.1/,
        );
      }
      await expect.poll(() => open).toBe(0);
    },
    TIME,
  );
});
