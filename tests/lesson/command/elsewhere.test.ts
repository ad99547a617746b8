import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Command, Press } from '../../../src/discord/command.js';
import type { Button, GoOnEntry, Reply } from '../../../src/discord/reply.js';
import type { LanguageModel } from '../../../src/domain/language-model.js';
import { createCommandSet } from '../../../src/lesson/command/command-set.js';
import { defineCommand } from '../../../src/lesson/command/define-command.js';
import { layOut } from '../../../src/lesson/command/layout.js';
import { endpointSchema } from '../../../src/lesson/stored/sent-request.js';
import { ModelError } from '../../../src/model/errors.js';
import type { Services } from '../../../src/services.js';
import { openStorage } from '../../../src/storage/open-storage.js';
import { buttonsOf, press, wordsOf } from '../../commands/press.js';

const result = z.object({ said: z.string(), endpoint: endpointSchema });
type Looked = z.infer<typeof result>;

/** What each run was asked, where, and with which model. */
let asked: readonly string[] = [];
let failure: Error | undefined;

async function look(
  text: string,
  model: string | undefined,
  { channels, model: { endpoint } }: Services,
): Promise<Looked> {
  asked = [...asked, `${text} of ${model ?? (await channels.modelOf('2')) ?? 'any'} at ${endpoint.label}`];
  if (failure !== undefined && !endpoint.tiny) throw failure;
  return { said: text, endpoint };
}

const inspect = defineCommand({
  name: 'inspect',
  description: () => 'Looks inside',
  options: {
    text: { type: 'string', description: () => 'What', required: true },
    depth: { type: 'integer', description: () => 'How deep' },
    model: { type: 'string', description: () => 'Whose' },
  },
  needs: 'nothing',
  leadsTo: ['inspect'],
  result: { version: 1, schema: result },
  askedAt: ({ endpoint }) => endpoint,
  ask: ({ text, depth, model }, _, services) => look(`${text}${depth ?? ''}`, model, services),
  view: ({ said, endpoint }, place) =>
    layOut({ asked: said, sentence: said, buttons: [], smallPrint: endpoint.label }, place),
  from: { ask: ({ prompt, model }, _, services) => look(prompt, model, services) },
  subject: ({ said }) => ({ prompt: said, model: 'theirs' }),
  actions: {
    more: { kind: 'begin', respond: 'reply', ask: ({ said }, _, services) => look(`${said}+`, undefined, services) },
    move: { kind: 'move', move: ({ said }, _, services) => look(`${said}>`, undefined, services) },
    add: {
      kind: 'add',
      async ask({ said }, _, services) {
        const found = await look(`${said}&`, undefined, services);
        return () => found;
      },
    },
    say: {
      kind: 'answer',
      respond: 'private',
      answer: async ({ said }, _, services) => {
        await look(`${said}?`, undefined, services);
        return { blocks: [] };
      },
    },
  },
});

const command = createCommandSet([inspect], [])[0] as Command;
let services: Services;
let close: () => Promise<void>;

beforeAll(async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  close = () => storage.close();
  const at = (label: string, tiny: boolean) => ({ endpoint: { label, tiny } }) as LanguageModel;
  services = {
    runs: storage.runs,
    channels: storage.channels,
    model: at('far away', false),
    embedded: async () => ({ model: at('here', true), inside: {} }),
  } as unknown as Services;
  await storage.channels.setModel('2', 'set');
});

beforeEach(() => {
  asked = [];
  failure = undefined;
});

afterAll(() => close());

const unsupported = () => new ModelError('unsupported', 'cannot-look-inside', { endpoint: 'far away' });
const options = [
  { name: 'text', value: 'cat' },
  { name: 'depth', value: 3 },
  { name: 'model', value: 'theirs' },
];
const run = (at = services) => command.prepare(options)(press(''), at);
const act = (action: string, more: Partial<Press>, at = services) =>
  (command.actions[action] as Command['actions'][string]).run({ ...press(''), ...more }, at);
const follow = ({ action, runId, value }: Pick<Button, 'action' | 'runId' | 'value'>) => act(action, { runId, value });
const offered = (reply: Reply) => buttonsOf(reply).find(({ label }) => label === 'Use the embedded model');
const smallPrint = (reply: Reply) => wordsOf(reply).split('\n').at(-1);

describe('what the connected endpoint cannot do', () => {
  test('is refused to who asked alone, with a button that does it once with the embedded model', async () => {
    failure = unsupported();
    const refusal = await run();
    expect(refusal.isPrivate).toBe(true);
    expect(wordsOf(refusal)).toContain('Far away shows only what a model says');
    const button = offered(refusal);
    expect(command.actions[button?.action ?? '']?.respond).toBe('reply');
    const reply = await follow(button as Button);
    expect(smallPrint(reply)).toBe('-# here');
    expect(reply.isPrivate).toBeUndefined();
    expect(asked).toEqual(['cat3 of theirs at far away', 'cat3 of any at here']);
  });

  test('is refused in the same way where another reply led there', async () => {
    const { runId } = buttonsOf(await run())[0] ?? { runId: '' };
    const opened = { runId, value: 'inspect' };
    const here = await act('from', opened);
    expect(smallPrint(here)).toBe('-# far away');
    failure = unsupported();
    const refusal = await act('from', opened);
    expect(refusal.isPrivate).toBe(true);
    expect(smallPrint(await follow(offered(refusal) as Button))).toBe('-# here');
    expect(asked.at(-1)).toBe('cat3 of any at here');
  });

  test.each(['more', 'move', 'add', 'say'])(
    'goes on with the embedded model where the result is its own: %s',
    async (name) => {
      failure = unsupported();
      const shown = await follow(offered(await run()) as Button);
      const { runId } = shown.blocks.flatMap((block) => (block.kind === 'go-on' ? block.entries : []))[0] ?? {
        runId: '',
      };
      expect(runId).not.toBe('');
      await act(name, { runId, value: '1' });
      expect(asked.at(-1)).toMatch(/^cat3[+>&?] of any at here$/);
    },
  );

  test('names no embedded model to what opens from its result, which asks the connected endpoint', async () => {
    failure = unsupported();
    const shown = await follow(offered(await run()) as Button);
    const entry = shown.blocks.flatMap((block) => (block.kind === 'go-on' ? block.entries : []))[0];
    failure = undefined;
    await follow(entry as GoOnEntry);
    expect(asked.at(-1)).toBe('cat3 of set at far away');
    const { runId } = buttonsOf(await run())[0] ?? { runId: '' };
    await act('from', { runId, value: 'inspect' });
    expect(asked.at(-1)).toBe('cat3 of theirs at far away');
  });

  test('fails as ever where the embedded model is connected, and where something else is amiss', async () => {
    failure = new ModelError('unreachable', 'no-models-listed', { endpoint: 'far away' });
    await expect(run()).rejects.toBe(failure);
    failure = unsupported();
    const tiny = { ...services, model: { endpoint: { label: 'odd', tiny: true } } as LanguageModel };
    expect(await run(tiny)).toMatchObject({ blocks: expect.any(Array) });
  });

  test('is no longer offered where what was asked is not kept any more', async () => {
    await expect(act('asked-embedded', { runId: 'gone' })).rejects.toMatchObject({ fact: { code: 'run-not-kept' } });
  });
});
