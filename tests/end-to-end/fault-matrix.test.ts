import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../src/playground/people/person.js';
import { llamaCpp } from '../model/dialects/llama-cpp.js';
import { type EndpointStub, openEndpointStub, type StubAnswer, type StubRequest } from '../model/endpoint-stub.js';
import { ASKING_COMMANDS } from './asking-commands.js';
import { buttonsOf, plainText, readText, saysSomething, useRoom } from './harness.js';

/** How the server answers what is posted; well where undefined. */
let fault: ((request: StubRequest) => StubAnswer | undefined) | undefined;
let stub: EndpointStub;
/** Answers that are under way. */
let open = 0;

beforeAll(async () => {
  stub = await openEndpointStub((request) => {
    const answer =
      request.method === 'POST' ? (fault?.(request) ?? llamaCpp.answer(request)) : llamaCpp.answer(request);
    return typeof answer === 'function' ? counted(answer) : answer;
  });
});
afterEach(() => {
  fault = undefined;
});
afterAll(() => stub?.close());

function counted(answer: Extract<StubAnswer, (...given: never[]) => unknown>): StubAnswer {
  return (response) => {
    open += 1;
    response.on('close', () => {
      open -= 1;
    });
    answer(response);
  };
}

const room = useRoom(() => ({ baseURL: stub.baseURL }));

const TIME = 120_000;

let people = 0;
/** One person for each command, because nobody may have many under way. */
const somebody = (): Person => {
  people += 1;
  return room().playground.join(`P${people}`);
};

const run = (command: (typeof ASKING_COMMANDS)[number][0], options: object, until = saysSomething) =>
  somebody()
    .slash(command, { ...options })
    .settled(until, TIME);

/** Asks until the server is asked again, which may be left alone for some seconds. */
async function expectWell(): Promise<void> {
  fault = undefined;
  await expect
    .poll(async () => plainText(await run('ask', { question: 'The cat?' })), { timeout: TIME, interval: 500 })
    .not.toMatch(/in a row/);
}

describe('a server that is well', () => {
  test.each(ASKING_COMMANDS)(
    '/%s answers',
    async (command, options) => {
      const message = await run(command, options);
      expect(Object.keys(buttonsOf(message)), plainText(message)).toContain('Explain');
    },
    TIME,
  );
});

describe.each<[string, () => StubAnswer]>([
  ['before the first byte', () => () => {}],
  [
    'in the middle',
    () => (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"choices":[');
    },
  ],
  [
    'in the middle of a stream',
    () => (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': ping\n\n');
    },
  ],
])('a server that is silent %s', (_, answer) => {
  test(
    'can be stopped in every command, which ends its requests there',
    async () => {
      fault = answer;
      await Promise.all(
        ASKING_COMMANDS.map(async ([command, options]) => {
          const person = somebody();
          const asked = person.slash(command, { ...options });
          const waiting = await asked.settled((now) => 'Stop' in buttonsOf(now), TIME);
          person.press(waiting.id, 'Stop');
          const stopped = await asked.settled((now) => !('Stop' in buttonsOf(now)), TIME);
          expect(`/${command}: ${plainText(stopped)}`).toMatch(/topped by/);
        }),
      );
      await expect.poll(() => open).toBe(0);
      await expectWell();
    },
    TIME,
  );
});

const json =
  (status: number, message: string, headers: Record<string, string> = {}) =>
  (): StubAnswer => ({
    status,
    headers,
    json: { error: { message, code: status, type: 'server_error' } },
  });

describe.each<[string, (request: StubRequest) => StubAnswer, RegExp]>([
  ['closes at once', () => (response) => void response.destroy(), /closed the connection/],
  [
    'closes in the middle',
    () => (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': ping\n\n', () => response.destroy());
    },
    /closed the connection/,
  ],
  ['fails', json(500, 'internal error'), /failed with status 500/],
  ['has no time, and says when', json(429, 'slow down', { 'retry-after': '90' }), /Try again <t:\d+:R>, at <t:\d+:t>/],
  ['has no time for ever', json(429, 'slow down', { 'retry-after': '100000000000000' }), /in a few days/],
  ['sends half of its JSON', () => ({ text: '{"choices":[{"text":" mat","mess' }), /protocol/],
  [
    'sends a page',
    () => ({ text: '<!doctype html><p>Hello', headers: { 'content-type': 'application/json' } }),
    /web page/,
  ],
  ['sends nothing', () => ({ text: '' }), /with nothing|before it began|in the middle/],
])('a server that %s', (_, answer, sentence) => {
  test(
    'is told of in a sentence, by every command',
    async () => {
      fault = answer;
      const replies = await Promise.all(
        ASKING_COMMANDS.map(async ([command, options]) => [command, await run(command, options)] as const),
      );
      for (const [command, message] of replies) {
        const said = plainText(message);
        expect(`/${command}: ${said}`).toMatch(sentence);
        expect(said).not.toMatch(/Something went wrong inside|undefined|\[object|NaN/);
      }
      await expect.poll(() => open).toBe(0);
      await expectWell();
    },
    TIME,
  );
});

test(
  'a stream without end ends at what was asked for, with what was written, and says so',
  async () => {
    fault = ({ body }) =>
      body.stream === true && Array.isArray(body.messages)
        ? (response) => {
            response.writeHead(200, { 'content-type': 'text/event-stream' });
            const token = { token: ' mat', logprob: -0.1, bytes: [32, 109, 97, 116], top_logprobs: [] };
            const event = { choices: [{ index: 0, delta: { content: ' mat' }, logprobs: { content: [token] } }] };
            const timer = setInterval(() => response.write(`data: ${JSON.stringify(event)}\n\n`), 1);
            response.on('close', () => clearInterval(timer));
          }
        : llamaCpp.answer({ body } as StubRequest);
    const message = await run('ask', { question: 'The cat?', max_tokens: 16 }, (now) => 'Explain' in buttonsOf(now));
    expect(readText(message).match(/ ?mat/g)?.length).toBeGreaterThanOrEqual(16);
    expect(readText(message).match(/mat mat/g)?.length).toBeLessThanOrEqual(16);
    expect(plainText(message)).toMatch(/16 tokens|max_tokens|cut off|limit/i);
    await expect.poll(() => open).toBe(0);
  },
  TIME,
);

test(
  'a press that waits is stopped by who pressed, and its message stays as it was',
  async () => {
    const person = somebody();
    const charted = await person.slash('nextword', { prompt: 'The cat saw the mat' }).settled(saysSomething, TIME);
    fault = () => () => {};
    const pressed = person.press(charted.id, 'Roll');
    const waiting = () => pressed.followups().find((message) => 'Stop' in buttonsOf(message));
    await expect.poll(() => plainText(waiting() ?? charted)).toMatch(/Waiting for the model server…/);
    person.press(waiting()?.id ?? '', 'Stop');
    await expect.poll(() => pressed.followups().map(plainText).join('\n'), { timeout: TIME }).toMatch(/^Stopped by/);
    expect(person.message(charted.id)).toEqual(charted);
    await expect.poll(() => open).toBe(0);
  },
  TIME,
);
