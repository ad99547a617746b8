import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { commands } from '../../commands/index.js';
import { explainModel, tryText } from '../../commands/model/explain.js';
import { type FoundCapabilities, type ModelResult, modelResult } from '../../commands/model/result.js';
import { modelInFull, viewModel } from '../../commands/model/view.js';
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
/** What **Details** says. */
const inFull = (changes: Partial<ModelResult> = {}) =>
  modelInFull({ ...result, ...changes }, 'en').flatMap((block) =>
    block.kind === 'text' ? block.markdown.replaceAll('\\', '').split('\n') : [],
  );
const only = <K extends ViewBlock['kind']>(kind: K, changes?: Partial<ModelResult>) =>
  view(changes).blocks.filter((block): block is Extract<ViewBlock, { kind: K }> => block.kind === kind);
const labels = (changes?: Partial<ModelResult>) =>
  only('row', changes).flatMap(({ buttons }) =>
    buttons.map((button) => `${button.label}${'disabled' in button && button.disabled ? ' (disabled)' : ''}`),
  );

test('of a model that can do everything, the reply says so on one screen', () => {
  expect(lines()).toEqual([
    '**What can this model do?** `alpha` at localhost:8000',
    '**It can**',
    '- go on with a text',
    '- answer a question',
    '- tell the chances of the 20 likeliest of 100,256 tokens',
    '- tell how likely each token of your own text is',
    '- show how it cuts a text into tokens',
    '- read up to 4,096 tokens at once',
    '**All commands work** with this model. This channel uses it, because it is the default.',
    '-# localhost:8000 · found out <t:1767225600:R>',
  ]);
});

test('a model that looks answers up is said to, in the reply and in Details', () => {
  const looking = { found: { capabilities: { ...everything, looksUp: true as const } } };
  expect(lines(looking)).toContain('- look up answers in its own texts (retrieval)');
  expect(inFull(looking)).toContain('**Looks answers up in its texts:** yes');
  expect(inFull().join()).not.toContain('Looks answers up');
});

test('of a model that can do little, it says which commands do not work, and why', () => {
  expect(lines({ found: { capabilities: nothing } })).toEqual([
    '**What can this model do?** `alpha` at localhost:8000',
    '**It can**',
    '- answer a question',
    '**Works:** /tokenize, /ask, /compare',
    '**Does not work:** /tokenize with the model’s own tokenizer, because the server does not show its tokenizer',
    '**Does not work:** /nextword, because the server tells no chances',
    '**Does not work:** /surprise, because the server tells no chances of a given text',
    '**3 of 5 commands work** with this model. This channel uses it, because it is the default.',
    '-# localhost:8000 · found out <t:1767225600:R>',
  ]);
});

test('commands that lack the same share a line', () => {
  const found = { capabilities: nothing };
  const commands = (['nextword', 'temperature', 'dice'] as const).map((command) => ({
    command,
    need: 'logprobs' as const,
  }));
  expect(lines({ found, commands })).toContain(
    '**Does not work:** /nextword, /temperature, /dice, because the server tells no chances',
  );
});

test('Details have all that was found out', () => {
  expect(inFull()).toEqual([
    '**What was found out about `alpha`**',
    '-# From its answers to a few short questions, <t:1767225600:R>. The server calls itself vllm.',
    '**Logprobs:** the 20 likeliest of 100,256 tokens, before temperature',
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
    '**Works:** /tokenize, /tokenize with the model’s own tokenizer, /nextword, /surprise, /ask, /compare',
  ]);
  expect(inFull({ found: { capabilities: nothing } })).toEqual([
    '**What was found out about `alpha`**',
    '-# From its answers to a few short questions, <t:1767225600:R>.',
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
    '**Works:** /tokenize, /ask, /compare',
    '**Does not work:** /tokenize with the model’s own tokenizer, because the server does not show its tokenizer',
    '**Does not work:** /nextword, because the server tells no chances',
    '**Does not work:** /surprise, because the server tells no chances of a given text',
  ]);
});

test.each<[string, Partial<FoundCapabilities>, string]>([
  [
    'routes that list different numbers of tokens',
    { chat: { ...route, listed: 5 }, scale: 'processed' },
    '**Logprobs:** the 20 or 5 likeliest of 100,256 tokens, after temperature (completions: 20, chat: 5)',
  ],
  [
    'one route that lists tokens',
    { completions: { ...route, listed: 0 }, vocabularySize: undefined, scale: 'unknown' },
    '**Logprobs:** the 20 likeliest tokens, whether before or after temperature was not found out (chat: 20)',
  ],
  [
    'as many tokens as were asked for',
    { completions: { ...route, listed: 100, mayListMore: true }, chat: { ...route, listed: 100, mayListMore: true } },
    '**Logprobs:** at least the 100 likeliest of 100,256 tokens, before temperature',
  ],
  [
    'all tokens that there are',
    { completions: { ...route, listed: 4001 }, chat: { ...route, listed: 4001 }, vocabularySize: 4001 },
    '**Logprobs:** all 4,001 tokens, before temperature',
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
  [
    'bytes that no token showed',
    { bytes: undefined },
    '**Token bytes:** not seen, because no token was a part of a character',
  ],
  [
    'bytes that are not the tokens’ own',
    { bytes: 're-encoded' },
    '**Token bytes:** made from the text: parts of a character are lost',
  ],
  ['scores of the prompt', { scoring: 'prompt-logprobs' }, '**Scoring your text:** yes, in two requests'],
  ['stepping', { scoring: 'stepping' }, '**Scoring your text:** yes, with one request for each token'],
  [
    'no chat',
    { chat: { ...route, available: false, listed: 0 } },
    '**Does not work:** /ask, because the model answers no questions here',
  ],
])('%s', (_, changes, line) => {
  expect(inFull({ found: { capabilities: { ...everything, ...changes } } })).toContain(line);
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
  expect(lines({ found })).toContain(
    '**Not known:** whether /tokenize with the model’s own tokenizer, /nextword, /ask, /compare work',
  );
  const shown = inFull({ found });
  expect(shown).toContain('**Ways to ask:** no completions, chat not found out');
  expect(shown).toContain('**Logprobs:** not found out');
  expect(shown).toContain('**Token bytes:** not found out');
  expect(shown).toContain('**Tokenizer:** not found out');
  expect(shown).toContain(
    '-# Not found out by asking for a chat completion: localhost:8000 failed with status 500. Try again in a moment. It said: “*boom* @everyone”',
  );
  expect(shown).toContain(
    '-# Not found out by asking for the tokenizer, the same seed twice: It was not asked after that.',
  );
  expect(JSON.stringify(modelInFull({ ...result, found }, 'en'))).toContain('\\\\*boom\\\\* \\\\@everyone');
});

test('the channel’s model, and who set it', () => {
  expect(read({ channelModel: 'beta', change: { by: '*Ann*', model: 'beta' } })).toContain(
    'This channel uses `beta`. *Ann* chose that.',
  );
  expect(JSON.stringify(view({ channelModel: 'beta', change: { by: '*Ann*', model: 'beta' } }))).toContain(
    '\\\\*Ann\\\\*',
  );
  expect(read({ change: { by: 'Ann' } })).toContain('This channel uses it, because it is the default. Ann chose that.');
  expect(read({ shown: 'beta' })).toContain('This channel uses `alpha`, because it is the default.');
  expect(read({ shown: 'beta', channelModel: 'beta' })).toContain('This channel uses it.');
  expect(read({ defaultModel: undefined })).toContain('This channel uses the default model.');
});

test('the buttons offer what can be changed', () => {
  expect(labels()).toEqual(['Use in this channel (disabled)', 'Ask again', 'Explain']);
  expect(labels({ shown: 'beta' })).toEqual(['Use in this channel', 'Ask again', 'Explain']);
  expect(labels({ shown: 'beta', channelModel: 'beta' })).toEqual([
    'Use in this channel (disabled)',
    'Back to the default',
    'Ask again',
    'Explain',
  ]);
  expect(labels({ shown: 'alpha', channelModel: 'beta' })).toEqual([
    'Use in this channel',
    'Back to the default',
    'Ask again',
    'Explain',
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
    '**What can this model do?** `zeta` at localhost:8000',
    '**Nothing is known now.** localhost:8000 has no model “zeta”. It has: alpha. This channel uses it.',
    '-# localhost:8000',
  ]);
  expect(labels(gone)).toEqual(['Back to the default', 'Ask again', 'Explain']);
});

test('the menu has the other models and says which are used', () => {
  expect(only('go-on-links', { channelModel: 'gamma', defaultModel: 'beta' })[0]?.entries).toEqual([
    { action: 'look', runId: 'r', choice: 'beta', label: 'Look at beta', description: 'the default' },
    { action: 'look', runId: 'r', choice: 'gamma', label: 'Look at gamma', description: 'this channel uses it' },
  ]);
  expect(only('go-on-links', { others: [] })[0]?.entries).toEqual([]);
  expect(read({ moreModels: 15 })).toContain('The menu has no room for 15 more models. Write the name after /model.');
});

test.each<[string, Partial<ModelResult>, string, string | undefined]>([
  ['of a part of the vocabulary', {}, '100,256 − 20 = 100,236 tokens share what is left of 100%.', 'nextword'],
  [
    'of all tokens',
    { found: { capabilities: { ...everything, vocabularySize: 20 } } },
    'This model knows 20 tokens and tells the chance of each.',
    'nextword',
  ],
  [
    'where nobody knows how many there are',
    { found: { capabilities: { ...everything, vocabularySize: undefined } } },
    'the chances of the 20 likeliest tokens.',
    'nextword',
  ],
  ['where none is told', { found: { capabilities: nothing } }, 'This model tells no chances', 'tokenize'],
  [
    'where nothing is known',
    { found: { why: createFact('not-asked-after-that') } },
    'there are no numbers here',
    'tokenize',
  ],
])('Explain counts the chances %s', (_, changes, example, link) => {
  const explained = explainModel({ ...result, ...changes }, placeAt());
  expect(explained.example).toContain(example);
  expect(explained.tryIt).toMatchObject({ link, value: 'try' });
  expect(tryText({ ...result, ...changes }, 'try')).toMatchObject({ model: 'alpha' });
  expect(tryText(result, undefined)).toBeUndefined();
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
    const reply = await show([]);
    const entries = reply.blocks.flatMap((block) => (block.kind === 'go-on' ? block.entries : []));
    const link = entries.find(({ command }) => command === 'details');
    const details = commandNamed('details').actions.from?.run(
      { ...press(link?.runId ?? ''), value: link?.value },
      services,
    );
    const told = wordsOf((await details) ?? { blocks: [] })
      .split('\n')
      .find((line) => line.startsWith('**Works:**'));
    const names = [...(told ?? '').matchAll(/\/(\w+)/g)].map(([, name]) => name);
    const apart = ['model', 'settings', 'privacy'];
    const listed = commands.filter(({ isHidden, name }) => !isHidden && !apart.includes(name));
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
      expect(wordsOf(late)).toContain('Somebody was faster, so this press changed nothing');
      expect(wordsOf(late)).toContain('`two`');
      expect(await services.channels.modelOf(manager.id)).toBeUndefined();
    }
    const now = buttonsOf(looked).find(({ label }) => label === 'Use in this channel');
    expect(now?.value).not.toBe(use?.value);
    const set = await run('use', { value: '2' });
    expect(wordsOf(set)).not.toContain('too late');
    expect(await services.channels.modelOf(manager.id)).toBe('two');
  });

  test('the menu holds 24 models with names that fit beside where they lead, and Details', async () => {
    const others = ['x'.repeat(61), ...Array.from({ length: 40 }, (_, at) => `${at}`.padStart(60, 'm'))];
    const reply = await show(others);
    const [menu] = reply.blocks.filter((block) => block.kind === 'go-on');
    expect(menu?.entries).toHaveLength(25);
    expect(menu?.entries.at(-1)?.label).toBe('Details');
    expect(wordsOf(reply)).toContain('The menu has no room for 16 more models');
    expect(presentReply(withoutPictures(reply), 'model', 'en')).toHaveLength(1);
  });

  test('Explain opens the next word on a short text, by the model that is looked at', async () => {
    const reply = await show([]);
    const explain = buttonsOf(reply).find(({ label }) => label === 'Explain');
    const told = await commandNamed('model').actions.explain?.run(press(explain?.runId ?? ''), services);
    const tryIt = told && buttonsOf(told)[0];
    expect(tryIt).toMatchObject({ command: 'nextword', label: 'Next word' });
    const next = await commandNamed('nextword').actions.from?.run(
      { ...press(tryIt?.runId ?? ''), value: tryIt?.value },
      services,
    );
    expect(next && wordsOf(next)).toContain('Once upon a time');
  });
});
