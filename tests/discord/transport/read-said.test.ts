import { describe, expect, test } from 'vitest';
import type { MessageResponder } from '../../../src/discord/router/incoming.js';
import { readSaid } from '../../../src/discord/transport/read-said.js';

const SELF = '1400000000000000001';
const ADA = { id: '1400000000000000002', username: 'ada', global_name: 'Ada' };
const BOT = { id: SELF, username: 'Tokenscope', bot: true };
const THREAD = '1400000000000000009';
const respond = () => ({}) as MessageResponder;
const places = { self: SELF, isOwnThread: (id: string) => id === THREAD, localeOf: () => 'de' };

const message = (more: object = {}) => ({
  id: '1400000000000000003',
  channel_id: '1400000000000000004',
  guild_id: '1400000000000000005',
  type: 0,
  author: ADA,
  content: `<@${SELF}> hello`,
  mentions: [BOT],
  ...more,
});
const direct = (more: object = {}) => ({
  ...message({ content: 'hello', mentions: [], ...more }),
  guild_id: undefined,
});
const read = (data: unknown) => readSaid(data, places, respond);

describe('a message to the bot', () => {
  test('that mentions it', () => {
    expect(read(message())).toMatchObject({
      kind: 'message',
      user: { id: ADA.id, name: 'Ada' },
      locale: 'de',
      text: 'hello',
      isAddressed: true,
      goesOn: false,
      answers: undefined,
      channel: { mayManage: false },
      server: { id: '1400000000000000005' },
    });
  });

  test.each([
    [`<@!${SELF}> hello`, 'hello'],
    [`hello <@${SELF}>`, 'hello'],
    [`<@${SELF}>, hello <@${SELF}> <@${SELF}>`, 'hello'],
    [`hello, <@${SELF}>, how are you?`, 'hello, @Tokenscope, how are you?'],
    [`<@${SELF}> who is <@${ADA.id}> and <@1400000000000000099>?`, 'who is @Ada and <@1400000000000000099>?'],
    [`<@${SELF}>`, ''],
  ])('is read without the mention: %s', (content, text) => {
    expect(read(message({ content, mentions: [BOT, ADA] }))).toMatchObject({ text, isAddressed: true });
  });

  test('in direct messages, and in a thread that the bot opened, goes on', () => {
    expect(read(direct())).toMatchObject({
      isAddressed: true,
      goesOn: true,
      locale: 'en-US',
      channel: { mayManage: true },
    });
    expect(read(message({ channel_id: THREAD }))).toMatchObject({ goesOn: true });
  });

  test('that answers the bot’s own message says where that leads; one that answers another says what it reads', () => {
    const row = { type: 1, components: [{ type: 2, custom_id: 'a:b:c' }] };
    const menu = { type: 1, components: [{ type: 3, custom_id: 'd', options: [{ value: 'e:f:g 1' }, { value: 7 }] }] };
    const referenced_message = {
      id: '14',
      author: BOT,
      content: '',
      components: [{ type: 17, components: [row, menu] }],
    };
    const answer = { type: 19, content: 'why?', referenced_message };
    expect(read(message(answer))).toMatchObject({
      text: 'why?',
      isAddressed: false,
      answers: { leadsTo: ['a:b:c', 'd', 'e:f:g 1'] },
    });
    const other = { id: '15', author: ADA, content: 'It rains.', embeds: [{ description: 'A lot.' }] };
    expect(read(message({ type: 19, referenced_message: other }))).toMatchObject({
      answers: { leadsTo: undefined, text: 'It rains.\nA lot.', by: 'Ada' },
    });
    expect(read(message({ type: 19, referenced_message: null }))?.answers).toBeUndefined();
  });

  test('has the name that Discord shows, or one at all', () => {
    const by = (author: object) => read(message({ author }))?.user.name;
    expect(by({ ...ADA, global_name: null })).toBe('ada');
    expect(by({ id: ADA.id })).toBe('Somebody');
  });
});

describe('what is none', () => {
  test.each<[string, unknown]>([
    ['a message that does not mention it', message({ content: 'hello', mentions: [] })],
    ['a mention of somebody else', message({ mentions: [ADA] })],
    ['its own', message({ author: BOT })],
    ['that of another bot', message({ author: { ...ADA, bot: true } })],
    ['that of a webhook', message({ webhook_id: '1400000000000000008' })],
    ['one of Discord itself', message({ type: 7 })],
    ['a thread’s first message', message({ type: 21 })],
    ['no author', message({ author: undefined })],
    ['no id', message({ id: 5 })],
    ['nothing', undefined],
    ['null', null],
    ['a text', 'hello'],
    ['a list', [1, 2]],
    ['mentions that are no list', message({ mentions: 'all' })],
  ])('%s', (_, data) => {
    expect(read(data)).toBeUndefined();
  });

  test('components without an end are read within bounds', () => {
    let inner: object = { custom_id: 'a:b:c' };
    for (let depth = 0; depth < 2000; depth += 1) inner = { components: [inner, { custom_id: `x:y:${depth}` }] };
    const referenced_message = { id: '14', author: BOT, components: [inner] };
    expect(read(message({ type: 19, referenced_message }))?.answers?.leadsTo?.length).toBeLessThanOrEqual(400);
  });
});
