import { MessageFlags } from 'discord.js';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Playground } from '../../src/playground/open-playground.js';
import { NO_RESPONSE } from '../../src/playground/people/invocation.js';
import type { Person } from '../../src/playground/people/person.js';
import { PlaygroundRefusal } from '../../src/playground/people/refusal.js';
import { type Classroom, openClassroom } from './class.js';

describe('who sees an answer, where, and until when', () => {
  let room: Classroom;
  let playground: Playground;
  let ada: Person;
  let bob: Person;
  beforeAll(async () => {
    room = await openClassroom();
    ({ playground, ada, bob } = room);
  });
  afterAll(async () => await room?.close());

  test('a message command carries the message, whole, without the message content intent', async () => {
    room.onCommand(async (interaction) => {
      if (interaction.isMessageContextMenuCommand())
        await interaction.reply(`read: ${interaction.targetMessage.content}`);
    });
    const said = bob.say(playground.channels[1]?.id ?? '', 'I love pizza!');
    const answer = await ada.messageCommand('Tokenize', said.id).settled();
    expect(answer.content).toBe('read: I love pizza!');
    expect(answer.type).toBe(23);
    expect(answer.channel_id).toBe(playground.channels[1]?.id);
    expect(answer.message_reference?.message_id).toBe(said.id);
  });

  test('an ephemeral reply is for one person, keeps its flag, and can be dismissed', async () => {
    room.onCommand(async (interaction) => {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply('only you');
    });
    const channel = playground.channels[0]?.id ?? '';
    const message = await ada.slash('quick').settled();
    expect(message.flags).toBe(MessageFlags.Ephemeral);
    expect(ada.messages(channel).at(-1)?.id).toBe(message.id);
    expect(bob.messages(channel).some((one) => one.id === message.id)).toBe(false);
    expect(bob.message(message.id)).toBeUndefined();
    expect(() => bob.press(message.id, 'x')).toThrow('This message is not there.');
    await expect(room.client.rest.get(`/channels/${channel}/messages/${message.id}`)).rejects.toMatchObject({
      code: 10008,
    });
    ada.dismiss(message.id);
    expect(ada.message(message.id)).toBeUndefined();
  });

  test('follow-ups are messages of their own; after the original they reply to it', async () => {
    room.onCommand(async (interaction) => {
      await interaction.reply('first');
      const second = await interaction.followUp({ content: 'second', flags: MessageFlags.Ephemeral });
      await interaction.webhook.editMessage(second, 'second, edited');
      await interaction.followUp('third');
      await interaction.deleteReply();
    });
    const invocation = ada.slash('quick');
    const third = await invocation.followup(1);
    expect(third.content).toBe('third');
    expect(third.type).toBe(19);
    expect(invocation.followups()[0]).toMatchObject({ content: 'second, edited', flags: MessageFlags.Ephemeral });
    await expect.poll(() => invocation.original()).toBeUndefined();
  });

  test('options are checked in Discord’s words before the bot hears of them', () => {
    const seen: string[] = [];
    room.onInteraction((interaction) => seen.push(interaction.id));
    const refused = (options: Record<string, string | number | boolean>) => {
      try {
        ada.slash('draw', options);
      } catch (error) {
        return error instanceof PlaygroundRefusal ? `${error.field}: ${error.message}` : String(error);
      }
      return 'taken';
    };
    expect(refused({})).toBe('text: This option is required. Specify a value.');
    expect(refused({ text: 'x'.repeat(21) })).toBe('text: Must be 20 or fewer in length.');
    expect(refused({ text: 'x', size: 10 })).toBe('size: Must be less than or equal to 9.');
    expect(refused({ text: 'x', size: 0 })).toBe('size: Must be greater than or equal to 1.');
    expect(refused({ text: 'x', size: 1.5 })).toBe('size: Input a valid integer.');
    expect(refused({ text: 'x', heat: 'hot' })).toBe('heat: Input a valid number.');
    expect(refused({ text: 'x', encoding: 'utf8' })).toBe('encoding: Input a valid choice.');
    expect(refused({ text: 'x', bytes: 'yes' })).toBe('bytes: Input either "True" or "False".');
    expect(refused({ text: 'x', colour: 'red' })).toBe('colour: Unknown option.');
    expect(() => ada.slash('paint')).toThrow('There is no command /paint.');
    expect(seen).toEqual([]);
  });

  test('a second response is refused with 40060', async () => {
    const outcome = new Promise<unknown>((resolve) => {
      room.onCommand(async (interaction) => {
        await interaction.reply('one');
        resolve(
          await room.client.rest
            .post(`/interactions/${interaction.id}/${interaction.token}/callback`, {
              auth: false,
              body: { type: 4, data: { content: 'two' } },
            })
            .catch((error: unknown) => error),
        );
      });
    });
    ada.slash('quick');
    expect(await outcome).toMatchObject({ code: 40060, status: 400 });
  });

  test('in direct messages, a private channel and another guild the bot answers through the interaction', async () => {
    const seen: unknown[] = [];
    room.onCommand(async (interaction) => {
      const owners = interaction.authorizingIntegrationOwners;
      seen.push([
        interaction.context,
        { ...owners },
        interaction.inGuild(),
        interaction.inCachedGuild(),
        interaction.user.id,
      ]);
      await interaction.deferReply();
      await interaction.editReply('here');
    });
    const dm = await ada.slash('draw', { text: 'x' }, ada.dmId).settled();
    const privately = await ada.slash('draw', { text: 'x' }, ada.privateId).settled();
    const elsewhere = await ada.slash('draw', { text: 'x' }, playground.elsewhereId).settled();
    expect(seen).toEqual([
      [1, { guildId: '0', userId: ada.id }, false, false, ada.id],
      [2, { guildId: null, userId: ada.id }, false, false, ada.id],
      [0, { guildId: null, userId: ada.id }, true, false, ada.id],
    ]);
    expect([dm.channel_id, privately.channel_id, elsewhere.channel_id]).toEqual([
      ada.dmId,
      ada.privateId,
      playground.elsewhereId,
    ]);
    await expect(room.client.rest.get(`/channels/${ada.privateId}/messages`)).rejects.toMatchObject({ code: 50001 });
    expect(() => ada.slash('quick', {}, ada.privateId)).toThrow('The command /quick cannot be used in this place.');
    expect(() => bob.messages(ada.dmId)).toThrow('There is no such channel.');
  });

  test('a user install allows five follow-ups', async () => {
    const outcome = new Promise<unknown[]>((resolve) => {
      room.onCommand(async (interaction) => {
        await interaction.reply('first');
        const results: unknown[] = [];
        for (let n = 1; n <= 6; n += 1) {
          results.push(
            await interaction.followUp(`n${n}`).then(
              (message) => message.content,
              (error: { code: number }) => error.code,
            ),
          );
        }
        resolve(results);
      });
    });
    ada.slash('draw', { text: 'x' }, ada.privateId);
    expect(await outcome).toEqual(['n1', 'n2', 'n3', 'n4', 'n5', 40094]);
  });
});

describe('a reply that grows', () => {
  test('is waited for until it is whole, and so is what comes of a press that takes long', async () => {
    const { ada, onInteraction, close } = await openClassroom({ isGrowing: ({ content }) => content.endsWith('…') });
    onTestFinished(close);
    onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        const press = { type: 2, style: 1, label: 'Press', custom_id: 'press' };
        await interaction.reply('It grows…');
        await interaction.editReply({ content: 'It is there.', components: [{ type: 1, components: [press] }] });
      }
      if (!interaction.isButton()) return;
      await interaction.deferUpdate();
      const note = await interaction.followUp({ content: 'It takes a while…', flags: ['Ephemeral'] });
      await interaction.deleteReply(note);
      await interaction.editReply('It was pressed.');
      await interaction.followUp({ content: 'You alone are told.', flags: ['Ephemeral'] });
    });
    const message = await ada.slash('quick').settled();
    expect(message.content).toBe('It is there.');
    const pressed = ada.press(message.id, 'Press');
    expect((await pressed.followup(0)).content).toBe('You alone are told.');
    expect((await ada.press(message.id, 'Press').settled()).content).toBe('It was pressed.');
  });
});

describe('a bot that does not answer in time', () => {
  let room: Classroom;
  let ada: Person;
  beforeAll(async () => {
    // What it does answer has to be in time on a busy machine, too.
    room = await openClassroom({ firstResponseMs: 5000 });
    ({ ada } = room);
  });
  afterAll(async () => await room?.close());

  test('without a response in time the interaction fails, and the response then is unknown', async () => {
    const outcome = new Promise<unknown>((resolve) => {
      room.onCommand(async (interaction) => {
        await invocation.first();
        resolve(await interaction.reply('late').catch((error: unknown) => error));
      });
    });
    const invocation = ada.slash('quick');
    expect(await invocation.first()).toBe('failed');
    await expect(invocation.settled()).rejects.toThrow(NO_RESPONSE);
    expect(await outcome).toMatchObject({ code: 10062, status: 404, message: 'Unknown interaction' });
  });

  test('a form that the bot does not take stays open, and can be sent again', async () => {
    let taken = 0;
    room.onInteraction(async (interaction) => {
      if (interaction.isChatInputCommand()) {
        const input = { type: 4, custom_id: 'value', style: 1, label: 'Value' };
        await interaction.showModal({
          custom_id: 'form',
          title: 'Form',
          components: [{ type: 1, components: [input] }],
        });
      }
      if (!interaction.isModalSubmit()) return;
      taken += 1;
      if (taken === 2) await interaction.reply('taken');
    });
    const modal = await ada.slash('quick').modal();
    const ignored = ada.submit(modal, { value: '1' });
    expect(() => ada.submit(modal, { value: '1' })).toThrow('This form is not open.');
    expect(await ignored.first()).toBe('failed');
    expect((await ada.submit(modal, { value: '1' }).settled()).content).toBe('taken');
  });
});
