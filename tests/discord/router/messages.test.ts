import { beforeEach, describe, expect, test } from 'vitest';
import { type Command, defineCommand } from '../../../src/discord/command.js';
import { buttons, text } from '../../../src/discord/reply.js';
import type { Said } from '../../../src/discord/router/incoming.js';
import { UserError } from '../../../src/errors.js';
import { BOB, button, type Doing, openCounter, slash } from './counter.js';
import { idIn } from './recorder.js';

let waits: Promise<void>[] = [];
beforeEach(() => {
  waits = [];
});

/** A command whose replies are gone on with by words. */
const chat: Command = {
  ...defineCommand({
    name: 'chat',
    description: 'Talks',
    options: {},
    run: async () => ({ blocks: [text('begun'), buttons({ action: 'on', runId: 'r1', value: 'chat', label: 'On' })] }),
    actions: {
      on: {
        respond: 'reply',
        takesWords: 'words',
        form: ({ runId }) => ({
          action: 'on',
          runId,
          title: 'On',
          fields: [{ id: 'words', label: 'W', maxLength: 9 }],
        }),
        async run({ runId, value, fields, user }) {
          if (runId === 'old') throw new UserError('run-not-kept', { days: 30, command: 'chat' });
          await waits.shift();
          return { blocks: [text(`${user.name} to ${runId} ${value}: ${fields.words}`)] };
        },
      },
      look: { respond: 'reply', run: async () => ({ blocks: [text('looked')] }) },
    },
  }),
  said: async ({ text: words, about }) => ({
    blocks: [text(`new: ${words}${about === undefined ? '' : ` (${about.by}: ${about.text})`}`)],
  }),
};

const { ask, lines } = openCounter([chat]);

const say = (more: Partial<Omit<Said, 'kind' | 'respond'>> = {}): Doing => ({
  kind: 'message',
  text: 'hello',
  isAddressed: false,
  goesOn: false,
  ...more,
});
const own = (...leadsTo: string[]) => ({ leadsTo, text: 'said', by: 'Bot' });
const others = (words: string) => ({ leadsTo: undefined, text: words, by: 'Cy' });

async function sentFor(...args: Parameters<typeof ask>) {
  const asked = ask(...args);
  await asked.done;
  return asked.sent;
}

const answered = (words: string) => [
  ['acknowledge', 'reply'],
  ['edit', words],
];

describe('a message', () => {
  test('that answers a reply does what its button does, with the words', async () => {
    const sent = await sentFor(say({ answers: own('chat:look:r9', 'chat:on:r1:chat') }), { user: BOB });
    expect(sent).toEqual(answered('Bob to r1 chat: hello'));
  });

  test('finds the way in a menu’s entries too, and where two buttons lead to the same', async () => {
    const answers = own('router:go-on:-', 'chat:on:r2:chat.1', 'chat:look:r2 3', 'chat:on:r2:chat.1');
    expect(await sentFor(say({ answers }))).toEqual(answered('Ada to r2 chat.1: hello'));
  });

  test('that answers a reply with several ways on is told to choose', async () => {
    const answers = own('chat:on:r2:chat.0', 'chat:on:r2:chat.1');
    const [[how, what] = []] = await sentFor(say({ answers }));
    expect(how).toBe('refuse');
    expect(what).toContain('There are several answers in that message.');
  });

  test('that answers a reply which is still written is told to wait', async () => {
    const [[how, what] = []] = await sentFor(say({ answers: own('router:stop:abc') }));
    expect([how, what]).toEqual(['refuse', 'That reply is not finished yet. Answer it once it is.']);
  });

  test('about a reply without a way on is let be, unless the bot is addressed', async () => {
    expect(await sentFor(say({ answers: own('chat:look:r9') }))).toEqual([]);
    expect(await sentFor(say({ answers: own('chat:look:r9'), isAddressed: true }))).toEqual(answered('new: hello'));
  });

  test('that mentions the bot begins anew, also about a message of somebody else', async () => {
    expect(await sentFor(say({ isAddressed: true }))).toEqual(answered('new: hello'));
    const about = say({ isAddressed: true, answers: others('It rains.') });
    expect(await sentFor(about)).toEqual(answered('new: hello (Cy: It rains.)'));
  });

  test('about a message that Discord does not show is told so', async () => {
    const [[how, what] = []] = await sentFor(say({ isAddressed: true, answers: others('') }));
    expect(how).toBe('refuse');
    expect(what).toContain('Discord does not show me the message that you answered.');
  });

  test.each(['', ' \n', '\u2003'])('without words is told what to do: %j', async (words) => {
    const [[how, what] = []] = await sentFor(say({ isAddressed: true, text: words }));
    expect(how).toBe('refuse');
    expect(what).toContain('I read no words in your message.');
    expect(await sentFor(say({ text: words, answers: own('chat:look:r9') }))).toEqual([]);
  });

  test('of an action that takes no words, or of a command that is gone, leads nowhere', async () => {
    const answers = own('chat:look:r1', 'gone:on:r1:chat', 'chat:__proto__:r1', 'x', '');
    expect(await sentFor(say({ answers }))).toEqual([]);
  });

  test('that comes twice is answered once, and one that comes late all the same', async () => {
    const id = '1400000000000000777';
    expect(await sentFor(say({ isAddressed: true }), { id })).toEqual(answered('new: hello'));
    expect(await sentFor(say({ isAddressed: true }), { id })).toEqual([]);
  });
});

describe('where what is said goes on with what was said last', () => {
  const direct = (more: Partial<Said> = {}) => say({ goesOn: true, isAddressed: true, ...more });

  test('the newest reply with a way on is gone on with', async () => {
    const recent = [['chat:look:r9'], ['chat:on:r5:chat'], ['chat:on:r4:chat']];
    expect(await sentFor(direct(), { recent })).toEqual(answered('Ada to r5 chat: hello'));
    expect(await sentFor(direct({ answers: own('chat:on:r4:chat') }), { recent })).toEqual(
      answered('Ada to r4 chat: hello'),
    );
    expect(await sentFor(direct({ answers: others('') }), { recent })).toEqual(answered('Ada to r5 chat: hello'));
  });

  test('where there is none, or it is not kept any more, it begins anew', async () => {
    expect(await sentFor(direct(), { recent: [] })).toEqual(answered('new: hello'));
    expect(await sentFor(direct(), { recent: [['chat:on:old:chat']] })).toEqual(answered('new: hello'));
    const sent = await sentFor(direct({ answers: own('chat:on:old:chat') }));
    expect(sent.at(-1)?.[1]).toMatch(/30 days/);
  });

  test('messages at once are answered one after the other', async () => {
    let finish = () => {};
    waits = [new Promise<void>((resolve) => (finish = resolve))];
    const recent = [['chat:on:r5:chat']];
    const first = ask(direct({ text: 'one' }), { recent });
    const second = ask(direct({ text: 'two' }), { recent });
    await new Promise((resolve) => setImmediate(resolve));
    expect(second.sent).toEqual([['acknowledge', 'reply']]);
    finish();
    await Promise.all([first.done, second.done]);
    expect(second.sent).toEqual(answered('Ada to r5 chat: two'));
  });
});

describe('too many messages', () => {
  test('of one person are refused, and the refusals themselves are bounded', async () => {
    const { ask: askFew } = openCounter([chat], {}, { atOnce: 1 });
    let finish = () => {};
    waits = [new Promise<void>((resolve) => (finish = resolve))];
    const first = askFew(say({ answers: own('chat:on:r1:chat') }));
    await new Promise((resolve) => setImmediate(resolve));
    const refused: string[] = [];
    for (let number = 0; number < 20; number += 1) {
      const more = askFew(say({ isAddressed: true }));
      await more.done;
      refused.push(...more.sent.map(([how]) => how));
    }
    expect(refused).toEqual(Array(6).fill('refuse'));
    finish();
    await first.done;
  });

  test('in one channel are refused, whoever writes them', async () => {
    const { ask: askMany } = openCounter([chat]);
    const ends: (() => void)[] = [];
    waits = Array.from({ length: 12 }, () => new Promise<void>((resolve) => ends.push(resolve)));
    const people = Array.from({ length: 13 }, (_, at) => ({ id: `15000000000000000${10 + at}`, name: `P${at}` }));
    const asked = people.map((user) => askMany(say({ answers: own('chat:on:r1:chat') }), { user }));
    await new Promise((resolve) => setImmediate(resolve));
    for (const end of ends) end();
    await Promise.all(asked.map(({ done }) => done));
    expect(asked.at(-1)?.sent[0]?.[1]).toContain('Too many people ask me here at once.');
    expect(asked.slice(0, -1).every(({ sent }) => sent.at(-1)?.[0] === 'edit')).toBe(true);
  });
});

test('a thread is opened from a reply that asks for one, and where there can be none that is said', async () => {
  const threads: Command = defineCommand({
    name: 'threads',
    description: 'Opens one',
    options: {},
    run: async () => ({ blocks: [text('begun')], thread: 'A name' }),
  });
  const { ask: askFor } = openCounter([threads]);
  const asked = askFor(slash('threads'));
  await asked.done;
  expect(asked.sent.map(([how]) => how)).toEqual(['acknowledge', 'edit', 'thread']);
  expect(asked.sent.at(-1)?.[1]).toContain('A name: The conversation goes on here');
  const refused = askFor(slash('threads'), {
    fault: ([how]) => (how === 'thread' ? new UserError('no-thread-in-direct') : undefined),
  });
  await refused.done;
  expect(refused.sent.at(-1)).toEqual(['whisper', expect.stringContaining('Threads are only on servers.')]);
  expect(lines.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

test('the button asks for the words by a form', async () => {
  const first = ask(slash('chat'));
  await first.done;
  expect(await sentFor(button(idIn(first.messages.at(-1), 'On')))).toEqual([['form', 'On (chat:on:r1)']]);
});
