import { ButtonStyle, ComponentType, MessageFlags, TextInputStyle } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../src/playground/people/person.js';
import { PlaygroundRefusal } from '../../src/playground/people/refusal.js';
import { messageText } from '../../src/playground/state/message-content.js';
import { type Classroom, openClassroom } from './class.js';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

describe('what people do and a discord.js bot answers', () => {
  let room: Classroom;
  let ada: Person;
  let bob: Person;
  beforeAll(async () => {
    room = await openClassroom();
    ({ ada, bob } = room);
  });
  afterAll(async () => await room?.close());

  test('a deferred slash command is first loading, then a picture in Components V2', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    room.onInteraction(async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      expect(interaction.options.getString('text')).toBe('pizza');
      expect(interaction.options.getInteger('size')).toBe(3);
      expect(interaction.guild?.name).toBe('Playground');
      expect(interaction.channel?.isTextBased()).toBe(true);
      await interaction.deferReply();
      await held;
      await interaction.editReply({
        flags: MessageFlags.IsComponentsV2,
        files: [{ attachment: PNG, name: 'a chart.png', description: 'one pixel' }],
        components: [
          {
            type: ComponentType.Container,
            accentColor: 0x336699,
            components: [
              { type: ComponentType.TextDisplay, content: '**Chart** of pizza' },
              {
                type: ComponentType.MediaGallery,
                items: [{ media: { url: 'attachment://a_chart.png' }, description: 'one pixel' }],
              },
            ],
          },
          {
            type: ComponentType.ActionRow,
            components: [{ type: ComponentType.Button, customId: 'more', label: 'More', style: ButtonStyle.Primary }],
          },
        ],
      } as never);
    });
    const invocation = ada.slash('draw', { text: 'pizza', size: 3 });
    expect(await invocation.first()).toBe('thinking');
    expect(invocation.original()?.flags).toBe(MessageFlags.Loading);
    expect(invocation.state).toBe('thinking');
    release();
    const message = await invocation.settled();
    expect(message.flags).toBe(MessageFlags.IsComponentsV2);
    expect(message.edited_timestamp).toBeNull();
    expect(message.type).toBe(20);
    expect(messageText(message)).toBe('**Chart** of pizza');
    expect(invocation.history.map((one) => one.flags)).toEqual([MessageFlags.Loading, MessageFlags.IsComponentsV2]);

    const [attachment] = message.attachments;
    expect(attachment).toMatchObject({
      filename: 'a_chart.png',
      content_type: 'image/png',
      width: 1,
      height: 1,
      description: 'one pixel',
    });
    const container = message.components?.[0] as unknown as {
      id: number;
      components: { id: number; items?: { media: { url: string } }[] }[];
    };
    expect(container.components[1]?.items?.[0]?.media).toMatchObject({
      url: attachment?.url,
      width: 1,
      content_type: 'image/png',
      attachment_id: attachment?.id,
    });
    const served = await fetch(attachment?.url ?? '');
    expect(served.headers.get('content-type')).toBe('image/png');
    expect(served.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await served.arrayBuffer()).equals(PNG)).toBe(true);

    const findEdit = () => room.exchanges.find((exchange) => exchange.method === 'PATCH');
    await expect.poll(findEdit).toBeDefined();
    const edit = findEdit();
    expect(edit?.path).toContain('/messages/@original');
    expect(edit?.files).toEqual([{ name: 'a chart.png', type: 'image/png', size: PNG.length }]);
    expect(edit?.body).toMatchObject({
      flags: MessageFlags.IsComponentsV2,
      attachments: [{ id: '0', description: 'one pixel' }],
    });
    expect(edit?.status).toBe(200);
  });

  test('a button press defers and edits the message that it is on, for everybody', async () => {
    room.onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.reply({
          content: 'count 0',
          components: [
            {
              type: ComponentType.ActionRow,
              components: [{ type: ComponentType.Button, customId: 'up', label: 'Up', style: ButtonStyle.Success }],
            },
            {
              type: ComponentType.ActionRow,
              components: [
                {
                  type: ComponentType.StringSelect,
                  customId: 'pick',
                  placeholder: 'Pick',
                  options: [
                    { label: 'Cold', value: '0' },
                    { label: 'Hot', value: '2' },
                  ],
                },
              ],
            },
          ],
        } as never);
      }
      if (interaction.isButton()) {
        expect(interaction.message.content).toBe('count 0');
        await interaction.deferUpdate();
        await interaction.editReply({ content: 'count 1' });
      }
      if (interaction.isStringSelectMenu())
        await interaction.update({ content: `chose ${interaction.values.join()}`, components: [] });
    });
    const message = await ada.slash('quick').settled();
    const press = bob.press(message.id, 'Up');
    expect(await press.first()).toBe('deferred-update');
    const pressed = await press.settled();
    expect(pressed.id).toBe(message.id);
    expect(pressed.content).toBe('count 1');
    expect(pressed.edited_timestamp).not.toBeNull();
    expect(() => bob.press(message.id, 'Down')).toThrow('There is no button "Down". There is: Up.');
    expect(() => bob.select(message.id, 'Pick', ['Warm'])).toThrow(PlaygroundRefusal);
    expect(() => bob.select(message.id, 'Pick', [])).toThrow('Choose 1; 0 are chosen.');
    const chosen = await bob.select(message.id, 'Pick', ['Hot']).settled();
    expect(chosen).toMatchObject({ id: message.id, content: 'chose 2', components: [] });
  });

  test('a modal opens, is checked, and its values arrive', async () => {
    room.onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        await interaction.showModal({
          customId: 'heat',
          title: 'Temperature',
          components: [
            {
              type: ComponentType.Label,
              label: 'Value',
              component: {
                type: ComponentType.TextInput,
                customId: 'value',
                style: TextInputStyle.Short,
                minLength: 1,
                maxLength: 4,
                required: true,
              },
            },
          ],
        } as never);
      }
      if (interaction.isModalSubmit()) await interaction.reply(`heat ${interaction.fields.getTextInputValue('value')}`);
    });
    const asked = ada.slash('quick');
    const modal = await asked.modal();
    expect(modal.title).toBe('Temperature');
    expect(await asked.first()).toBe('modal');
    expect(() => ada.submit(modal, { value: '12345' })).toThrow('Value: Must be 4 or fewer in length.');
    expect(() => ada.submit(modal, {})).toThrow('This field is required');
    expect(() => ada.submit(modal, { other: 'x' })).toThrow(PlaygroundRefusal);
    expect(() => bob.submit(modal, { value: '1' })).toThrow('This form is not open.');
    const answer = await ada.submit(modal, { value: '0.7' }).settled();
    expect(answer.content).toBe('heat 0.7');
    expect(answer.interaction_metadata).toMatchObject({ type: 5, triggering_interaction_metadata: { type: 2 } });
    expect(() => ada.submit(modal, { value: '1' })).toThrow('This form is not open.');
  });

  test('autocomplete gets what is typed so far and returns the choices', async () => {
    room.onInteraction(async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      const focused = interaction.options.getFocused(true);
      await interaction.respond([
        { name: `${focused.name} ${focused.value} ${interaction.options.getString('text')}`, value: 'm1' },
      ]);
    });
    expect(await ada.autocomplete('draw', { text: 'x', model: 'gp' }, 'model')).toEqual([
      { name: 'model gp x', value: 'm1' },
    ]);
    await expect(ada.autocomplete('draw', {}, 'text')).rejects.toThrow('This option offers no choices.');
  });

  test('a stream of edits is kept in order', async () => {
    room.onCommand(async (interaction) => {
      await interaction.deferReply();
      for (const text of ['a', 'ab', 'abc']) await interaction.editReply(text);
    });
    const invocation = ada.slash('quick');
    await invocation.settled((message) => message.content === 'abc');
    expect(invocation.history.map((message) => message.content)).toEqual(['', 'a', 'ab', 'abc']);
  });
});
