import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Command, Press } from '../../../src/discord/command.js';
import { type Button, type GoOnEntry, picture, type Reply, text } from '../../../src/discord/reply.js';
import { createCommandSet } from '../../../src/lesson/command/command-set.js';
import { defineCommand, defineFollowUp } from '../../../src/lesson/command/define-command.js';
import type { ActionDefinition, Place } from '../../../src/lesson/command/definition.js';
import { layOut } from '../../../src/lesson/command/layout.js';
import { linkTo, type View } from '../../../src/lesson/command/view.js';
import { details } from '../../../src/lesson/record/details.js';
import type { Services } from '../../../src/services.js';
import { openStorage } from '../../../src/storage/open-storage.js';
import { buttonsOf, press, wordsOf } from '../../commands/press.js';

const result = z.object({ drawn: z.string(), isEmpty: z.boolean().optional() });
type Drawn = z.infer<typeof result>;

const many: readonly GoOnEntry[] = Array.from({ length: 30 }, (_, at) => ({
  action: 'add',
  runId: 'r',
  choice: String(at),
  label: `Entry ${at}`,
}));

function view({ drawn }: Drawn, place: Place): View {
  return layOut(
    {
      asked: `> ${drawn}`,
      body: [text('a body')],
      picture: picture('bars', { kind: 'count-bars', title: drawn, unit: 'u', bars: [] }),
      sentence: 'A sentence.',
      notes: ['-# A note.'],
      buttons: [{ ...place.turn(place.page, 'bytes'), label: 'Bytes' }],
      goOn: many,
      smallPrint: `tiny · ${place.value ?? 'no value'} · ${place.choice ?? 'no choice'}`,
    },
    place,
  );
}

const draw = defineCommand({
  name: 'draw',
  description: () => 'Draws',
  options: { what: { type: 'string', description: () => 'What', required: true } },
  needs: 'nothing',
  result: { version: 1, schema: result },
  leadsTo: ['shout'],
  ask: async ({ what }) => ({ drawn: what, isEmpty: what === '' }),
  view,
  explain: ({ drawn }, { locale }) => ({
    idea: `The idea, in ${locale}.`,
    example: `With ${drawn}.`,
    next: 'Try to shout.',
    tryIt: linkTo('shout', { label: 'Shout it' }),
  }),
  subject: ({ drawn, isEmpty }) => ({ prompt: drawn, ...(!isEmpty && { inFull: () => [text(`All of ${drawn}.`)] }) }),
  actions: {
    bytes: { kind: 'look', respond: 'update', view },
    louder: {
      kind: 'add',
      ask: async () => (latest) => ({ ...latest, drawn: `${latest.drawn}!` }),
      aside: ({ drawn }, { user }, { locale }) => ({ blocks: [text(`${user.name} made it ${drawn} in ${locale}.`)] }),
    },
    closely: { kind: 'look', respond: 'private', view } satisfies ActionDefinition<Drawn>,
  },
});

const shout = defineFollowUp({
  name: 'shout',
  link: () => 'Shout',
  hint: () => 'The same, louder',
  result: { version: 1, schema: result },
  view,
  from: { ask: async ({ prompt }) => ({ drawn: prompt.toUpperCase() }) },
});

const commands = new Map(createCommandSet([draw], [shout, details]).map((command) => [command.name, command]));

let services: Services;
let close: () => Promise<void>;
beforeAll(async () => {
  const storage = await openStorage({ url: 'file::memory:' });
  // Nothing here asks a model.
  services = { runs: storage.runs, channels: storage.channels } as unknown as Services;
  close = () => storage.close();
});
afterAll(() => close());

const commandOf = (name = 'draw'): Command => {
  const command = commands.get(name);
  if (command === undefined) throw new Error(`there is no ${name}`);
  return command;
};
const run = (what = 'a cat') => commandOf().prepare([{ name: 'what', value: what }])(press('-'), services);
const goOnOf = ({ blocks }: Reply) => blocks.flatMap((one) => (one.kind === 'go-on' ? one.entries : []));
const turnOf = ({ blocks }: Reply) => blocks.flatMap((one) => (one.kind === 'picture' ? one : []))[0];

/** A press on a button, or on an entry of the menu. */
async function pressOn(target: (Button | GoOnEntry) | undefined, more: Partial<Press> = {}): Promise<Reply> {
  if (target === undefined) throw new Error('there is nothing to press');
  const action = commandOf(target.command).actions[target.action];
  if (action === undefined) throw new Error(`there is no ${target.action}`);
  return action.run({ ...press(target.runId), value: target.value, ...more }, services);
}

describe('a reply', () => {
  test('is laid out from top to bottom', async () => {
    const { blocks } = await run();
    expect(blocks.map((one) => (one.kind === 'text' ? one.markdown : one.kind))).toEqual([
      '> a cat',
      'a body',
      'picture',
      'A sentence.\n-# A note.',
      'buttons',
      'go-on',
      '-# tiny · no value · no choice',
    ]);
  });

  test('ends its row with Explain', async () => {
    expect(buttonsOf(await run()).map(({ label }) => label)).toEqual(['Bytes', 'Explain']);
  });

  test('leads to other commands and to Details, however many entries of its own it has', async () => {
    const entries = goOnOf(await run());
    expect(entries).toHaveLength(25);
    expect(entries.slice(0, 23).map(({ label }) => label)).toEqual(many.slice(0, 23).map(({ label }) => label));
    expect(entries.slice(23).map(({ label, description }) => [label, description])).toEqual([
      ['Shout', 'The same, louder'],
      ['Details', expect.any(String)],
    ]);
  });

  test('opens another command on what it is about', async () => {
    const reply = await pressOn(goOnOf(await run()).find(({ label }) => label === 'Shout'));
    expect(wordsOf(reply)).toContain('> A CAT');
  });
});

test('what is added may be told to who pressed besides, as it then is', async () => {
  const [shown] = buttonsOf(await run());
  const target = shown && { ...shown, action: 'louder', value: undefined };
  expect((await pressOn(target)).aside).toEqual({ tone: undefined, blocks: [text('Ann made it a cat! in en-US.')] });
  const again = await pressOn(target);
  expect([wordsOf(again).split('\n')[0], again.aside && wordsOf(again.aside)]).toEqual([
    '> a cat!!',
    'Ann made it a cat!! in en-US.',
  ]);
});

describe('the pages of its picture', () => {
  const turned = (reply: Reply, page: number) => {
    const target = turnOf(reply)?.turn?.(page);
    return pressOn(target && { ...target, label: '▶' });
  };

  test('turn in the command’s own view, which is new then', async () => {
    const reply = await turned(await run(), 3);
    expect(turnOf(reply)?.page).toBe(3);
    expect(wordsOf(reply)).toContain('no value · no choice');
    expect(turnOf(await turned(reply, 4))?.page).toBe(4);
  });

  test('turn in what an action shows, with what the press on it carried', async () => {
    const [bytes] = buttonsOf(await run());
    const first = await pressOn(bytes && { ...bytes, action: 'closely', value: '7.x' }, { choice: 'b c.d' });
    expect(wordsOf(first)).toContain('7.x · b c.d');
    for (const page of [2, 1, 0]) {
      const reply = await turned(first, page);
      expect(turnOf(reply)?.page).toBe(page);
      expect(wordsOf(reply)).toContain('7.x · b c.d');
    }
  });

  test('lead over to the same page of another sight', async () => {
    const [bytes] = buttonsOf(await turned(await run(), 2));
    const reply = await pressOn(bytes);
    expect(turnOf(reply)?.page).toBe(2);
    expect(turnOf(reply)?.turn?.(3)).toMatchObject({ action: 'turn-bytes', value: '3' });
  });

  test.each(['', '-1', '-1.5', 'NaN', '1e999', '../x', '٣', ' 2', '9'.repeat(60)])(
    'are the first where a press carries %o for a number',
    async (value) => {
      const [bytes] = buttonsOf(await run());
      const reply = await pressOn(bytes && { ...bytes, action: 'turn', value });
      expect(turnOf(reply)?.page).toBe(0);
      expect(turnOf(reply)?.turn?.(1)).toMatchObject({ action: 'turn', value: '1' });
    },
  );
});

describe('Explain', () => {
  test('tells the idea, an example with these numbers, and what to try, to who presses it alone', async () => {
    const explain = buttonsOf(await run()).at(-1);
    expect(commandOf().actions[explain?.action ?? '']?.respond).toBe('private');
    const reply = await pressOn(explain);
    expect(wordsOf(reply)).toBe(
      'The idea, in en-US.\n**With these numbers**\nWith a cat.\n**Try next**\nTry to shout.',
    );
    expect(buttonsOf(reply).map(({ label }) => label)).toEqual(['Shout it']);
    expect(wordsOf(await pressOn(buttonsOf(reply)[0]))).toContain('> A CAT');
  });
});

describe('Details', () => {
  test('of a reply that asked no model has its numbers alone', async () => {
    const reply = await pressOn(goOnOf(await run()).at(-1));
    expect(wordsOf(reply)).toBe('All of a cat.');
    expect(reply.blocks).toHaveLength(1);
  });

  test('is not offered where there is nothing in it', async () => {
    expect(
      goOnOf(await run(''))
        .map(({ label }) => label)
        .slice(-2),
    ).toEqual(['Entry 23', 'Shout']);
  });
});
