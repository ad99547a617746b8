import { type Interaction, PermissionFlagsBits, PermissionsBitField } from 'discord.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Classroom, openClassroom } from './class.js';

let room: Classroom;
beforeAll(async () => {
  room = await openClassroom();
});
afterAll(async () => await room?.close());

/** Uses a command and returns the interaction as the bot gets it. */
async function interactionOf(person: Classroom['ada'], where?: string): Promise<Interaction> {
  const arrived = new Promise<Interaction>((resolve) => room.onInteraction(resolve));
  const invocation = person.slash('draw', { text: 'x' }, where);
  const interaction = await arrived;
  if (interaction.isRepliable()) await interaction.reply('seen');
  await invocation.settled();
  return interaction;
}

test('who joins first manages the guild and its channels, and others do not', async () => {
  const { ada, bob } = room;
  const first = (await interactionOf(ada)).memberPermissions;
  expect(first?.has(PermissionFlagsBits.ManageChannels)).toBe(true);
  expect(first?.has(PermissionFlagsBits.SendMessages)).toBe(true);
  expect(first?.has(PermissionFlagsBits.ManageGuild)).toBe(true);
  expect(first?.has(PermissionFlagsBits.Administrator)).toBe(false);
  const other = (await interactionOf(bob)).memberPermissions;
  expect(other?.has(PermissionFlagsBits.ManageChannels)).toBe(false);
  expect(other?.has(PermissionFlagsBits.ManageGuild)).toBe(false);
  expect(other?.has(PermissionFlagsBits.SendMessages)).toBe(true);
});

test('what a member may do is what everyone and the member’s roles may, as Discord computes it', async () => {
  const { client, playground, ada, bob } = room;
  const guild = await client.guilds.fetch(playground.guildId);
  for (const person of [ada, bob]) {
    const member = await guild.members.fetch({ user: person.id, force: true });
    const sent = (await interactionOf(person)).memberPermissions;
    expect(sent?.bitfield).toBe(member.permissions.bitfield);
    expect(member.roles.cache.some(({ name }) => name === 'Teachers')).toBe(person === ada);
  }
});

test('a managing member is nobody special elsewhere, and in direct messages there are no members', async () => {
  const { ada, playground } = room;
  const elsewhere = await interactionOf(ada, playground.elsewhereId);
  expect(new PermissionsBitField(elsewhere.memberPermissions?.bitfield).has('ManageChannels')).toBe(false);
  expect((await interactionOf(ada, ada.dmId)).memberPermissions).toBeNull();
  expect((await interactionOf(ada, ada.privateId)).memberPermissions).toBeNull();
});

test('when the one who manages has left, whoever joins next does', async () => {
  const { ada, bob, playground } = room;
  ada.leave();
  const cleo = playground.join('Cleo');
  const dan = playground.join('Dan');
  const manages = async (person: Classroom['ada']) =>
    (await interactionOf(person)).memberPermissions?.has(PermissionFlagsBits.ManageChannels);
  expect([await manages(bob), await manages(cleo), await manages(dan)]).toEqual([false, true, false]);
});
