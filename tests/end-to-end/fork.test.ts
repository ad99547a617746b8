import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chatCompletion } from '../model/continuation-answers.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { componentsOf, openRoom, picturesOf, type Room, readText, useRoom } from './harness.js';
import { useTinyModel } from './tiny-answers.js';

const room = useRoom();
const tiny = useTinyModel();

const STORY = 'Once upon a time';
const PATIENCE = 60_000;

function menusOf(message: APIMessage) {
  const menus = componentsOf(message).filter(({ options }) => options !== undefined);
  const found = (start: string) => menus.find(({ placeholder }) => placeholder?.startsWith(start));
  return { places: found('Look at'), tokens: found('Force'), branches: found('Read') };
}

type Menu = ReturnType<typeof menusOf>['places'];

/** Chooses in a menu the entry that begins with some words. */
function choose(message: APIMessage, menu: Menu, label: string, by = room().person) {
  const option = menu?.options?.find((one) => one.label.startsWith(label));
  return by.select(message.id, menu?.placeholder ?? '', [option?.value ?? 'no such entry']);
}

const isForked = (message: APIMessage) => readText(message).includes('Why this word?');
const hasBranch = (number: number) => (message: APIMessage) => new RegExp(`▶ ${number}\\. `).test(readText(message));

let story: Promise<APIMessage> | undefined;

/** A message of its own that forks the same story. */
async function forkStory(): Promise<{ fork: APIMessage; raw: Awaited<ReturnType<typeof tiny.complete>> }> {
  const { person } = room();
  story ??= person
    .slash('generate', { prompt: STORY, seed: 5, tokens: 14 })
    .settled((now) => readText(now).includes('Next ▶'), PATIENCE);
  const fork = await person.press((await story).id, 'Why this word?').settled(isForked);
  return { fork, raw: await tiny.complete({ prompt: STORY, seed: 5, max_tokens: 14 }) };
}

const visible = (token: string) => token.replace(/^ /, '·');

describe('Why this word?', () => {
  test('lists the most uncertain places first, with what stands there and the runner-up', async () => {
    const { fork, raw } = await forkStory();
    const entropies = raw.listed.map((list) => list.reduce((sum, [, p]) => sum - p * Math.log2(p), 0));
    const most = entropies.indexOf(Math.max(...entropies));
    const { places, tokens } = menusOf(fork);
    const [first] = places?.options ?? [];
    expect(first?.value).toBe(String(most));
    expect(first?.label).toContain(`Token ${most + 1}: ${visible(raw.tokens[most] ?? '')} `);
    const [best = '', share = 0] = raw.listed[most]?.find(([token]) => token !== raw.tokens[most]) ?? [];
    expect(first).toHaveProperty('description', `or ${visible(best)} ${Math.round(share * 100)}%`);
    // All that is listed there can be forced, save what stands there.
    expect(tokens?.options?.map(({ label }) => label)).toEqual(
      (raw.listed[most] ?? []).slice(0, 8).flatMap(([token]) => (token === raw.tokens[most] ? [] : [visible(token)])),
    );
    expect(picturesOf(fork)).toEqual([]);
  });

  test('a forced token is gone on from as the model would, and the branches stand in a tree', async () => {
    const { fork, raw } = await forkStory();
    const before = await tiny.complete({ prompt: STORY, seed: 5, max_tokens: 1 });
    expect(before.tokens[0]).toBe(raw.tokens[0]);
    const forced = await choose(fork, menusOf(fork).tokens, '·long').settled(hasBranch(2), PATIENCE);
    expect(forced.id).toBe(fork.id);
    const alone = await tiny.complete({ prompt: `${STORY}${raw.tokens[0]} long`, seed: 5, max_tokens: 12 });
    expect(readText(forced)).toContain(`\n${raw.tokens[0]} long${alone.text}\n`);
    const [share] = (raw.listed[1] ?? []).filter(([token]) => token === ' long').map(([, p]) => Math.round(p * 100));
    const [own] = raw.probabilities.slice(1, 2).map((p) => Math.round(p * 100));
    expect(readText(forced)).toContain(`token 2: ·long ${share}% instead of ${visible(raw.tokens[1] ?? '')} ${own}%`);
    const [tree] = picturesOf(forced);
    expect(tree?.alt).toContain(`“${STORY}${raw.tokens[0]}” (current)`);
    expect(tree?.alt).toMatch(new RegExp(`“·long.*?” ${share}% after “${STORY}${raw.tokens[0]}” \\(current\\)`));

    // A fork of the branch hangs from the branch, and the first text can be read again.
    const place = menusOf(forced).places?.options?.find(({ value }) => Number(value) > 1);
    const looked = await choose(forced, menusOf(forced).places, place?.label ?? '').settled(
      (now) => readText(now).includes(`**At token ${Number(place?.value) + 1} stands`),
      PATIENCE,
    );
    const [other] = menusOf(looked).tokens?.options ?? [];
    const third = await choose(looked, menusOf(looked).tokens, other?.label ?? '').settled(hasBranch(3), PATIENCE);
    expect(picturesOf(third)[0]?.alt.match(/after “·long/g)).toHaveLength(2);
    const back = await choose(third, menusOf(third).branches, '1.').settled(hasBranch(1), PATIENCE);
    expect(readText(back)).toContain(`\n${raw.text}\n`);

    // A branch that is there is shown, and not written again.
    const again = await choose(back, menusOf(back).places, 'Token 2:').settled(
      (now) => readText(now).includes('**At token 2 stands'),
      PATIENCE,
    );
    const same = await choose(again, menusOf(again).tokens, '·long').settled(hasBranch(2), PATIENCE);
    expect(readText(same)).toContain('There is such a branch already');
  });

  test('of two people who force at once, one makes a branch and the other changes nothing', async () => {
    const { fork } = await forkStory();
    const ben = room().playground.join('Ben');
    const { tokens } = menusOf(fork);
    const presses = [choose(fork, tokens, '·there'), choose(fork, tokens, '·long', ben)];
    await expect.poll(() => presses.map(({ state }) => state), { timeout: PATIENCE }).toEqual(['answered', 'answered']);
    await expect
      .poll(() => readText(room().person.message(fork.id) ?? fork), { timeout: PATIENCE })
      .toContain('A press came from an earlier view and changed nothing');
    expect(menusOf(room().person.message(fork.id) ?? fork).branches?.options).toHaveLength(2);
  });

  test('a reply to a question is gone on with from the forced word', async () => {
    const { person } = room();
    const question = 'What is the capital of France?';
    const reply = await person
      .slash('ask', { question, seed: 5 })
      .settled((now) => readText(now).includes('tokens in'), PATIENCE);
    const fork = await person.press(reply.id, 'Why this word?').settled(isForked);
    // The first word is the most uncertain one here, so that it is looked at.
    expect(readText(fork)).toContain('**At token 1 stands `The`**');
    const forced = await choose(fork, menusOf(fork).tokens, 'Paris').settled(hasBranch(2), PATIENCE);
    const alone = await tiny.chat({
      messages: [
        { role: 'user', content: question },
        { role: 'assistant', content: 'Paris' },
      ],
      add_generation_prompt: false,
      continue_final_message: true,
      seed: 5,
      temperature: 1,
      max_tokens: 100,
    });
    expect(readText(forced)).toContain(`\nParis${alone}\n`);
  });
});

describe('an endpoint that does not continue its own reply', () => {
  let stub: EndpointStub;
  let other: Room;
  const sky = [
    { token: 'Blue', logprob: Math.log(0.6), bytes: [...Buffer.from('Blue')] },
    { token: 'Grey', logprob: Math.log(0.3), bytes: [...Buffer.from('Grey')] },
  ];
  beforeAll(async () => {
    stub = await openEndpointStub(({ path }) => {
      if (path === '/v1/models') return { json: { object: 'list', data: [{ id: 'm', object: 'model' }] } };
      if (path !== '/v1/chat/completions') return undefined;
      return chatCompletion({ content: [{ ...sky[0], top_logprobs: sky }] }, 'Blue', 'stop');
    });
    other = await openRoom({ model: { baseURL: stub.baseURL }, databaseURL: 'file::memory:' });
  });
  afterAll(async () => {
    await other.tokenscope.close();
    await stub.close();
  });

  test('says so with a way out, and shows the reply as it was', async () => {
    const { person } = other;
    const reply = await person
      .slash('ask', { question: 'Which colour is the sky?' })
      .settled((now) => readText(now).includes('temperature 1'), PATIENCE);
    const fork = await person.press(reply.id, 'Why this word?').settled(isForked);
    expect(readText(fork)).toMatch(/60% {2}Blue {3}◀ stands here\n *30% {2}Grey\n *10% {2}all other tokens/);
    const refused = await choose(fork, menusOf(fork).tokens, 'Grey', person).settled((now) =>
      readText(now).includes('cannot go on from a given beginning'),
    );
    expect(readText(refused)).toContain('generate and ');
    expect(readText(refused)).toContain('**At token 1 stands `Blue`**');
    expect(menusOf(refused).branches).toBeUndefined();
  });
});
