import { describe, expect, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import { buttons, menu, text } from '../../../src/discord/reply.js';
import { BOB, button, choice, form, openCounter, slash } from './counter.js';
import { idIn } from './recorder.js';

let runs = 0;

/** A command that can be reached in every way that Discord has. */
const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: {
    text: { type: 'string', description: 'What', required: true, maxLength: 20 },
    size: { type: 'integer', description: 'How big', minimum: 1, maximum: 9 },
    style: { type: 'string', description: 'How', choices: { Plain: 'plain', Fancy: 'fancy' } },
    model: { type: 'string', description: 'Which', autocomplete: true },
  },
  run: async ({ options, user }) => {
    runs += 1;
    return {
      blocks: [
        text(`${options.text}, ${options.size ?? 'any size'}, ${options.style ?? 'any style'}, ${user.name}`),
        ...card,
      ],
    };
  },
  messageMenu: { name: 'Draw this', run: async (context) => ({ blocks: [text(`drawn: ${context.text}`)] }) },
  autocomplete: {
    model: async (typed) => {
      if (typed === 'away') throw new Error('no list');
      return ['', ...Array.from({ length: 30 }, (_, at) => `${typed}-${at}`), 'x'.repeat(101)];
    },
  },
  actions: {
    explain: { respond: 'private', run: async ({ value }) => ({ blocks: [text(`of ${value}`)] }) },
    pick: { respond: 'reply', run: async (press) => ({ blocks: [text(`picked ${press.choice}`)] }) },
    resize: {
      respond: 'reply',
      form: ({ runId }) => ({
        action: 'resize',
        runId,
        title: 'How big?',
        fields: [{ id: 'size', label: 'Size', maxLength: 3 }],
      }),
      run: async ({ fields }) => ({ blocks: [text(`now ${fields.size}`)] }),
    },
  },
});
const card = [
  buttons({ action: 'explain', runId: 'r', value: '2:3', label: 'Explain' }),
  menu({ action: 'pick', runId: 'r', placeholder: 'Pick…', choices: [{ label: 'One', value: '1' }] }),
];

const { ask, lines } = openCounter([draw]);

describe('every way to a command', () => {
  test('a slash command, with its options', async () => {
    const asked = ask(slash('draw', { text: 'a cat', size: 3, style: 'fancy' }));
    await asked.done;
    expect(asked.sent).toEqual([
      ['acknowledge', 'reply'],
      ['edit', 'a cat, 3, fancy, Ada'],
    ]);
  });

  test('a button and a menu, whose ids the message carries', async () => {
    const first = ask(slash('draw', { text: 'x' }));
    await first.done;
    const asked = ask(button(idIn(first.messages.at(-1), 'Explain')), { user: BOB });
    await asked.done;
    expect(asked.sent).toEqual([
      ['acknowledge', 'private'],
      ['edit', 'of 2:3'],
    ]);
    const chosen = ask(choice(idIn(first.messages.at(-1), 'Pick…'), ['1'], ['1']), { user: BOB });
    await chosen.done;
    expect(chosen.sent).toEqual([
      ['acknowledge', 'reply'],
      ['edit', 'picked 1'],
    ]);
  });

  test('a message’s menu, on its text', async () => {
    const asked = ask({ kind: 'message-menu', command: 'Draw this', text: 'hello' });
    await asked.done;
    expect(asked.sent).toEqual([
      ['acknowledge', 'reply'],
      ['edit', 'drawn: hello'],
    ]);
  });

  test.each([
    ['of which a menu offers it', ['1', '2']],
    ['of a menu that its message has no more', undefined],
  ])('a choice, %s', async (_, offered) => {
    const asked = ask(choice('draw:pick:r', ['2'], offered));
    await asked.done;
    expect(asked.sent.at(-1)).toEqual(['edit', 'picked 2']);
  });

  test('a form, which opens for a press and comes back filled in', async () => {
    const opened = ask(button('draw:resize:r'));
    await opened.done;
    expect(opened.sent).toEqual([['form', 'How big? (draw:resize:r)']]);
    const asked = ask(form('draw:resize:r', { size: '7' }));
    await asked.done;
    expect(asked.sent.at(-1)).toEqual(['edit', 'now 7']);
  });

  test('suggestions while an option is typed: as many and as long as Discord takes', async () => {
    const typing = { kind: 'autocomplete', command: 'draw', option: 'model' } as const;
    const asked = ask({ ...typing, typed: 'm' });
    await asked.done;
    const suggestions = Array.from({ length: 25 }, (_, at) => `m-${at}`);
    expect(asked.sent).toEqual([['suggest', suggestions.join(', ')]]);

    const none = [
      ask({ ...typing, typed: 'away' }),
      ask({ ...typing, option: 'toString', typed: 'm' }),
      ask({ ...typing, command: 'nothing', typed: 'm' }),
    ];
    await Promise.all(none.map(({ done }) => done));
    expect(none.map(({ sent }) => sent)).toEqual(none.map(() => [['suggest', '']]));
  });
});

test.each([
  ['an option that is missing', slash('draw'), 'The option “text” is missing.'],
  ['an option beyond its bounds', slash('draw', { text: 'x', size: 10 }), 'takes a whole number from 1 to 9.'],
  ['an option of another type', slash('draw', { text: ['x'] }), 'The option “text” takes a text.'],
  ['a choice that an option has not', slash('draw', { text: 'x', style: 'odd' }), 'takes one of these: Plain; Fancy.'],
  ['a command that nobody knows', slash('constructor'), 'This reply is from an earlier version'],
  ['a button that nobody knows', button('draw:constructor:r'), 'This reply is from an earlier version'],
  ['a custom id that is none', button(''), 'This reply is from an earlier version'],
  ['a choice that is not offered', choice('draw:pick:r', ['3'], ['1', '2']), 'Choose one entry of the menu.'],
  ['no choice', choice('draw:pick:r', []), 'Choose one entry of the menu.'],
  ['several choices', choice('draw:pick:r', ['1', '2'], ['1', '2']), 'Choose one entry of the menu.'],
  ['a form without its field', form('draw:resize:r', {}), 'The field “Size” is missing.'],
  ['a form with another field', form('draw:resize:r', { weight: '7' }), 'This form is not the one that was opened.'],
  ['a field that is too long', form('draw:resize:r', { size: '1000' }), 'takes up to 3 characters.'],
  [
    'a message that did not come along',
    { kind: 'message-menu', command: 'Draw this', text: undefined } as const,
    'Discord did not send the message along.',
  ],
  [
    'a message that is far too long',
    { kind: 'message-menu', command: 'Draw this', text: 'x'.repeat(20_001) } as const,
    'This message is too long.',
  ],
])('%s is refused in a sentence, to the person alone, before any work', async (_, doing, sentence) => {
  const before = runs;
  lines.length = 0;
  const asked = ask(doing);
  await asked.done;
  expect(asked.sent).toEqual([['refuse', expect.stringContaining(sentence)]]);
  expect(runs).toBe(before);
  expect(lines).toEqual([]);
});
