import { type APISelectMenuOption, ComponentType } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import type { OutgoingMessage } from '../../../src/discord/present/present.js';
import type { Block, GoOnEntry } from '../../../src/discord/reply.js';
import { choice, form, openCounter, slash } from './counter.js';
import { idIn } from './recorder.js';

let runs = 0;
const entries: readonly GoOnEntry[] = [
  { action: 'add', runId: 'r', choice: '2', label: 'Add “queen”', description: 'the second bar', selected: true },
  { action: 'add', runId: 'r', value: 'of-3', choice: 'a b: c', label: 'Add another' },
  { action: 'look', runId: 'r', label: 'Look at one token…' },
  { command: 'other', action: 'from', runId: 'r', value: 'draw', label: 'Other' },
];
const menu: Block = { kind: 'go-on', placeholder: 'Go on with…', entries };

const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: {},
  run: async () => ({ blocks: [menu] }),
  actions: {
    add: {
      respond: 'reply',
      async run(press) {
        runs += 1;
        return { blocks: [{ kind: 'text', markdown: `added ${press.value}, ${press.choice}` }] };
      },
    },
    look: {
      respond: 'private',
      form: ({ runId }) => ({
        action: 'look',
        runId,
        title: 'Which one?',
        fields: [{ id: 'token', label: 'Token', maxLength: 20 }],
      }),
      run: async ({ fields, choice: chosen }) => ({
        blocks: [{ kind: 'text', markdown: `looked at ${fields.token}, ${chosen}` }],
      }),
    },
  },
});
const other = defineCommand({
  name: 'other',
  description: 'Takes over',
  options: {},
  run: async () => ({ blocks: [] }),
  actions: {
    from: {
      respond: 'reply',
      run: async ({ runId, value }) => ({ blocks: [{ kind: 'text', markdown: `from ${value} ${runId}` }] }),
    },
  },
});

const { ask } = openCounter([draw, other]);

async function shownMenu(): Promise<{ readonly id: string; readonly options: readonly APISelectMenuOption[] }> {
  const asked = ask(slash('draw'));
  await asked.done;
  const message = asked.messages.at(-1);
  return { id: idIn(message, 'Go on with…'), options: optionsOf(message) };
}

function optionsOf(message: OutgoingMessage | undefined): readonly APISelectMenuOption[] {
  const rows = message?.components[0].components.filter((part) => part.type === ComponentType.ActionRow) ?? [];
  return rows.flatMap(({ components }) => components).flatMap((one) => ('options' in one ? one.options : []));
}

describe('the menu of a reply whose entries lead to different places', () => {
  test('shows each entry with what it does', async () => {
    const { options } = await shownMenu();
    expect(options.map(({ label, description, default: isChosen }) => [label, description, isChosen])).toEqual([
      ['Add “queen”', 'the second bar', true],
      ['Add another', undefined, false],
      ['Look at one token…', undefined, false],
      ['Other', undefined, false],
    ]);
  });

  test.each([
    ['Add “queen”', ['acknowledge', 'reply'], 'added undefined, 2'],
    ['Add another', ['acknowledge', 'reply'], 'added of-3, a b: c'],
    ['Other', ['acknowledge', 'reply'], 'from draw r'],
  ])('leads to the action of the entry “%s”', async (label, acknowledged, answer) => {
    const { id, options } = await shownMenu();
    const value = options.find((one) => one.label === label)?.value ?? '';
    const asked = ask(
      choice(
        id,
        [value],
        options.map((one) => one.value),
      ),
    );
    await asked.done;
    expect(asked.sent).toEqual([acknowledged, ['edit', answer]]);
  });

  test('opens the form of an entry, which comes back to the same action', async () => {
    const { id, options } = await shownMenu();
    const opened = ask(choice(id, [options[2]?.value ?? '']));
    await opened.done;
    expect(opened.sent).toEqual([['form', 'Which one? (draw:look:r)']]);
    const asked = ask(form('draw:look:r', { token: 'king' }));
    await asked.done;
    expect(asked.sent).toEqual([
      ['acknowledge', 'private'],
      ['edit', 'looked at king, undefined'],
    ]);
  });

  test.each([
    ['a value that is no entry’s', ['draw:add:r other'], 'Choose one entry of the menu.'],
    ['a value over 100 characters', [`draw:add:r ${'x'.repeat(90)}`], 'Choose one entry of the menu.'],
    ['several values', ['draw:add:r 2', 'draw:look:r'], 'Choose one entry of the menu.'],
    ['no value', [], 'Choose one entry of the menu.'],
  ])('refuses %s, before any work', async (_, values, sentence) => {
    const { id, options } = await shownMenu();
    const before = runs;
    const asked = ask(
      choice(
        id,
        values,
        options.map(({ value }) => value),
      ),
    );
    await asked.done;
    expect(asked.sent).toEqual([['refuse', expect.stringContaining(sentence)]]);
    expect(runs).toBe(before);
  });

  test.each(['', 'draw', 'draw:constructor:r', 'constructor:add:r', 'router:go-on:-', 'draw:add:../r'])(
    'takes the value %o of a message that is gone for one of an earlier version',
    async (value) => {
      const asked = ask(choice('router:go-on:-', [value]));
      await asked.done;
      expect(asked.sent).toEqual([['refuse', expect.stringContaining('This reply is from an earlier version')]]);
    },
  );
});
