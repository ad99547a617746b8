import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chatCompletion } from '../model/continuation-answers.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { buttonsOf, choose, entriesOf, openRoom, picturesOf, type Room, readText, useRoom } from './harness.js';
import { useTinyModel } from './tiny-answers.js';

const room = useRoom();
const tiny = useTinyModel();

const STORY = 'Once upon a time';
const PATIENCE = 60_000;

const isForked = (message: APIMessage) => 'Later place ▶' in buttonsOf(message);
const says = (words: string) => (message: APIMessage) => readText(message).includes(words);

/** The text that is read, without the marks of markdown. */
const textOf = (message: APIMessage) => (readText(message).split('\n')[0] ?? '').replaceAll(/[\\`]/g, '');

const writeButton = (message: APIMessage) => Object.keys(buttonsOf(message)).find((label) => label.startsWith('Write'));

/** What can be written here: the button's token first, as it is named. */
const writes = (message: APIMessage) => [
  writeButton(message),
  ...Object.keys(entriesOf(message)).filter((label) => label.startsWith('Write')),
];

const named = (token = '') => `“${token.trim()}”`;

/** Presses the button or chooses the entry of that name. */
function act(message: APIMessage, label: string, by = room().person) {
  return label in buttonsOf(message) ? by.press(message.id, label) : choose(by, message, label);
}

let story: Promise<APIMessage> | undefined;

/** A message of its own that forks the same story. */
async function forkStory(): Promise<{ fork: APIMessage; raw: Awaited<ReturnType<typeof tiny.complete>> }> {
  const { person } = room();
  story ??= person.slash('generate', { prompt: STORY, seed: 30, tokens: 14 }).settled(isWritten, PATIENCE);
  const fork = await person.press((await story).id, 'Why this word?').settled(isForked);
  return { fork, raw: await tiny.complete({ prompt: STORY, seed: 30, max_tokens: 14 }) };
}

const isWritten = (message: APIMessage) => 'Explain' in buttonsOf(message);

/** The likeliest token of a place that does not stand there. */
const bestOf = (raw: Awaited<ReturnType<typeof tiny.complete>>, place: number): readonly [string, number] =>
  raw.listed[place]?.find(([token]) => token !== raw.tokens[place] && token !== '') ?? ['', 0];

describe('Why this word?', () => {
  test('looks first where another word came the nearest, and writes any of those', async () => {
    const { fork, raw } = await forkStory();
    const shares = raw.listed.map((_, place) => bestOf(raw, place)[1]);
    const most = shares.indexOf(Math.max(...shares));
    expect(readText(fork)).toContain(`Token ${most + 1} is **${named(raw.tokens[most])}**`);
    const [best] = bestOf(raw, most);
    expect(writes(fork)[0]).toBe(`Write ${named(best)} here`);
    const others = (raw.listed[most] ?? []).flatMap(([token]) =>
      token === raw.tokens[most] || token === '' ? [] : [token],
    );
    expect(writes(fork)).toEqual(others.slice(0, 5).map((token) => `Write ${named(token)} here`));
    expect(picturesOf(fork)[0]?.alt).toContain(`What could stand at token ${most + 1}?`);
    const details = await room().person.press(fork.id, 'Explain').settled();
    expect(readText(details)).toContain(named(best));
  });

  test('a token that is written is gone on from as the model would, and the branches stand in a tree', async () => {
    const { fork, raw } = await forkStory();
    const [, at = ''] = readText(fork).match(/Token (\d+) is/) ?? [];
    const place = Number(at) - 1;
    const [best, share] = bestOf(raw, place);
    const forced = await act(fork, writeButton(fork) ?? '').settled(says('went on from there'), PATIENCE);
    expect(forced.id).toBe(fork.id);
    const before = raw.tokens.slice(0, place).join('');
    const alone = await tiny.complete({
      prompt: `${STORY}${before}${best}`,
      seed: 30,
      max_tokens: Math.max(10, 14 - place - 1),
    });
    expect(textOf(forced)).toContain(`${before}${best}${alone.text}`.trim().slice(0, 60));
    expect(readText(forced)).toContain(`Token ${place + 1} is now **${named(best)}** (${Math.round(share * 100)}%)`);
    const [tree] = picturesOf(forced);
    expect(tree?.alt).toMatch(/Where could the text have gone\?.*\(current\)/);
    expect(tree?.alt.match(/ after “/g)).toHaveLength(2);

    // A fork of the branch hangs from the branch, and the first text can be read again.
    const later = await act(forced, 'Later place ▶').settled((now) => !readText(now).includes('went on'), PATIENCE);
    const third = await act(later, writeButton(later) ?? '').settled(says('went on from there'), PATIENCE);
    expect(picturesOf(third)[0]?.alt.match(/ after “/g)).toHaveLength(4);
    const back = await act(third, 'Read the text as it was written').settled(
      (now) => textOf(now).includes(raw.text.trim().slice(0, 50)),
      PATIENCE,
    );

    // A branch that is there is shown, and not written again.
    const look = Object.keys(entriesOf(back)).find((label) => label.startsWith(`Go to token ${place + 1}:`));
    const again = look === undefined ? back : await act(back, look).settled(says(`Token ${place + 1} is`), PATIENCE);
    const same = await act(again, `Write ${named(best)} here`).settled(says('was written there before'), PATIENCE);
    expect(textOf(same)).toBe(textOf(forced));
  });

  test('of two people who write at once, one makes a branch and the other changes nothing', async () => {
    const { fork } = await forkStory();
    const ben = room().playground.join('Ben');
    const [first = '', second = ''] = writes(fork);
    const presses = [act(fork, first), act(fork, second, ben)];
    await expect.poll(() => presses.map(({ state }) => state), { timeout: PATIENCE }).toEqual(['answered', 'answered']);
    await expect
      .poll(() => readText(room().person.message(fork.id) ?? fork), { timeout: PATIENCE })
      .toContain('Somebody was faster, so this press changed nothing');
    const now = room().person.message(fork.id) ?? fork;
    expect(picturesOf(now)[0]?.alt.match(/ after “/g)).toHaveLength(2);
  });

  test('a reply to a question is gone on with from the word that is written', async () => {
    const { person } = room();
    const question = 'What is the capital of France?';
    const reply = await person.slash('ask', { question, seed: 30, temperature: 1 }).settled(isWritten, PATIENCE);
    const fork = await person.press(reply.id, 'Why this word?').settled(isForked);
    const look = Object.keys(entriesOf(fork)).find((label) => label.startsWith('Go to token 1:'));
    const first = look === undefined ? fork : await act(fork, look).settled(says('Token 1 is'), PATIENCE);
    const label = writeButton(first) ?? '';
    const [, word = ''] = label.match(/“(.*)”/) ?? [];
    const forced = await act(first, label).settled(says('went on from there'), PATIENCE);
    const alone = await tiny.chat({
      messages: [
        { role: 'user', content: question },
        { role: 'assistant', content: word },
      ],
      add_generation_prompt: false,
      continue_final_message: true,
      seed: 30,
      temperature: 1,
      max_tokens: 100,
    });
    expect(textOf(forced)).toContain(`${word}${alone}`.slice(0, 60));
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
    const reply = await person.slash('ask', { question: 'Which colour is the sky?' }).settled(isWritten, PATIENCE);
    const fork = await person.press(reply.id, 'Why this word?').settled(isForked);
    expect(readText(fork)).toContain('Token 1 is **“Blue”** with **60%**. But **“Grey”** had **30%**');
    expect(picturesOf(fork)[0]?.alt).toContain('Blue 60% (chosen); Grey 30%; all other tokens 10%');
    const refused = await act(fork, 'Write “Grey” here', person).settled(says('cannot go on from a given beginning'));
    expect(readText(refused)).toContain('generate and ');
    expect(textOf(refused)).toBe('Blue');
    expect(Object.keys(entriesOf(refused)).filter((label) => label.startsWith('Read'))).toEqual([]);
  });
});
