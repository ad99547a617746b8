import type { ServerResponse } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { DEFAULT_LIMITS, type Limit } from '../../src/limits/limit-settings.js';
import { openEndpointStub } from '../model/endpoint-stub.js';
import { data, done, piece, usage } from '../model/reply-answers.js';
import { buttonsOf, openStage, plainText, readText } from './harness.js';

const PATIENCE = 100_000;

/** An endpoint whose replies are “Hello.”, each when the test says so, or at once after `openGates`. */
async function openGatedEndpoint() {
  const waiting: (() => void)[] = [];
  let isOpen = false;
  let underWay = 0;
  let most = 0;
  const stub = await openEndpointStub(({ path }) => {
    if (path === '/v1/models') return { json: { object: 'list', data: [{ id: 'm', object: 'model' }] } };
    if (path !== '/v1/chat/completions') return undefined;
    return (response: ServerResponse) => {
      underWay += 1;
      most = Math.max(most, underWay);
      const answer = () => {
        underWay -= 1;
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end(`${[piece({ content: 'Hello.' }), done, usage].map(data).join('')}data: [DONE]\n\n`);
      };
      if (isOpen) answer();
      else waiting.push(answer);
    };
  });
  onTestFinished(() => stub.close());
  return {
    stub,
    waiting,
    most: () => most,
    openGates() {
      isOpen = true;
      for (const answer of waiting.splice(0)) answer();
    },
  };
}

test(
  'a hundred people at once on a slow endpoint all get their replies, and see meanwhile where they are in line',
  async () => {
    const endpoint = await openGatedEndpoint();
    // The test is not about Discord's deadline, which a hundred people in one process would miss on a busy machine.
    const { playground, start } = await openStage({ firstResponseMs: 60_000 });
    const model = { baseURL: endpoint.stub.baseURL, defaultModel: 'm', logprobs: false };
    const bot = await start(model, { modelRequestsAtOnce: { perEndpoint: 4 } });
    onTestFinished(() => bot.close());
    const people = Array.from({ length: 100 }, (_, at) => playground.join(`Person ${at}`));
    const asked = people.map((person) => person.slash('ask', { question: 'Hello?' }));
    const inLine = () => asked.filter((one) => /You are (\d+\w\w|next) in line/.test(readTextOf(one.original())));
    await expect.poll(() => inLine().length, { timeout: PATIENCE }).toBeGreaterThan(60);

    // Who stops leaves the line: nothing is asked for them.
    const [leaving] = inLine();
    const message = leaving?.original();
    const at = leaving === undefined ? -1 : asked.indexOf(leaving);
    if (message === undefined) throw new Error('somebody is in line');
    await expect.poll(() => Object.keys(buttonsOf(leaving?.original() ?? message))).toContain('Stop');
    people[at]?.press(message.id, 'Stop');
    await leaving?.settled((now) => plainText(now).includes('Stopped by'), PATIENCE);

    endpoint.openGates();
    const others = asked.filter((one) => one !== leaving);
    const replies = await Promise.all(others.map((one) => one.settled((now) => 'Explain' in buttonsOf(now), PATIENCE)));
    for (const reply of replies) expect(plainText(reply)).toContain('Hello.');
    expect(endpoint.most()).toBe(4);
    expect(endpoint.stub.posted('/v1/chat/completions').length).toBeLessThanOrEqual(99 + 10);
  },
  2 * PATIENCE,
);

function readTextOf(message: Parameters<typeof readText>[0] | undefined): string {
  return message === undefined ? '' : readText(message);
}

test('what was used of a day’s limits is still used after a restart, and is refused to that person alone', async () => {
  const stage = await openStage();
  const day: Limit = { who: 'person', of: 'commands', per: 'day', most: 3 };
  const limits = { ...DEFAULT_LIMITS, limits: [day] };
  const ann = stage.playground.join('Ann');
  const tokenize = async (person = ann) => {
    const run = person.slash('tokenize', { text: 'Hello' });
    return plainText(await run.settled((now) => 'Explain' in buttonsOf(now) || readText(now).includes('used up')));
  };
  const first = await stage.start({}, { limits });
  for (let at = 0; at < 2; at++) expect(await tokenize()).toContain('Hello');
  await first.close();
  const second = await stage.start({}, { limits });
  expect(await tokenize()).not.toContain('used up');
  expect(await tokenize()).toMatch(
    /^Each person has 3 commands a day, and yours are used up\. Try again <t:\d+:R>, at <t:\d+:t>, or ask whoever runs the bot/,
  );
  expect(await tokenize(stage.playground.join('Bob'))).not.toContain('used up');
  await second.close();
});

test('tokens that the endpoint reports are counted, and who has none left is told until when', async () => {
  const endpoint = await openGatedEndpoint();
  endpoint.openGates();
  const limit: Limit = { who: 'person', of: 'tokens', per: 'day', most: 20 };
  const { playground, start } = await openStage();
  const model = { baseURL: endpoint.stub.baseURL, defaultModel: 'm', logprobs: false };
  const bot = await start(model, { limits: { ...DEFAULT_LIMITS, limits: [limit] } });
  onTestFinished(() => bot.close());
  const ann = playground.join('Ann');
  const ask = (person = ann) =>
    person
      .slash('ask', { question: 'Hello?' })
      .settled((now) => 'Explain' in buttonsOf(now), PATIENCE)
      .then(plainText);
  // Each answer reports 11.
  expect(await ask()).toContain('Hello.');
  expect(await ask()).toContain('Hello.');
  const asked = () => endpoint.stub.requests.filter(({ body }) => JSON.stringify(body).includes('Hello?')).length;
  const before = asked();
  const refused = ann.slash('ask', { question: 'Hello?' });
  await expect
    .poll(() => refused.followups().map(plainText).join(), { timeout: PATIENCE })
    .toMatch(/^Each person has 20 tokens a day for the model to read and write, and yours are used up\. Try again <t:/);
  expect(asked()).toBe(before);
  expect(await ask(playground.join('Bob'))).toContain('Hello.');
});
