import { mkdtempSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIMessage } from 'discord-api-types/v10';
import { expect, onTestFinished, test } from 'vitest';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { buttonsOf, choose, open, openRoom, openStage, type Room, readText, saysSomething } from './harness.js';

const PATIENCE = 60_000;

/** A token of a stream with two that could have stood there. */
const event = (token: string, probability: number, finish: string | null = null) =>
  `data: ${JSON.stringify({
    id: 'x',
    object: 'text_completion',
    model: 'm',
    choices: [
      {
        index: 0,
        text: token,
        finish_reason: finish,
        logprobs: {
          tokens: [token],
          token_logprobs: [Math.log(probability)],
          top_logprobs: [{ [token]: Math.log(probability), ' else': Math.log(0.1) }],
          text_offset: [0],
        },
      },
    ],
  })}\n\n`;

/** The bot on an endpoint that streams two tokens and then does what the test says. */
async function openSlowRoom(
  then: (response: ServerResponse) => void,
): Promise<{ room: Room; stub: EndpointStub; folder: string }> {
  const stub = await openEndpointStub(({ path }) => {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: 'm', object: 'model' }] } };
    if (path !== '/v1/completions') return undefined;
    return (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(event(' one', 0.7) + event(' two', 0.6));
      then(response);
    };
  });
  const folder = mkdtempSync(join(tmpdir(), 'tokenscope-slow-'));
  const room = await openRoom({ model: { baseURL: stub.baseURL }, databaseURL: `file:${join(folder, 'runs.db')}` });
  onTestFinished(async () => {
    await room.tokenscope.close();
    await stub.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { room, stub, folder };
}

test('Stop keeps what was written, with its steps', async () => {
  const { room } = await openSlowRoom(() => {});
  const { person } = room;
  const run = person.slash('generate', { prompt: 'Count:' });
  const growing = await run.settled(
    (now) => 'Stop' in buttonsOf(now) && readText(now).includes('2 of 20 tokens…'),
    PATIENCE,
  );
  expect(readText(growing)).toContain('Count\\: **one two**');
  person.press(growing.id, 'Stop');
  const stopped = await run.settled((now) => readText(now).includes('breaks off'), PATIENCE);
  expect(readText(stopped)).toContain('**The text breaks off after 2 tokens.** Stopped by Ann.');
  const details = await open(person, stopped, 'Details', saysSomething);
  expect(readText(details)).toContain('`·one` 70% → `·two` 60%');
  const first = await person
    .press(stopped.id, 'Step by step')
    .settled((now) => readText(now).includes('Step 1 of 2:'), PATIENCE);
  expect(readText(await open(person, first, 'Details', saysSomething))).toMatch(
    /70% {2}·one {3}◀ drawn\n *10% {2}·else\n *20% {2}all other tokens together/,
  );
});

test('a stream that breaks off keeps what came, and an endpoint that is gone gets a sentence', async () => {
  const { room, stub } = await openSlowRoom((response) => setTimeout(() => response.destroy(), 50));
  const { person } = room;
  const message = await person
    .slash('generate', { prompt: 'Count:', tokens: 5 })
    .settled((now) => readText(now).includes('breaks off'), PATIENCE);
  expect(readText(message)).toContain('Count\\: **one two**');
  await stub.close();
  const beside = await person.press(message.id, 'Greedy beside it').settled(saysSomething, PATIENCE);
  expect(readText(beside).replaceAll('\\', '')).toContain(stub.host);
});

test('the stepper and the forks of a text work after a restart', async () => {
  const { playground, start } = await openStage();
  const first = await start();
  const person = playground.join('Ann');
  const isWritten = (now: APIMessage) => 'Step by step' in buttonsOf(now);
  const message = await person
    .slash('generate', { prompt: 'Once upon a time, there was a', tokens: 3, seed: 7 })
    .settled(isWritten, PATIENCE);
  await first.close();

  const second = await start();
  const step = await person
    .press(message.id, 'Step by step')
    .settled((now) => readText(now).includes('Step 1 of 3:'), PATIENCE);
  expect(readText(step)).toContain('was drawn');
  const last = await choose(person, step, 'The last step').settled(
    (now) => readText(now).includes('Step 3 of 3:'),
    PATIENCE,
  );
  const animated = await person.press(last.id, 'Animation').settled(isWritten, PATIENCE);
  const fork = await person.press(animated.id, 'Why this word?').settled(saysSomething, PATIENCE);
  expect(buttonsOf(fork)).toHaveProperty('Later place ▶');
  await second.close();
});
