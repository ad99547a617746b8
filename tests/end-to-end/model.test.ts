import type { APIMessage } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Person } from '../../src/playground/people/person.js';
import { type EndpointStub, openEndpointStub, type StubAnswer } from '../model/endpoint-stub.js';
import {
  buttonsOf,
  choose,
  entriesOf,
  open,
  openStage,
  plainText,
  readText,
  saysSomething,
  useRoom,
} from './harness.js';

/** The endpoint's models, and what each says after any text. */
const words = new Map([
  ['alpha', ' red'],
  ['beta', ' blue'],
]);
/** What the endpoint's answers wait for. */
let held: Promise<void> | undefined;
let stub: EndpointStub;

/** An endpoint with `/v1/completions` alone, that lists two tokens. */
async function openTwoModels(): Promise<EndpointStub> {
  return openEndpointStub(({ path, body }) => {
    if (path === '/v1/models') return { json: { data: [...words.keys()].map((id) => ({ id, max_model_len: 4096 })) } };
    const word = words.get(String(body.model));
    const unknown = { message: `The model ${body.model} does not exist`, code: 'model_not_found' };
    if (path === '/v1/chat/completions' && body.model === 'flaky') {
      return { status: 503, json: { error: { message: 'overloaded' } } };
    }
    const told: StubAnswer | undefined =
      path !== '/v1/completions'
        ? undefined
        : word === undefined
          ? { status: 404, json: { error: unknown } }
          : { json: { choices: [{ index: 0, text: word, finish_reason: 'length', logprobs: logprobsOf(word) }] } };
    if (held === undefined || told === undefined) return told;
    const answer = told as { status?: number; json: unknown };
    return (response) =>
      void held?.then(() => {
        response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(answer.json));
      });
  });
}

const logprobsOf = (word: string) => ({
  tokens: [word],
  token_logprobs: [Math.log(0.75)],
  top_logprobs: [{ [word]: Math.log(0.75), ' green': Math.log(0.25) }],
});

/** Holds the endpoint's answers back until the returned function is called. */
function holdAnswers(): () => void {
  let release = (): void => {};
  held = new Promise((resolve) => {
    release = () => {
      held = undefined;
      resolve();
    };
  });
  return release;
}

beforeAll(async () => {
  stub = await openTwoModels();
});
afterEach(() => {
  words.set('beta', ' blue');
});
afterAll(() => stub.close());

const room = useRoom(() => ({ baseURL: stub.baseURL }));

let bob: Person;
beforeAll(() => {
  // Ann came first, so she manages the channels and Bob does not.
  bob = room().playground.join('B*b');
});

const isAnswered = (message: Parameters<typeof readText>[0]) => readText(message).includes('This channel uses');
const look = (person: Person, options: { name?: string } = {}, where?: string) =>
  person.slash('model', options, where).settled(isAnswered);
const detailsOf = (person: Person, message: APIMessage) => open(person, message, 'Details', saysSomething);
const nextWord = async (person: Person, options: { model?: string } = {}, where?: string) =>
  readText(await person.slash('nextword', { prompt: 'The sky is', ...options }, where).settled(saysSomething));

test('what the endpoint can do for a model is told as it answered', async () => {
  const { person } = room();
  const message = await look(person);
  const read = plainText(message);
  expect(read).toContain('**What can this model do?** `alpha` at 127.0.0.1');
  expect(read).toContain('- tell the chances of the 2 likeliest next tokens');
  expect(read).toContain('- read up to 4,096 tokens at once');
  expect(read).toContain('**Works:** /lesson, /probability, /tokenize, /bpe, /nextword');
  expect(read).toContain('**Does not work:** /ask, /prefer, because the model answers no questions here');
  expect(read).toContain('This channel uses it, because it is the default.');
  expect(buttonsOf(message)).toEqual({ 'Use in this channel': 'disabled', 'Ask again': 'enabled', Explain: 'enabled' });
  const details = plainText(await detailsOf(person, message));
  expect(details).toContain('**Ways to ask:** completions, no chat');
  expect(details).toContain('**Logprobs:** the 2 likeliest tokens');
  expect(details).toContain('**Embeddings:** no');
  expect(details).toContain('**Context window:** 4,096 tokens');
  expect(await person.autocomplete('model', { name: 'be' }, 'name')).toEqual([{ name: 'beta', value: 'beta' }]);
});

test('who manages the channel sets its model, others are told who may, and commands then use it', async () => {
  const { person: ann, playground } = room();
  const [general, other] = playground.channels;
  const message = await look(bob);
  const beta = await choose(bob, message, 'Look at beta').settled((now) =>
    readText(now).includes('can this model do?** `beta`'),
  );
  expect(buttonsOf(beta)).toEqual({ 'Use in this channel': 'enabled', 'Ask again': 'enabled', Explain: 'enabled' });

  const refused = await bob.press(message.id, 'Use in this channel').followup(0);
  expect(plainText(refused)).toMatch(/Only people who may manage this channel or server can change its model\./);
  expect(ann.message(refused.id)).toBeUndefined();
  expect(await nextWord(bob)).toContain('“red”');

  const set = await ann
    .press(message.id, 'Use in this channel')
    .settled((now) => readText(now).includes('Ann chose that'));
  expect(readText(set)).toContain('This channel uses it. Ann');
  expect(buttonsOf(set)).toEqual({
    'Use in this channel': 'disabled',
    'Back to the default': 'enabled',
    'Ask again': 'enabled',
    Explain: 'enabled',
  });
  expect(await nextWord(bob, {}, general?.id)).toContain('“blue”');
  expect(await nextWord(bob, { model: 'alpha' })).toContain('“red”');
  expect(await nextWord(bob, {}, other?.id)).toContain('“red”');
  expect(readText(await look(bob))).toContain('can this model do?** `beta`');

  const back = await ann
    .press(message.id, 'Back to the default')
    .settled((now) => readText(now).includes('because it is the default'));
  expect(readText(back)).toContain('Ann chose that');
  expect(await nextWord(bob)).toContain('“red”');
});

test('in direct messages everybody sets the model', async () => {
  const message = await look(bob, { name: 'beta' }, bob.dmId);
  const set = await bob.press(message.id, 'Use in this channel').settled((now) => readText(now).includes('chose that'));
  expect(readText(set)).toContain('B\\*b chose that.');
  expect(await nextWord(bob, {}, bob.dmId)).toContain('“blue”');
  expect(await nextWord(bob)).toContain('“red”');
});

test('where the endpoint lost the channel’s model, errors say so and /model leads back', async () => {
  const { person: ann, playground } = room();
  const channel = playground.channels[1]?.id;
  const message = await look(ann, { name: 'beta' }, channel);
  await ann.press(message.id, 'Use in this channel').settled((now) => readText(now).includes('Ann chose that'));
  words.delete('beta');
  expect((await nextWord(bob, {}, channel)).replaceAll('\\', '')).toMatch(
    /has no model “beta”.* This channel is set to that model: change it with \/model\.$/,
  );
  const gone = await ann
    .press(message.id, 'Ask again')
    .settled((now) => readText(now).includes('Nothing is known now'));
  expect(plainText(gone)).toContain('has no model “beta”');
  expect(buttonsOf(gone)).toEqual({ 'Back to the default': 'enabled', 'Ask again': 'enabled', Explain: 'enabled' });
  await ann
    .press(message.id, 'Back to the default')
    .settled((now) => readText(now).includes('because it is the default'));
  expect(await nextWord(bob, {}, channel)).toContain('“red”');
});

test('what a question failed at is told, and of no command that it does not work', async () => {
  words.set('flaky', ' grey');
  const message = await look(bob, { name: 'flaky' });
  words.delete('flaky');
  expect(plainText(message)).toContain('**Not known:** whether /ask, /prefer work');
  const read = plainText(await detailsOf(bob, message));
  expect(read).toContain('**Ways to ask:** completions, chat not found out');
  expect(read).toMatch(/-# Not found out by asking for a chat completion\b.*: .*“overloaded”/);
});

test('an unknown name gets the endpoint’s sentence, and the menu its models', async () => {
  const message = await look(bob, { name: 'gpt_*9*' });
  expect(plainText(message)).toMatch(/`gpt_\*9\*`[\s\S]*Nothing is known now\.\*\* .*has no model “gpt_\*9\*”\./);
  expect(Object.keys(entriesOf(message))).toEqual(['Look at alpha', 'Look at beta', 'Details']);
});

test('while the endpoint takes its time, the message says that it is asked', async () => {
  const message = await look(bob, { name: 'beta' });
  const release = holdAnswers();
  const again = bob.press(message.id, 'Ask again');
  await again.settled((now) => readText(now).includes('Asking the model a few short questions…'));
  release();
  expect(readText(await again.settled(isAnswered))).toContain('the 2 likeliest next tokens');
});

test('asking that is stopped leaves the buttons to ask again', async () => {
  const message = await look(bob, { name: 'beta' });
  const release = holdAnswers();
  const again = bob.press(message.id, 'Ask again');
  const asking = await again.settled((now) => 'Stop' in buttonsOf(now));
  bob.press(asking.id, 'Stop');
  const stopped = await again.settled(isAnswered);
  expect(plainText(stopped)).toContain('Nothing is known now.** Stopped by B*b.');
  release();
  await bob.press(message.id, 'Ask again').settled((now) => readText(now).includes('2 likeliest next tokens'));
});

test('with the endpoint gone, its sentence stays with the way back', async () => {
  const message = await look(bob, { name: 'beta' });
  await stub.close();
  const gone = await bob
    .press(message.id, 'Ask again')
    .settled((now) => readText(now).includes('Nothing is known now'));
  expect(plainText(gone)).toMatch(/Nothing is known now\.\*\* .*127\.0\.0\.1.*\./);
  expect(buttonsOf(gone)).toEqual({ 'Ask again': 'enabled', Explain: 'enabled' });
});

test('a restart keeps the channel’s model, and the buttons of the message', async () => {
  const { playground, start } = await openStage();
  const endpoint = await openTwoModels();
  onTestFinished(() => endpoint.close());
  const first = await start({ baseURL: endpoint.baseURL });
  const person = playground.join('Cleo');
  const message = await look(person, { name: 'beta' });
  await person.press(message.id, 'Use in this channel').settled((now) => readText(now).includes('Cleo chose that'));
  await first.close();

  const second = await start({ baseURL: endpoint.baseURL });
  expect(await nextWord(person)).toContain('“blue”');
  const back = await person
    .press(message.id, 'Back to the default')
    .settled((now) => readText(now).includes('because it is the default'));
  expect(readText(back)).toContain('can this model do?** `beta`');
  expect(await nextWord(person)).toContain('“red”');
  await second.close();
});
