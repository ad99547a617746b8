import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { commands } from '../../commands/index.js';
import { type FoundCapabilities, type ModelResult, modelResult } from '../../commands/model/result.js';
import { viewModel } from '../../commands/model/view.js';
import { model } from '../../commands/model.js';
import { nextword } from '../../commands/nextword.js';
import { tokenize } from '../../commands/tokenize.js';
import type { Press } from '../../src/discord/command.js';
import { withoutPictures } from '../../src/discord/present/drawn-reply.js';
import { presentReply } from '../../src/discord/present/present.js';
import { createFact } from '../../src/facts.js';
import type { ViewBlock } from '../../src/lesson/command/view.js';
import { placeAt } from '../builders/place.js';
import { type OpenServices, openServices } from '../builders/services.js';
import { commandNamed } from './command-named.js';
import { buttonsOf, press, wordsOf } from './press.js';

const route: FoundCapabilities['chat'] = {
  available: true,
  listed: 20,
  mayListMore: false,
  lengthParameter: 'max_tokens',
  refused: [],
};

const everything: FoundCapabilities = {
  model: 'alpha',
  server: 'vllm',
  completions: route,
  chat: route,
  scale: 'raw',
  ids: true,
  bytes: 'true',
  continuation: 'prefix',
  scoring: 'echo',
  tokenizer: 'vllm',
  embeddings: true,
  several: true,
  seed: 'repeats',
  vocabularySize: 100_256,
  contextLength: 4096,
  failures: [],
  probedAt: 1_767_225_600_000,
};

const nothing: FoundCapabilities = {
  ...everything,
  server: undefined,
  completions: { ...route, available: false, listed: 0 },
  chat: { ...route, listed: 0, lengthParameter: 'max_completion_tokens', refused: ['top_k', 'min_p'] },
  scale: 'unknown',
  ids: undefined,
  bytes: undefined,
  continuation: 'instruction',
  scoring: 'none',
  tokenizer: 'none',
  embeddings: false,
  several: false,
  seed: 'refused',
  vocabularySize: undefined,
  contextLength: undefined,
};

const result: ModelResult = {
  shown: 'alpha',
  found: { capabilities: everything },
  endpoint: { label: 'localhost:8000', tiny: false },
  others: ['beta', 'gamma'],
  moreModels: 0,
  defaultModel: 'alpha',
  commands: [
    { command: 'tokenize', need: 'nothing' },
    { command: 'tokenize', variant: 'own-tokenizer', need: 'tokenizer' },
    { command: 'nextword', need: 'logprobs' },
    { command: 'surprise', need: 'scoring' },
    { command: 'ask', need: 'chat' },
    { command: 'compare', need: 'texts' },
  ],
};

const view = (changes: Partial<ModelResult> = {}) => viewModel({ ...result, ...changes }, placeAt({ runId: 'r' }));
const read = (changes?: Partial<ModelResult>) =>
  view(changes)
    .blocks.flatMap((block) => (block.kind === 'text' ? [block.markdown] : []))
    .join('\n')
    .replaceAll('\\', '');
const lines = (changes?: Partial<ModelResult>) => read(changes).split('\n');
const only = <K extends ViewBlock['kind']>(kind: K, changes?: Partial<ModelResult>) =>
  view(changes).blocks.filter((block): block is Extract<ViewBlock, { kind: K }> => block.kind === kind);
const labels = (changes?: Partial<ModelResult>) =>
  only('row', changes).flatMap(({ buttons }) =>
    buttons.map((button) => `${button.label}${'disabled' in button && button.disabled ? ' (disabled)' : ''}`),
  );

test('a model that can do everything is described in words and numbers', () => {
  expect(lines()).toEqual([
    '**What this model can do:** `alpha` at localhost:8000',
    '-# As its answers to a few short questions showed, <t:1767225600:R>. The server calls itself vllm.',
    '**Logprobs:** the 20 most likely of 100,256 tokens, before temperature',
    '**Token ids:** yes',
    '**Token bytes:** the tokens’ own',
    '**Tokenizer:** the server’s own',
    '**Scoring your text:** yes, in one request',
    '',
    '**Seed:** the same seed gave the same tokens',
    '**Several answers per request:** yes',
    '**Continues its own message:** yes',
    '**Embeddings:** yes',
    '',
    '**Ways to ask:** completions and chat',
    '**Context window:** 4,096 tokens',
    '**Refuses:** nothing that was sent',
    '**Length limit is called:** `max_tokens`',
    '**Works with it:** /tokenize, /tokenize with the model’s own tokenizer, /nextword, /surprise, /ask, /compare',
    '**This channel uses the default (`alpha`)** where a command names no model.',
  ]);
});

test('a model that can do little is described as such, and which command does not work and why', () => {
  expect(lines({ found: { capabilities: nothing } })).toEqual([
    '**What this model can do:** `alpha` at localhost:8000',
    '-# As its answers to a few short questions showed, <t:1767225600:R>.',
    '**Logprobs:** none',
    '**Tokenizer:** the server has none to ask',
    '**Scoring your text:** no',
    '',
    '**Seed:** refused',
    '**Several answers per request:** no',
    '**Continues its own message:** no: an instruction asks it to go on',
    '**Embeddings:** no',
    '',
    '**Ways to ask:** chat, no completions',
    '**Context window:** the server does not tell',
    '**Refuses:** `top_k`, `min_p`',
    '**Length limit is called:** `max_completion_tokens`',
    '**Works with it:** /tokenize, /ask, /compare',
    '**Does not work:** /tokenize with the model’s own tokenizer, because the server has none to ask',
    '**Does not work:** /nextword, because no logprobs come',
    '**Does not work:** /surprise, because no probabilities of a text come',
    '**This channel uses the default (`alpha`)** where a command names no model.',
  ]);
});

test.each<[string, Partial<FoundCapabilities>, string]>([
  [
    'routes that list different numbers of tokens',
    { chat: { ...route, listed: 5 }, scale: 'processed' },
    '**Logprobs:** the 20 or 5 most likely of 100,256 tokens, after temperature (completions: 20, chat: 5)',
  ],
  [
    'one route that lists tokens',
    { completions: { ...route, listed: 0 }, vocabularySize: undefined, scale: 'unknown' },
    '**Logprobs:** the 20 most likely tokens, whether before or after temperature was not found out (chat: 20)',
  ],
  [
    'as many tokens as were asked for',
    { completions: { ...route, listed: 100, mayListMore: true }, chat: { ...route, listed: 100, mayListMore: true } },
    '**Logprobs:** at least the 100 most likely of 100,256 tokens, before temperature',
  ],
  [
    'routes that differ in what they refuse',
    { completions: { ...route, refused: ['n'] }, chat: { ...route, lengthParameter: 'max_completion_tokens' } },
    '**Refuses:** `n` (completions) · nothing that was sent (chat)',
  ],
  [
    'routes that differ in the name of the length limit',
    { chat: { ...route, lengthParameter: 'max_completion_tokens' } },
    '**Length limit is called:** `max_tokens` (completions) · `max_completion_tokens` (chat)',
  ],
  ['no ids', { ids: false, bytes: 'none' }, '**Token ids:** no'],
  ['no bytes', { ids: false, bytes: 'none' }, '**Token bytes:** none'],
  ['bytes that no token showed', { bytes: undefined }, '**Token bytes:** not seen: no token was a part of a character'],
  [
    'bytes that are not the tokens’ own',
    { bytes: 're-encoded' },
    '**Token bytes:** made from decoded text: parts of a character are lost',
  ],
  ['scores of the prompt', { scoring: 'prompt-logprobs' }, '**Scoring your text:** yes, in two requests'],
  ['stepping', { scoring: 'stepping' }, '**Scoring your text:** yes, with one request for each token'],
  [
    'no chat',
    { chat: { ...route, available: false, listed: 0 } },
    '**Does not work:** /ask, because the endpoint has no chat for it',
  ],
])('%s', (_, changes, line) => {
  expect(lines({ found: { capabilities: { ...everything, ...changes } } })).toContain(line);
});

test('what could not be found out says which question failed and how, alike ones together', () => {
  const capabilities: FoundCapabilities = {
    ...nothing,
    chat: { ...nothing.chat, available: false },
    completions: { ...nothing.completions, available: false },
    tokenizer: undefined,
    seed: undefined,
    failures: [
      {
        question: 'chat',
        failure: createFact('server-failed', { endpoint: 'localhost:8000', status: 500, said: '*boom* @everyone' }),
      },
      { question: 'tokenizer', failure: createFact('not-asked-after-that') },
      { question: 'seed', failure: createFact('not-asked-after-that') },
    ],
  };
  const found = { capabilities };
  const shown = lines({ found });
  expect(shown).toContain('**Ways to ask:** no completions, chat not found out');
  expect(shown).toContain('**Logprobs:** not found out');
  expect(shown).toContain('**Token bytes:** not found out');
  expect(shown).toContain('**Tokenizer:** not found out');
  expect(shown).toContain('**Not found out:** whether /ask works');
  expect(shown).toContain('**Not found out:** whether /tokenize with the model’s own tokenizer works');
  expect(shown).toContain('**Not found out:** whether /nextword works');
  expect(shown).toContain(
    '-# Not found out by asking for a chat completion: localhost:8000 failed with status 500. Try again in a moment. It said: “*boom* @everyone”',
  );
  expect(shown).toContain(
    '-# Not found out by asking for the tokenizer, the same seed twice: It was not asked after that.',
  );
  const written = view({ found }).blocks.flatMap((block) => (block.kind === 'text' ? [block.markdown] : []));
  expect(written.join('\n')).toContain('\\*boom\\* \\@everyone');
});

test('the channel’s model, and who set it', () => {
  expect(read({ channelModel: 'beta', change: { by: '*Ann*', model: 'beta' } })).toContain(
    '**This channel uses `beta`** where a command names no model. Changed by *Ann*.',
  );
  expect(JSON.stringify(view({ channelModel: 'beta', change: { by: '*Ann*', model: 'beta' } }))).toContain(
    '\\\\*Ann\\\\*',
  );
  expect(read({ change: { by: 'Ann' } })).toContain(
    'uses the default (`alpha`)** where a command names no model. Changed by Ann.',
  );
  expect(read({ defaultModel: undefined })).toContain('**This channel uses the default** where');
});

test('the buttons offer what can be changed', () => {
  expect(labels()).toEqual(['Use in this channel (disabled)', 'Ask again']);
  expect(labels({ shown: 'beta' })).toEqual(['Use in this channel', 'Ask again']);
  expect(labels({ shown: 'beta', channelModel: 'beta' })).toEqual([
    'Use in this channel (disabled)',
    'Back to the default',
    'Ask again',
  ]);
  expect(labels({ shown: 'alpha', channelModel: 'beta' })).toEqual([
    'Use in this channel',
    'Back to the default',
    'Ask again',
  ]);
});

test('a model of which nothing can be told cannot be used, but left', () => {
  const gone = {
    found: {
      why: createFact('model-unknown', { endpoint: 'localhost:8000', model: 'zeta', models: ['alpha'], more: 0 }),
    },
    shown: 'zeta',
    channelModel: 'zeta',
  };
  expect(view(gone).tone).toBe('error');
  expect(lines(gone)).toEqual([
    '**What `zeta` can do cannot be told.** localhost:8000 has no model “zeta”. It has: alpha.',
    '**This channel uses `zeta`** where a command names no model.',
  ]);
  expect(labels(gone)).toEqual(['Back to the default', 'Ask again']);
});

test('the menu has the other models and says which are used', () => {
  expect(only('menu', { channelModel: 'gamma', defaultModel: 'beta' })[0]?.choices).toEqual([
    { label: 'beta', value: 'beta', description: 'the default' },
    { label: 'gamma', value: 'gamma', description: 'set for this channel' },
  ]);
  expect(only('menu', { others: [] })).toEqual([]);
  expect(read({ moreModels: 15 })).toContain('The menu has no room for 15 more models: name one with /model.');
});

test('a result is the same after it was stored', () => {
  const stored = JSON.parse(JSON.stringify(z.encode(modelResult, result)));
  expect(z.decode(modelResult, stored)).toEqual(result);
});

describe('/model', () => {
  let services: OpenServices;
  beforeAll(async () => {
    services = await openServices();
  });
  afterAll(() => services.close());

  const show = async (models: readonly string[]) => {
    const model = { ...services.model, models: async () => models };
    return commandNamed('model').prepare([])(press('-'), { ...services, model });
  };

  test('of every command it is told whether it works', async () => {
    const told = wordsOf(await show([]))
      .split('\n')
      .find((line) => line.startsWith('**Works with it:**'));
    const names = [...(told ?? '').matchAll(/\/(\w+)/g)].map(([, name]) => name);
    const listed = commands.filter(({ isHidden, name }) => !isHidden && name !== 'model' && name !== 'settings');
    expect([...new Set(names)].sort()).toEqual(listed.map(({ name }) => name).sort());
  });

  test('a stored result has no words of commands in it', async () => {
    const { commands: listed } = await model.ask(
      { name: undefined },
      { ...press('-'), commandNeeds: [...tokenize.needs, ...nextword.needs] },
      services,
    );
    for (const one of listed) expect(Object.values(one).join('')).toMatch(/^[a-z-]+$/);
    expect(listed).toContainEqual({ command: 'tokenize', variant: 'own-tokenizer', need: 'tokenizer' });
  });

  test('a press from an earlier view sets no model that the presser did not see', async () => {
    const manager = { id: 'late', mayManage: true };
    const capabilities = () => services.model.capabilities();
    const two = { ...services, model: { ...services.model, capabilities, models: async () => ['one', 'two'] } };
    const first = await commandNamed('model').prepare([])({ ...press('-'), channel: manager }, two);
    const use = buttonsOf(first).find(({ action }) => action === 'use');
    const run = async (action: string, more: Partial<Press>) => {
      const reply = await commandNamed('model').actions[action]?.run(
        { ...press(use?.runId ?? ''), channel: manager, ...more },
        two,
      );
      if (reply === undefined) throw new Error(`/model has ${action}`);
      return reply;
    };
    const looked = await run('look', { choice: 'two' });
    expect(wordsOf(looked)).toContain('`two`');
    for (const action of ['use', 'reset']) {
      const late = await run(action, { value: use?.value });
      expect(wordsOf(late)).toContain('A press came from an earlier view and changed nothing.');
      expect(wordsOf(late)).toContain('`two`');
      expect(await services.channels.modelOf(manager.id)).toBeUndefined();
    }
    const now = buttonsOf(looked).find(({ label }) => label === 'Use in this channel');
    expect(now?.value).not.toBe(use?.value);
    const set = await run('use', { value: '2' });
    expect(wordsOf(set)).not.toContain('earlier view');
    expect(await services.channels.modelOf(manager.id)).toBe('two');
  });

  test('a menu holds 25 models with names as Discord takes them, and says how many more there are', async () => {
    const others = ['x'.repeat(101), ...Array.from({ length: 40 }, (_, at) => `model-${at}`)];
    const reply = await show(others);
    const [menu] = reply.blocks.filter((block) => block.kind === 'menu');
    expect(menu?.choices).toHaveLength(25);
    expect(menu?.choices.some(({ value }) => value.length > 100)).toBe(false);
    expect(wordsOf(reply)).toContain('The menu has no room for 15 more models');
    expect(presentReply(withoutPictures(reply), 'model', 'en')).toHaveLength(1);
  });
});
