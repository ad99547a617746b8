import { ComponentType, MessageFlags, REST, Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Exchange } from '../../src/playground/state/events.js';
import { type Description, openSchemas, pointTo, readDescription } from '../discord-description/description.js';
import { type Classroom, openClassroom } from './class.js';

// Response branches of one union may overlap, which oneOf would forbid; that one of them fits is what matters here.
function loosen(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  const record = node as Record<string, unknown>;
  if (Array.isArray(record.oneOf)) {
    record.anyOf = record.oneOf;
    delete record.oneOf;
  }
  for (const value of Object.values(record)) loosen(value);
}

describe('the playground’s answers against Discord’s own description', () => {
  let room: Classroom;
  let document: Description;
  let schemas: ReturnType<typeof openSchemas>;
  let ahead = 0;

  beforeAll(async () => {
    document = readDescription();
    loosen(document);
    // The description gives a field's error the shape of the answer's own, with a number as code; the documentation's
    // prose and Discord itself have names there, such as BASE_TYPE_REQUIRED.
    document.components.schemas.InnerErrors = {
      type: 'object',
      required: ['_errors'],
      additionalProperties: false,
      properties: {
        _errors: {
          type: 'array',
          items: {
            type: 'object',
            required: ['code', 'message'],
            properties: { code: { type: 'string' }, message: { type: 'string' } },
          },
        },
      },
    };
    // It has a forwarded message's reference in what is sent alone; the documentation's prose has it in what comes too.
    Object.assign(document.components.schemas.MessageReferenceType as object, {
      oneOf: undefined,
      anyOf: [{ const: 0 }, { const: 1 }],
    });
    schemas = openSchemas(document);
    room = await openClassroom({ now: () => Date.now() + ahead });
  });
  afterAll(async () => await room?.close());

  /** The description's own path for a request, such as `/channels/{channel_id}`. */
  const templateOf = (exchange: Exchange): string | undefined => {
    const parts = (exchange.path.split('?')[0] ?? '').replace('/api/v10', '').split('/');
    const fits = Object.keys(document.paths).filter((template) => {
      const wanted = template.split('/');
      const same =
        wanted.length === parts.length && wanted.every((part, i) => part.startsWith('{') || part === parts[i]);
      return same && document.paths[template]?.[exchange.method.toLowerCase()];
    });
    // `@me` and `@original` are both literal paths and values of a parameter: the literal one is meant.
    return fits.sort((a, b) => a.split('{').length - b.split('{').length)[0];
  };

  const faults = (exchange: Exchange): string[] => {
    const template = templateOf(exchange);
    if (template === undefined) return ['the description has no such path'];
    const method = exchange.method.toLowerCase();
    const responses = document.paths[template]?.[method]?.responses ?? {};
    if (exchange.answer === undefined)
      return String(exchange.status) in responses ? [] : [`no status ${exchange.status}`];
    const status = [String(exchange.status), '4XX'].find((one) => one in responses);
    if (status === undefined) return [`no status ${exchange.status}`];
    const reference = responses[status]?.$ref;
    const pointer = reference ? reference.slice(1) : `${pointTo(template, method)}/responses/${status}`;
    const validate = schemas(`${pointer}/content/application~1json/schema`);
    if (validate(exchange.answer)) return [];
    return (validate.errors ?? []).map(
      (error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
    );
  };

  test('every answer of a busy session fits Discord’s description', async () => {
    const { client, ada, playground, exchanges } = room;
    const rest: REST = client.rest;
    const channel = playground.channels[0]?.id ?? '';
    const get = (path: string, query = '') =>
      rest.get(path as `/${string}`, { query: new URLSearchParams(query) }).catch(() => undefined);

    const text = { type: ComponentType.TextDisplay, content: `hello <@${ada.id}>` };
    const everything = {
      flags: MessageFlags.IsComponentsV2,
      files: [{ attachment: Buffer.from('x'), name: 'a.txt' }],
      components: [
        {
          type: ComponentType.Container,
          components: [
            text,
            { type: ComponentType.Separator },
            {
              type: ComponentType.Section,
              components: [text],
              accessory: { type: ComponentType.Thumbnail, media: { url: 'attachment://a.txt' } },
            },
            {
              type: ComponentType.MediaGallery,
              items: [{ media: { url: 'attachment://a.txt' } }, { media: { url: 'https://example.com/a.png' } }],
            },
            { type: ComponentType.File, file: { url: 'attachment://a.txt' } },
          ],
        },
        {
          type: ComponentType.ActionRow,
          components: [
            { type: ComponentType.Button, customId: 'b', label: 'B', style: 2 },
            { type: ComponentType.Button, url: 'https://example.com', label: 'L', style: 5 },
          ],
        },
        {
          type: ComponentType.ActionRow,
          components: [{ type: ComponentType.StringSelect, customId: 's', options: [{ label: 'a', value: 'a' }] }],
        },
        { type: ComponentType.ActionRow, components: [{ type: ComponentType.UserSelect, customId: 'u' }] },
      ],
    };
    room.onInteraction(async (interaction) => {
      if (interaction.isButton()) {
        await interaction.deferUpdate();
        await interaction.editReply({ components: [text] } as never);
        await interaction.followUp({ content: 'more', flags: MessageFlags.Ephemeral });
      } else if (interaction.isMessageContextMenuCommand()) {
        await interaction.reply({
          embeds: [
            {
              title: 't',
              description: 'd',
              fields: [{ name: 'n', value: 'v' }],
              timestamp: new Date().toISOString(),
              color: 1,
            },
          ],
          withResponse: true,
        });
        await interaction.fetchReply();
        await interaction.deleteReply();
      } else if (interaction.isChatInputCommand()) {
        await interaction.deferReply();
        await interaction.editReply(everything as never);
      } else if (interaction.isAutocomplete()) await interaction.respond([]);
    });
    const drawn = await ada.slash('draw', { text: 'x' }).settled();
    await ada.press(drawn.id, 'B').followup(0);
    const said = ada.say(channel, 'hello');
    const read = ada.messageCommand('Tokenize', said.id);
    await read.first();
    await expect.poll(() => read.original()).toBeUndefined();
    await ada.autocomplete('draw', {}, 'model');
    await rest.post(`/channels/${channel}/messages`, {
      body: { content: 'hi', message_reference: { message_id: said.id } },
    });
    await rest.post(`/channels/${channel}/typing`);

    const post = (path: string, body: object) => rest.post(path as `/${string}`, { body }) as Promise<{ id: string }>;
    const own = await post(`/channels/${channel}/messages`, {
      content: 'a thread of this',
      nonce: 'n',
      enforce_nonce: true,
    });
    const thread = await post(`/channels/${channel}/messages/${own.id}/threads`, { name: 'of a message' });
    const closed = await post(`/channels/${channel}/threads`, { name: 'closed', type: 12, invitable: false });
    await post(`/channels/${channel}/threads`, { name: 'open', type: 11, auto_archive_duration: 60 });
    await post(`/channels/${thread.id}/messages`, { content: 'inside' });
    await post(`/channels/${thread.id}/messages`, {
      poll: { question: { text: 'q' }, answers: [{ poll_media: { text: 'a' } }] },
    });
    await post(`/channels/${ada.dmId}/messages`, {
      message_reference: { type: 1, channel_id: channel, message_id: drawn.id },
    });
    await rest.put(`/channels/${closed.id}/thread-members/${ada.id}`);
    await rest.put(`/channels/${thread.id}/thread-members/@me`);
    await rest.patch(`/channels/${thread.id}`, { body: { name: 'renamed', archived: true } });
    for (const path of ['', '/messages', '/thread-members', `/thread-members/${playground.applicationId}`])
      await get(`/channels/${thread.id}${path}`);
    await get(`/channels/${channel}/messages/${own.id}`);
    await get(`/channels/${ada.dmId}/messages`);
    await get(`/guilds/${playground.guildId}/threads/active`);
    await rest.delete(`/channels/${closed.id}/thread-members/${ada.id}`);
    await rest.delete(`/channels/${closed.id}`);
    await post(`/channels/${channel}/messages/${own.id}/threads`, { name: 'again' }).catch(() => undefined);
    for (const path of [
      '/gateway',
      '/gateway/bot',
      '/users/@me',
      '/users/@me/guilds',
      '/applications/@me',
      '/oauth2/applications/@me',
    ])
      await get(path);
    await get(`/users/${ada.id}`);
    for (const path of ['', '/channels', '/roles', `/members/${ada.id}`])
      await get(`/guilds/${playground.guildId}${path}`);
    await get(`/guilds/${playground.guildId}`, 'with_counts=true');
    await get(`/guilds/${playground.guildId}/members`, 'limit=10');
    await get(`/channels/${channel}`);
    await get(`/channels/${ada.dmId}`);
    await get(`/channels/${channel}/messages`);
    await get(Routes.applicationCommands(playground.applicationId));
    const [command] = (await get(Routes.applicationCommands(playground.applicationId))) as { id: string }[];
    await get(Routes.applicationCommand(playground.applicationId, command?.id ?? ''));
    await rest.post('/users/@me/channels', { body: { recipient_id: ada.id } });
    // Refusals have a description too.
    await get('/channels/1');
    await get(`/guilds/${playground.guildId}/members/1`);
    await rest.post(`/channels/${channel}/messages`, { body: { content: 'x'.repeat(2001) } }).catch(() => undefined);
    await rest
      .put(Routes.applicationCommands(playground.applicationId), { body: [{ name: 'X Y' }] })
      .catch(() => undefined);
    await new REST({ api: playground.apiURL })
      .setToken('wrong')
      .get('/users/@me')
      .catch(() => undefined);
    ahead += 60_000;

    const found = exchanges.flatMap((exchange) =>
      faults(exchange).map(
        (fault) => `${exchange.method} ${exchange.path.replace(/aW50\w+/, 'TOKEN')} ${exchange.status}: ${fault}`,
      ),
    );
    expect(found).toEqual([]);
    expect(exchanges.length).toBeGreaterThan(35);
    expect(new Set(exchanges.map(templateOf)).size).toBeGreaterThan(20);
  });
});
