import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Invocation } from '../../src/playground/people/invocation.js';
import { openaiChat } from '../model/dialects/openai.js';
import { lmStudio } from '../model/dialects/without-logprobs.js';
import { type EndpointStub, openEndpointStub } from '../model/endpoint-stub.js';
import { vocabulary } from '../tiny-model/fixtures.js';
import {
  buttonsOf,
  choose,
  entriesOf,
  ODD_PROMPTS,
  open,
  openStage,
  picturesOf,
  plainText,
  readText,
  saysSomething,
  useRoom,
} from './harness.js';

const isShown = (message: APIMessage) => 'Explain' in buttonsOf(message);
const altOf = (message: APIMessage) => picturesOf(message)[0]?.alt ?? '';
const { encode } = vocabulary();

/** What a form that was filled in gives, in a message of its own. */
async function newMessage(submitted: Invocation, until = isShown): Promise<APIMessage> {
  const found = () => submitted.followups().find(until);
  await expect.poll(found).toBeDefined();
  const message = found();
  if (message === undefined) throw new Error('no message came');
  return message;
}

describe('the embedded model', () => {
  const room = useRoom();
  const look = (options: Record<string, string> = {}) => room().person.slash('context', options).settled(isShown);
  const press = (message: APIMessage, button: string) => room().person.press(message.id, button).settled(isShown);

  test('shows the prompt as the model gets it, and the same number as the server counts', async () => {
    const [text, system] = ['Tell me a story', 'You are a friendly teacher.'];
    const message = await look({ text, system, model: 'tokenscope-tuned' });
    const own = encode(`${system} ${text}`).length;
    expect(plainText(message)).toMatch(/^> Tell me a story\n/);
    expect(plainText(message)).toContain(`The model reads **${own + 2} tokens**`);
    expect(plainText(message)).toContain(
      'and 2 of the **template**, which says who speaks. The server counts the same. That fills',
    );
    expect(altOf(message)).toContain('The window has room for 255 tokens.');
    expect(altOf(message)).toContain('“<|assistant|>” (template)');
    expect(Object.keys(buttonsOf(message))).toEqual(['Make it forget', 'Explain']);

    const details = plainText(await open(room().person, message, 'Details', saysSomething));
    expect(details).toContain('"role": "system"');
    expect(details).toContain('<|human|>You·are·a·friendly·teacher.·Tell·me·a·story<|assistant|>');
    expect(details).toContain(`prompt ${own + 2} tokens`);
    const explained = plainText(await room().person.press(message.id, 'Explain').settled(saysSomething));
    expect(explained).toContain(`= ${own + 2} tokens. The server says \`prompt_tokens: ${own + 2}\`.`);
  });

  test('lets a fact fall out of the window, by a word and by an answer, and by what somebody writes', async () => {
    const message = await look();
    const forgotten = await press(message, 'Make it forget');
    expect(altOf(forgotten)).toMatch(/^Does the model still know “king”\?/);
    expect(altOf(forgotten)).toContain('One more: the fact fell off (fell off 18 tokens');
    expect(plainText(forgotten)).toContain('One more sentence pushes the fact out of the window');
    const answered = await press(forgotten, 'Forget an answer');
    expect(altOf(answered)).toContain('It answers: “Your name is Anna.”');

    const form = await room().person.press(forgotten.id, 'Another fact…').modal();
    const fields = { fact: 'Once there was an owl. The owl was old.', end: 'The', word: 'owl' };
    const own = await newMessage(room().person.submit(form, fields));
    expect(altOf(own)).toMatch(/^Does the model still know “owl”\?/);
    const empty = await room().person.press(forgotten.id, 'Another fact…').modal();
    const blank = room().person.submit(empty, { fact: ' ', end: ' ', word: ' ' });
    const refused = await newMessage(blank, saysSomething);
    expect(readText(refused)).toContain('That is empty.');
  });

  test('what is gone on with is what is shown, by the same model', async () => {
    const { person } = room();
    const forgotten = await press(await look({ system: ' ' }), 'Make it forget');
    const chance = /\*\*(\d+%)\*\* when the fact is near/.exec(plainText(forgotten))?.[1];
    const next = await open(person, forgotten, 'Next word');
    expect(plainText(next)).toContain(`“king”** is far ahead with **${chance}**`);
    const answered = await press(forgotten, 'Forget an answer');
    expect(Object.keys(entriesOf(answered))).not.toContain('Next word');
    const asked = await open(person, answered, 'Ask');
    expect(plainText(asked)).toMatch(/^> My name is Anna\. What is my name\?\n/);
    expect(plainText(asked)).toContain('-# tokenscope-preferred');
  });

  test('an empty system prompt is none', async () => {
    expect(plainText(await look({ system: ' ' }))).not.toContain('of the system prompt');
  });

  test('opens from a reply with what the model wrote', async () => {
    const asked = await room().person.slash('ask', { question: 'What is the sun?', seed: 2 }).settled(isShown);
    const message = await open(room().person, asked, 'Context');
    expect(plainText(message)).toContain('Before the next token the model reads');
    expect(plainText(message)).toContain('of its own answer so far');
    const form = await choose(room().person, message, 'Other words or system prompt…').modal();
    const other = await newMessage(room().person.submit(form, { text: 'Hi', system: '' }));
    expect(plainText(other)).toMatch(/^> Hi\n/);
    expect(Object.keys(entriesOf(other))).toEqual(expect.arrayContaining(['Ask', 'Tokenize', 'Details']));
  });

  test.each(ODD_PROMPTS)('%s: is shown', async (_, text) => {
    const message = await look({ text });
    expect(picturesOf(message)).toHaveLength(1);
  });
});

describe('an endpoint without a tokenizer', () => {
  let stub: EndpointStub;
  let silent: EndpointStub;
  beforeAll(async () => {
    stub = await openEndpointStub(openaiChat.answer);
    silent = await openEndpointStub(lmStudio.answer);
  });
  afterAll(() => Promise.all([stub.close(), silent.close()]));
  const room = useRoom(() => ({ baseURL: stub.baseURL }));
  const silentRoom = useRoom(() => ({ baseURL: silent.baseURL }));

  test('gives an estimate that is marked as such, and the rest of what the server counted', async () => {
    const { person } = room();
    const message = await person.slash('context', { text: 'The cat saw the mat' }).settled(isShown);
    // The stub counts 9 tokens in whatever it reads.
    expect(plainText(message)).toContain(
      'The server counted **9 tokens**. Your words are about **5** of them; the rest, about 4,',
    );
    expect(altOf(message)).toContain('(An estimate: another tokenizer made these tokens)');
    const counted = stub.posted('/v1/chat/completions').filter((body) => JSON.stringify(body).includes('saw the mat'));
    expect(counted).toHaveLength(1);
    expect(counted[0]?.max_tokens ?? counted[0]?.max_completion_tokens).toBe(1);
    const forgotten = await person.press(message.id, 'Make it forget').settled(isShown);
    expect(plainText(forgotten)).toContain('the bot keeps only the newest 150 tokens');
  });

  test('is asked for replies where it tells no chances', async () => {
    const { person } = silentRoom();
    const message = await person.slash('context', { text: 'The cat saw the mat' }).settled(isShown);
    const forgotten = await person.press(message.id, 'Make it forget').settled(isShown);
    expect(altOf(forgotten)).toContain('It answers:');
  });
});

test('what was shown can be gone on with after a restart', async () => {
  const { playground, start } = await openStage();
  const first = await start();
  const person = playground.join('Ann');
  const message = await person.slash('context', {}).settled(isShown);
  await first.close();
  const second = await start();
  const forgotten = await person.press(message.id, 'Make it forget').settled(isShown);
  expect(altOf(forgotten)).toMatch(/^Does the model still know/);
  await second.close();
});
