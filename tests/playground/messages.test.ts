import { type APIMessage, MessageFlags, type REST } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import type { Person } from '../../src/playground/people/person.js';
import { restOf } from './client.js';

const V2 = MessageFlags.IsComponentsV2;
const file = (name: string) => ({ name, data: Buffer.from(`bytes of ${name}`), contentType: 'text/plain' });

describe('messages that a bot posts as itself', () => {
  let playground: Playground;
  let rest: REST;
  let ada: Person;
  let channel: `/channels/${string}/messages`;
  let clock = Date.now();
  beforeAll(async () => {
    playground = await openPlayground({
      now: () => {
        clock += 60_000;
        return clock;
      },
    });
    rest = restOf(playground);
    ada = playground.join('Ada');
    channel = `/channels/${playground.channels[0]?.id}/messages`;
  });
  afterAll(async () => await playground?.close());

  const post = async (body: object, files?: ReturnType<typeof file>[]) =>
    (await rest.post(channel, { body, ...(files ? { files } : {}) })) as APIMessage;
  const edit = async (id: string, body: object, files?: ReturnType<typeof file>[]) =>
    (await rest.patch(`${channel}/${id}`, { body, ...(files ? { files } : {}) })) as APIMessage;

  test('an edit keeps files, adds new ones, and drops those that are not listed', async () => {
    const posted = await post({ content: 'x' }, [file('a.txt'), file('b.txt')]);
    const [a, b] = posted.attachments;
    expect(posted.attachments.map((one) => [one.filename, one.size, one.content_type])).toEqual([
      ['a.txt', 14, 'text/plain'],
      ['b.txt', 14, 'text/plain'],
    ]);
    const appended = await edit(posted.id, { content: 'y' }, [file('c.txt')]);
    expect(appended.attachments.map((one) => one.filename)).toEqual(['a.txt', 'b.txt', 'c.txt']);
    const replaced = await edit(
      posted.id,
      {
        attachments: [
          { id: b?.id, description: 'bee' },
          { id: 0, filename: 'd d.txt' },
        ],
      },
      [file('x.txt')],
    );
    expect(replaced.attachments.map((one) => [one.filename, one.description])).toEqual([
      ['b.txt', 'bee'],
      ['d_d.txt', undefined],
    ]);
    expect(replaced.content).toBe('y');
    expect(replaced.edited_timestamp).not.toBeNull();
    expect((await edit(posted.id, { attachments: [] })).attachments).toEqual([]);
    await expect(edit(posted.id, { content: '' })).rejects.toMatchObject({ code: 50006 });
    await expect(edit(posted.id, { attachments: [{ id: a?.id }] })).rejects.toMatchObject({ code: 50035 });
  });

  test('Components V2 can be added by an edit and never leaves', async () => {
    const components = [{ type: 10, content: 'text' }];
    const posted = await post({ content: 'plain' });
    await expect(edit(posted.id, { flags: V2, components })).rejects.toMatchObject({
      code: 50035,
      rawError: { errors: { content: { _errors: [{ code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2' }] } } },
    });
    const switched = await edit(posted.id, { flags: V2, content: null, components });
    expect(switched).toMatchObject({ flags: V2, content: '' });
    await expect(edit(posted.id, { flags: 0, content: 'plain again', components: [] })).rejects.toMatchObject({
      code: 50035,
    });
    expect((await edit(posted.id, { flags: 0, components })).flags).toBe(V2);
  });

  test('components come back with ids, defaults and addresses that work', async () => {
    const posted = await post(
      {
        flags: V2,
        components: [
          {
            type: 9,
            components: [{ type: 10, content: 'side' }],
            accessory: { type: 11, media: { url: 'attachment://a.txt' } },
          },
          { type: 13, file: { url: 'attachment://a.txt' } },
          { type: 14 },
          { type: 12, items: [{ media: { url: 'https://example.com/cat.png' } }] },
          { type: 1, components: [{ type: 3, custom_id: 'm', options: [{ label: 'a', value: 'a' }] }] },
        ],
      },
      [file('a.txt')],
    );
    const url = posted.attachments[0]?.url ?? '';
    expect(posted.components).toMatchObject([
      {
        id: 1,
        components: [{ id: 2, content: 'side' }],
        accessory: { id: 3, media: { url }, description: null, spoiler: false },
      },
      { id: 4, file: { url }, name: 'a.txt', size: 14 },
      { id: 5, divider: true, spacing: 1 },
      { id: 6, items: [{ media: { url: 'https://example.com/cat.png' }, description: null }] },
      { id: 7, components: [{ id: 8, min_values: 1, max_values: 1 }] },
    ]);
    const served = await fetch(url);
    expect(await served.text()).toBe('bytes of a.txt');
    expect(served.headers.get('content-disposition')).toContain('attachment;');
    expect((await fetch(url.replace(/attachments\/\d+\/\d+/, 'attachments/1/2'))).status).toBe(404);
  });

  test('mentions say who is pinged, and allowed_mentions forbids it', async () => {
    const role = (await rest.get(`/guilds/${playground.guildId}/roles`)) as { id: string; mentionable: boolean }[];
    const students = role.find((one) => one.mentionable)?.id;
    const content = `<@${ada.id}> <@&${students}> @everyone`;
    const pings = (message: APIMessage) => [
      message.mentions.map((user) => user.id),
      message.mention_roles,
      message.mention_everyone,
    ];
    expect(pings(await post({ content }))).toEqual([[ada.id], [students], true]);
    expect(pings(await post({ content, allowed_mentions: { parse: [] } }))).toEqual([[], [], false]);
    expect(pings(await post({ content, allowed_mentions: {} }))).toEqual([[], [], false]);
    expect(pings(await post({ content, allowed_mentions: { parse: ['everyone'], users: [ada.id] } }))).toEqual([
      [ada.id],
      [],
      true,
    ]);
    expect(pings(await post({ flags: V2, components: [{ type: 17, components: [{ type: 10, content }] }] }))).toEqual([
      [ada.id],
      [students],
      true,
    ]);
    const said = ada.say(playground.channels[0]?.id ?? '', 'hello');
    const reply = { content: 'hi', message_reference: { message_id: said.id } };
    const answered = await post(reply);
    expect(answered).toMatchObject({
      type: 19,
      message_reference: { message_id: said.id },
      referenced_message: { content: '' },
    });
    expect(pings(answered)).toEqual([[ada.id], [], false]);
    expect(pings(await post({ ...reply, allowed_mentions: { parse: [] } }))).toEqual([[], [], false]);
  });

  test('the list of messages is newest first, in pages', async () => {
    const ids: string[] = [];
    for (const content of ['1', '2', '3', '4']) ids.push((await post({ content })).id);
    const get = async (query: string) =>
      ((await rest.get(channel, { query: new URLSearchParams(query) })) as APIMessage[]).map((one) => one.content);
    expect(await get('limit=2')).toEqual(['4', '3']);
    expect(await get(`limit=2&before=${ids[3]}`)).toEqual(['3', '2']);
    expect(await get(`limit=2&after=${ids[0]}`)).toEqual(['3', '2']);
    expect(await get(`limit=3&around=${ids[1]}`)).toEqual(['3', '2', '1']);
  });

  test('other people’s messages are theirs, and their content is hidden without the intent', async () => {
    const said = ada.say(playground.channels[0]?.id ?? '', 'a secret');
    expect(await rest.get(`${channel}/${said.id}`)).toMatchObject({ id: said.id, content: '' });
    await expect(edit(said.id, { content: 'x' })).rejects.toMatchObject({ code: 50005, status: 403 });
    const mention = ada.say(playground.channels[0]?.id ?? '', `<@${playground.applicationId}> hello`);
    expect(await rest.get(`${channel}/${mention.id}`)).toMatchObject({
      content: `<@${playground.applicationId}> hello`,
    });
    const posted = await post({ content: 'mine' });
    await rest.delete(`${channel}/${posted.id}`);
    await expect(rest.get(`${channel}/${posted.id}`)).rejects.toMatchObject({ code: 10008, status: 404 });
    await expect(rest.get('/channels/1')).rejects.toMatchObject({ code: 10003 });
  });

  test('people edit, delete and answer their own plain messages', () => {
    const bob = playground.join('Bob');
    const general = playground.channels[0]?.id ?? '';
    const said = ada.say(general, 'one');
    expect(ada.editMessage(said.id, 'two')).toMatchObject({ id: said.id, content: 'two' });
    expect(() => bob.editMessage(said.id, 'three')).toThrow('somebody else');
    expect(bob.say(general, 'answer', { replyTo: said.id }).mentions.map((user) => user.id)).toEqual([ada.id]);
    ada.deleteMessage(said.id);
    expect(ada.message(said.id)).toBeUndefined();
    expect(() => ada.say(general, 'x'.repeat(2001))).toThrow('Your message is too long.');
    expect(() => ada.dismiss(bob.say(general, 'x').id)).toThrow('you alone');
    bob.leave();
    expect(() => bob.say(general, 'still here')).toThrow('Bob has left.');
  });
});
