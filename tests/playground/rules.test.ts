import { DiscordAPIError, MessageFlags, type REST } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { complaints, restOf } from './client.js';

const V2 = MessageFlags.IsComponentsV2;
const text = (content: string) => ({ type: 10, content });
const row = (...components: object[]) => ({ type: 1, components });
const button = (custom_id: string, more: object = {}) => ({ type: 2, style: 1, label: 'Go', custom_id, ...more });
const menu = (more: object = {}) => ({ type: 3, custom_id: 'menu', options: [{ label: 'a', value: 'a' }], ...more });
const gallery = (...urls: string[]) => ({ type: 12, items: urls.map((url) => ({ media: { url } })) });
const v2 = (...components: object[]) => ({ flags: V2, components });

describe('what Discord refuses in a message', () => {
  let playground: Playground;
  let rest: REST;
  let clock = Date.now();
  beforeAll(async () => {
    // Every look at the clock is a minute later, so that no rate limit is met.
    playground = await openPlayground({
      now: () => {
        clock += 60_000;
        return clock;
      },
    });
    rest = restOf(playground);
  });
  afterAll(async () => await playground?.close());

  const post = async (body: object, files?: { name: string; data: Buffer }[]): Promise<string[]> => {
    try {
      await rest.post(`/channels/${playground.channels[0]?.id}/messages`, { body, ...(files ? { files } : {}) });
      return [];
    } catch (error) {
      if (!(error instanceof DiscordAPIError)) throw error;
      const raw = error.rawError as { errors?: unknown };
      return raw.errors ? complaints(raw.errors) : [`${error.status} ${error.code}`];
    }
  };

  test.each<[string, object, string[]]>([
    [
      'an emoji that is none',
      { components: [row(button('b', { emoji: { name: 'x' } }))] },
      ['components.0.components.0.emoji.name: COMPONENT_INVALID_EMOJI'],
    ],
    ['nothing at all', {}, ['400 50006']],
    ['white space', { content: ' \n ' }, ['400 50006']],
    ['content of 2001', { content: 'x'.repeat(2001) }, ['content: BASE_TYPE_MAX_LENGTH']],
    ['eleven embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }, ['embeds: BASE_TYPE_MAX_LENGTH']],
    ['an embed title of 257', { embeds: [{ title: 'x'.repeat(257) }] }, ['embeds.0.title: BASE_TYPE_MAX_LENGTH']],
    [
      'embeds of 6001 in all',
      { embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] },
      ['embeds.1: MAX_EMBED_SIZE_EXCEEDED'],
    ],
    [
      'an empty field name',
      { embeds: [{ fields: [{ name: ' ', value: 'x' }] }] },
      ['embeds.0.fields.0.name: BASE_TYPE_REQUIRED'],
    ],
    ['a text display without the flag', { components: [text('x')] }, ['components.0.type: UNION_TYPE_CHOICES']],
    ['a component that is none', { components: ['x'] }, ['components.0: MODEL_TYPE_CONVERT']],
    ['components that are no list', { components: {} }, ['components: LIST_TYPE_CONVERT']],
    [
      'six rows',
      { components: Array.from({ length: 6 }, (_, n) => row(button(`b${n}`))) },
      ['components: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'six buttons',
      { components: [row(...Array.from({ length: 6 }, (_, n) => button(`b${n}`)))] },
      ['components.0.components: BASE_TYPE_BAD_LENGTH'],
    ],
    [
      'a button beside a menu',
      { components: [row(button('b'), menu())] },
      ['components.0.components.1: COMPONENT_LAYOUT_WIDTH_EXCEEDED'],
    ],
    [
      'a custom id twice',
      { components: [row(button('b'), button('b'))] },
      ['components.0.components.1.custom_id: COMPONENT_CUSTOM_ID_DUPLICATED'],
    ],
    [
      'a custom id of 101',
      { components: [row(button('b'.repeat(101)))] },
      ['components.0.components.0.custom_id: BASE_TYPE_BAD_LENGTH'],
    ],
    [
      'a button without a custom id',
      { components: [row({ type: 2, style: 1, label: 'Go' })] },
      ['components.0.components.0.custom_id: BUTTON_COMPONENT_CUSTOM_ID_REQUIRED'],
    ],
    [
      'a label of 81',
      { components: [row(button('b', { label: 'x'.repeat(81) }))] },
      ['components.0.components.0.label: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'a link without a url',
      { components: [row({ type: 2, style: 5, label: 'Go' })] },
      ['components.0.components.0.url: BUTTON_COMPONENT_URL_REQUIRED'],
    ],
    [
      'a button without words',
      { components: [row(button('b', { label: undefined }))] },
      ['components.0.components.0.label: BASE_TYPE_REQUIRED'],
    ],
    [
      'a style that is none',
      { components: [row(button('b', { style: 9 }))] },
      ['components.0.components.0.style: BASE_TYPE_CHOICES'],
    ],
    [
      '26 options',
      {
        components: [row(menu({ options: Array.from({ length: 26 }, (_, n) => ({ label: `${n}`, value: `${n}` })) }))],
      },
      ['components.0.components.0.options: BASE_TYPE_BAD_LENGTH'],
    ],
    [
      'an option value twice',
      {
        components: [
          row(
            menu({
              options: [
                { label: 'a', value: 'a' },
                { label: 'b', value: 'a' },
              ],
            }),
          ),
        ],
      },
      ['components.0.components.0.options.1.value: SELECT_COMPONENT_OPTION_VALUE_DUPLICATED'],
    ],
    [
      'more values than options',
      { components: [row(menu({ max_values: 2 }))] },
      ['components.0.components.0.max_values: NUMBER_TYPE_MAX'],
    ],
    [
      'content with V2',
      { ...v2(text('x')), content: 'x' },
      ['content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'],
    ],
    [
      'embeds with V2',
      { ...v2(text('x')), embeds: [{ title: 'x' }] },
      ['embeds: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2'],
    ],
    ['V2 without components', { flags: V2, components: [] }, ['400 50006']],
    ['a text display of 4001', v2(text('x'.repeat(4001))), ['components.0.content: BASE_TYPE_BAD_LENGTH']],
    [
      '4001 in all text displays',
      v2(text('x'.repeat(2000)), { type: 17, components: [text('x'.repeat(2001))] }),
      ['components: COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED'],
    ],
    ['an empty text display', v2(text('')), ['components.0.content: BASE_TYPE_REQUIRED']],
    [
      '41 components, nested ones counted',
      v2({ type: 17, components: Array.from({ length: 40 }, () => text('x')) }),
      ['components: COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED'],
    ],
    [
      'a container in a container',
      v2({ type: 17, components: [{ type: 17, components: [text('x')] }] }),
      ['components.0.components.0.type: UNION_TYPE_CHOICES'],
    ],
    [
      'a section without an accessory',
      v2({ type: 9, components: [text('x')] }),
      ['components.0.accessory: BASE_TYPE_REQUIRED'],
    ],
    [
      'a section of four texts',
      v2({ type: 9, components: Array.from({ length: 4 }, () => text('x')), accessory: button('b') }),
      ['components.0.components: BASE_TYPE_BAD_LENGTH'],
    ],
    ['an empty gallery', v2(gallery()), ['components.0.items: BASE_TYPE_BAD_LENGTH']],
    [
      'eleven pictures',
      v2(gallery(...Array.from({ length: 11 }, () => 'https://example.com/a.png'))),
      ['components.0.items: BASE_TYPE_BAD_LENGTH'],
    ],
    [
      'an alt text of 1025',
      v2({ type: 12, items: [{ media: { url: 'https://example.com/a.png' }, description: 'x'.repeat(1025) }] }),
      ['components.0.items.0.description: BASE_TYPE_BAD_LENGTH'],
    ],
    [
      'a picture that was not sent',
      v2(gallery('attachment://a.png')),
      ['components.0.items.0.media.url: UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND'],
    ],
    [
      'a file from the web',
      v2({ type: 13, file: { url: 'https://example.com/a.txt' } }),
      ['components.0.file.url: URL_TYPE_INVALID_SCHEME'],
    ],
    [
      'a colour beyond white',
      v2({ type: 17, accent_color: 0x1000000, components: [text('x')] }),
      ['components.0.accent_color: NUMBER_TYPE_MAX'],
    ],
    ['a file that was not sent', { content: 'x', attachments: [{ id: '3' }] }, ['attachments.0: ATTACHMENT_NOT_FOUND']],
    [
      'parse and a list together',
      { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } },
      ['allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE'],
    ],
    [
      'a reply to nothing',
      { content: 'x', message_reference: { message_id: '1' } },
      ['message_reference: REPLIES_UNKNOWN_MESSAGE'],
    ],
    [
      'several faults at once',
      { content: 'x'.repeat(2001), components: [row(button('b', { label: 'x'.repeat(81) }))] },
      ['content: BASE_TYPE_MAX_LENGTH', 'components.0.components.0.label: BASE_TYPE_MAX_LENGTH'],
    ],
    [
      'a poll without a question',
      { poll: {} },
      ['poll.question: BASE_TYPE_REQUIRED', 'poll.answers: BASE_TYPE_REQUIRED'],
    ],
    ['stickers', { sticker_ids: ['1'] }, ['400 0']],
  ])('a message is refused: %s', async (_name, body, expected) => {
    expect(await post(body)).toEqual(expected);
  });

  test.each<[string, object]>([
    ['4000 in all text displays', v2(text('x'.repeat(2000)), { type: 17, components: [text('x'.repeat(2000))] })],
    ['40 components', v2({ type: 17, components: Array.from({ length: 39 }, () => text('x')) })],
    ['content of 2000', { content: 'x'.repeat(2000) }],
    [
      'five buttons and a menu',
      { components: [row(...Array.from({ length: 5 }, (_, n) => button(`b${n}`))), row(menu())] },
    ],
    ['emoji', { components: [row(...['🎲', '↩', '1️⃣', '🇫🇷'].map((name) => button(name, { emoji: { name } })))] }],
    ['a link', { components: [row({ type: 2, style: 5, label: 'Go', url: 'https://example.com' })] }],
  ])('a message is taken: %s', async (_name, body) => {
    expect(await post(body)).toEqual([]);
  });

  test('a file over 10 MiB is too large, and so is a request over 25 MiB', async () => {
    const file = (name: string, mib: number) => ({ name, data: Buffer.alloc(mib * 1024 * 1024) });
    expect(await post({ content: 'x' }, [file('a.bin', 11)])).toEqual(['413 40005']);
    expect(await post({ content: 'x' }, [file('a.bin', 9), file('b.bin', 9), file('c.bin', 9)])).toEqual(['413 40005']);
    expect(await post({ content: 'x' }, [file('a.bin', 10)])).toEqual([]);
  });

  test('the answer to a bad body is Discord’s nested tree with code and words', async () => {
    const answer = await fetch(`${playground.apiURL}/v10/channels/${playground.channels[0]?.id}/messages`, {
      method: 'POST',
      headers: { authorization: `Bot ${playground.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ components: [row(button('b', { label: 'x'.repeat(81) }))] }),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      message: 'Invalid Form Body',
      code: 50035,
      errors: {
        components: {
          0: {
            components: {
              0: { label: { _errors: [{ code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 80 or fewer in length.' }] } },
            },
          },
        },
      },
    });
  });
});
