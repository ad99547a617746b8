import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Person } from '../../src/playground/people/person.js';
import { type EndpointStub, openEndpointStub, type StubAnswer } from '../model/endpoint-stub.js';
import { buttonsOf, componentsOf, openStage, readText, saysSomething, useRoom } from './harness.js';

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

const plainText = (message: Parameters<typeof readText>[0]) => readText(message).replaceAll('\\', '');
const isAnswered = (message: Parameters<typeof readText>[0]) => readText(message).includes('This channel uses');
const look = (person: Person, options: { name?: string } = {}, where?: string) =>
  person.slash('model', options, where).settled(isAnswered);
const nextWord = async (person: Person, options: { model?: string } = {}, where?: string) =>
  readText(await person.slash('nextword', { prompt: 'The sky is', ...options }, where).settled(saysSomething));

test('what the endpoint can do for a model is told as it answered', async () => {
  const { person } = room();
  const message = await look(person);
  const read = plainText(message);
  expect(read).toContain('**What this model can do:** `alpha` at 127.0.0.1');
  expect(read).toContain('**Ways to ask:** completions, no chat');
  expect(read).toContain('**Logprobs:** the 2 most likely tokens');
  expect(read).toContain('**Embeddings:** no');
  expect(read).toContain('**Context window:** 4,096 tokens');
  expect(read).toContain('**Works with it:** /tokenize, /nextword');
  expect(read).toContain('**Does not work:** /ask, because the endpoint has no chat for it');
  expect(read).toContain('**This channel uses the default (`alpha`)**');
  expect(buttonsOf(message)).toEqual({ 'Use in this channel': 'disabled', 'Ask again': 'enabled' });
  expect(await person.autocomplete('model', { name: 'be' }, 'name')).toEqual([{ name: 'beta', value: 'beta' }]);
});

test('who manages the channel sets its model, others are told who may, and commands then use it', async () => {
  const { person: ann, playground } = room();
  const [general, other] = playground.channels;
  const message = await look(bob);
  const beta = await bob
    .select(message.id, 'Look at another model', ['beta'])
    .settled((now) => readText(now).includes('can do:** `beta`'));
  expect(buttonsOf(beta)).toEqual({ 'Use in this channel': 'enabled', 'Ask again': 'enabled' });

  const refused = await bob.press(message.id, 'Use in this channel').followup(0);
  expect(plainText(refused)).toMatch(/can be changed by people who may manage the channel or the server\./);
  expect(ann.message(refused.id)).toBeUndefined();
  expect(await nextWord(bob)).toContain('·red');

  const set = await ann
    .press(message.id, 'Use in this channel')
    .settled((now) => readText(now).includes('Changed by Ann'));
  expect(readText(set)).toContain('**This channel uses `beta`**');
  expect(buttonsOf(set)).toEqual({
    'Use in this channel': 'disabled',
    'Back to the default': 'enabled',
    'Ask again': 'enabled',
  });
  expect(await nextWord(bob, {}, general?.id)).toContain('·blue');
  expect(await nextWord(bob, { model: 'alpha' })).toContain('·red');
  expect(await nextWord(bob, {}, other?.id)).toContain('·red');
  expect(readText(await look(bob))).toContain('can do:** `beta`');

  const back = await ann
    .press(message.id, 'Back to the default')
    .settled((now) => readText(now).includes('uses the default'));
  expect(readText(back)).toContain('Changed by Ann');
  expect(await nextWord(bob)).toContain('·red');
});

test('in direct messages everybody sets the model', async () => {
  const message = await look(bob, { name: 'beta' }, bob.dmId);
  const set = await bob.press(message.id, 'Use in this channel').settled((now) => readText(now).includes('Changed by'));
  expect(readText(set)).toContain('Changed by B\\*b.');
  expect(await nextWord(bob, {}, bob.dmId)).toContain('·blue');
  expect(await nextWord(bob)).toContain('·red');
});

test('where the endpoint lost the channel’s model, errors say so and /model leads back', async () => {
  const { person: ann, playground } = room();
  const channel = playground.channels[1]?.id;
  const message = await look(ann, { name: 'beta' }, channel);
  await ann.press(message.id, 'Use in this channel').settled((now) => readText(now).includes('Changed by Ann'));
  words.delete('beta');
  expect((await nextWord(bob, {}, channel)).replaceAll('\\', '')).toMatch(
    /has no model “beta”.* This channel is set to that model; \/model changes it\.$/,
  );
  const gone = await ann.press(message.id, 'Ask again').settled((now) => readText(now).includes('cannot be told'));
  expect(plainText(gone)).toContain('has no model “beta”');
  expect(buttonsOf(gone)).toEqual({ 'Back to the default': 'enabled', 'Ask again': 'enabled' });
  await ann.press(message.id, 'Back to the default').settled((now) => readText(now).includes('uses the default'));
  expect(await nextWord(bob, {}, channel)).toContain('·red');
});

test('what a question failed at is told, and of no command that it does not work', async () => {
  words.set('flaky', ' grey');
  const read = plainText(await look(bob, { name: 'flaky' }));
  words.delete('flaky');
  expect(read).toContain('**Ways to ask:** completions, chat not found out');
  expect(read).toContain('**Not found out:** whether /ask works');
  expect(read).toMatch(/-# Not found out by asking for a chat completion\b.*: .*“overloaded”/);
});

test('an unknown name gets the endpoint’s sentence, and the menu its models', async () => {
  const message = await look(bob, { name: 'gpt_*9*' });
  expect(plainText(message)).toMatch(/What `gpt_\*9\*` can do cannot be told.*has no model “gpt_\*9\*”\./);
  const menu = componentsOf(message).find(({ placeholder }) => placeholder === 'Look at another model');
  expect(menu?.options?.map(({ value }) => value)).toEqual(['alpha', 'beta']);
});

test('while the endpoint takes its time, the message says that it is asked', async () => {
  const message = await look(bob, { name: 'beta' });
  const release = holdAnswers();
  const again = bob.press(message.id, 'Ask again');
  await again.settled((now) => readText(now).includes('Asking a few short questions…'));
  release();
  expect(readText(await again.settled(isAnswered))).toContain('**Logprobs:** the 2 most likely tokens');
});

test('asking that is stopped leaves the buttons to ask again', async () => {
  const message = await look(bob, { name: 'beta' });
  const release = holdAnswers();
  const again = bob.press(message.id, 'Ask again');
  const asking = await again.settled((now) => 'Stop' in buttonsOf(now));
  bob.press(asking.id, 'Stop');
  const stopped = await again.settled(isAnswered);
  expect(plainText(stopped)).toContain('cannot be told.** Stopped by B*b.');
  release();
  await bob.press(message.id, 'Ask again').settled((now) => readText(now).includes('**Logprobs:**'));
});

test('with the endpoint gone, its sentence stays with the way back', async () => {
  const message = await look(bob, { name: 'beta' });
  await stub.close();
  const gone = await bob.press(message.id, 'Ask again').settled((now) => readText(now).includes('cannot be told'));
  expect(plainText(gone)).toMatch(/cannot be told\.\*\* .*127\.0\.0\.1.*\./);
  expect(buttonsOf(gone)).toEqual({ 'Ask again': 'enabled' });
});

test('a restart keeps the channel’s model, and the buttons of the message', async () => {
  const { playground, start } = await openStage();
  const endpoint = await openTwoModels();
  onTestFinished(() => endpoint.close());
  const first = await start({ baseURL: endpoint.baseURL });
  const person = playground.join('Cleo');
  const message = await look(person, { name: 'beta' });
  await person.press(message.id, 'Use in this channel').settled((now) => readText(now).includes('Changed by Cleo'));
  await first.close();

  const second = await start({ baseURL: endpoint.baseURL });
  expect(await nextWord(person)).toContain('·blue');
  const back = await person
    .press(message.id, 'Back to the default')
    .settled((now) => readText(now).includes('uses the default'));
  expect(readText(back)).toContain('can do:** `beta`');
  expect(await nextWord(person)).toContain('·red');
  await second.close();
});
