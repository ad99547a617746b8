import { MessageFlags } from 'discord.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type NetworkClass, openNetworkClass, type Student } from './network-class.js';

let room: NetworkClass;
let teacher: Awaited<ReturnType<NetworkClass['teacher']>>;
let ann: Student;
let ben: Student;
beforeAll(async () => {
  room = await openNetworkClass({
    about: { name: 'Lesson', headline: '', text: '', steps: [], leaderPrefix: 'lead-' },
  });
  teacher = await room.teacher();
  [ann, ben] = [await room.student('Ann'), await room.student('Ben')];
  room.onInteraction(async (interaction) => {
    if (interaction.isChatInputCommand()) {
      await interaction.reply({ content: `asked ${asked}`, components: [BUTTONS, MENU] });
    } else if (interaction.isStringSelectMenu()) {
      await interaction.reply({ content: 'for you', flags: MessageFlags.Ephemeral });
    } else if (interaction.isButton() && interaction.customId === 'vote') {
      votes.push(interaction.user.id);
      await interaction.deferUpdate();
      await interaction.editReply({ content: `${votes.length} votes` });
      await interaction.followUp({ content: 'your vote', components: [BUTTONS], flags: MessageFlags.Ephemeral });
    } else if (interaction.isButton() && interaction.customId === 'lead-next') {
      await interaction.update({ content: 'next', components: [BUTTONS] });
    } else if (interaction.isButton() && interaction.customId === 'again') {
      await interaction.deferReply();
      await interaction.editReply({ content: 'once more', components: [BUTTONS] });
    } else if (interaction.isButton()) {
      await interaction.reply({ content: 'for you', flags: MessageFlags.Ephemeral });
    }
  });
});
afterAll(() => room.close());

const votes: string[] = [];
let asked = 0;
const BUTTONS = {
  type: 1,
  components: [
    { type: 2, style: 1, label: 'Vote', custom_id: 'vote' },
    { type: 2, style: 2, label: 'Explain', custom_id: 'explain' },
    { type: 2, style: 2, label: 'Again', custom_id: 'again' },
    { type: 2, style: 2, label: 'Next', custom_id: 'lead-next' },
  ],
} as const;

const MENU = {
  type: 1,
  components: [
    {
      type: 3,
      custom_id: 'menu',
      options: [
        { label: 'Details', value: 'details' },
        { label: 'End', value: 'lead-end' },
      ],
    },
  ],
} as const;

const general = () => room.playground.channels[0]?.id ?? '';
async function ask(channelId = room.sharedId): Promise<string> {
  asked += 1;
  const content = `asked ${asked}`;
  await teacher.ask({ type: 'slash', channelId, name: 'quick', options: {} });
  const { view } = await teacher.next('message', (frame) => frame.view.message.content === content);
  return view.message.id;
}
const onStage = async (messageId: string | null) => {
  for (const one of [teacher, ann, ben]) await one.next('stage', (frame) => frame.messageId === messageId);
};
const press = (who: { ask: Student['ask'] }, messageId: string, customId = 'vote') =>
  who.ask({ type: 'press', messageId, customId });

test('the class looks at what the teacher’s last deed made or changed, and students see nothing else', async () => {
  expect(ann.welcome.stage).toEqual({ channelId: room.sharedId, messageId: null });
  expect(ann.welcome.people.map(({ name }) => name)).toEqual(['Ann']);
  expect(ann.welcome.channels.map(({ name }) => name)).toEqual(['class']);
  await teacher.ask({ type: 'say', channelId: general(), text: 'in general' });
  await teacher.ask({ type: 'say', channelId: room.sharedId, text: 'said in class' });
  const elsewhere = await ask(general());
  const first = await ask();
  await onStage(first);
  const second = await ask();
  await onStage(second);
  // A deed on the first message brings it back.
  await press(teacher, first, 'lead-next');
  await ann.next('message', ({ view }) => view.message.id === first && view.message.content === 'next');
  const stages = ann.frames.flatMap((frame) => (frame.type === 'stage' ? [frame.messageId] : []));
  await expect
    .poll(() => ann.frames.flatMap((frame) => (frame.type === 'stage' ? [frame.messageId] : [])))
    .toEqual([first, second, first]);
  expect(stages.slice(0, 2)).toEqual([first, second]);
  const seen = JSON.stringify(ann.frames);
  for (const text of ['in general', 'said in class', elsewhere]) expect(seen).not.toContain(text);
  const late = await room.student('Late');
  expect(late.welcome.stage?.messageId).toBe(first);
  expect(late.welcome.messages[room.sharedId]?.map(({ message }) => message.id)).toEqual([first]);
});

test('students answer what is on the stage, and each sees their own answer', async () => {
  const before = await ask();
  const now = await ask();
  await onStage(now);
  expect(await press(ann, before)).toMatchObject({ ok: false, message: expect.stringContaining('something else now') });
  votes.length = 0;
  expect(await press(ann, now)).toMatchObject({ ok: true });
  expect(await press(ben, now)).toMatchObject({ ok: true });
  const { id } = ann.welcome.you;
  await ben.next('message', ({ view }) => view.message.content === '2 votes');
  const { view } = await ann.next('message', ({ view: one }) => one.message.content === 'your vote');
  expect(new Set(votes)).toEqual(new Set([id, ben.welcome.you.id]));
  expect(await press(ben, view.message.id)).toMatchObject({ ok: false });
  expect(await press(ann, view.message.id, 'explain')).toMatchObject({ ok: true });
  for (const named of ['lead-next', 'Next']) {
    expect(await press(ann, now, named)).toMatchObject({ ok: false, message: expect.stringContaining('who leads') });
  }
  const choose = (value: string) => ann.ask({ type: 'select', messageId: now, customId: 'menu', values: [value] });
  for (const named of ['lead-end', 'End']) {
    expect(await choose(named)).toMatchObject({ ok: false, message: expect.stringContaining('who leads') });
  }
  expect(await choose('details')).toMatchObject({ ok: true });
  // The class's votes are no deeds of the teacher.
  expect((await room.student(`Newest ${asked}`)).welcome.stage?.messageId).toBe(now);
});

test('what a student has the bot show anew is for this student alone, and theirs to lead', async () => {
  const now = await ask();
  await onStage(now);
  expect(await press(ann, now, 'again')).toMatchObject({ ok: true });
  const { view } = await ann.next('message', (frame) => frame.view.message.content === 'once more');
  expect(view.ephemeral).toBe(true);
  expect(await press(ann, view.message.id, 'lead-next')).toMatchObject({ ok: true });
  await ann.next(
    'message',
    (frame) => frame.view.message.id === view.message.id && frame.view.message.content === 'next',
  );
  for (const other of [ben, teacher]) expect(JSON.stringify(other.frames)).not.toContain(view.message.id);
  expect(await press(teacher, now, 'again')).toMatchObject({ ok: true });
  const shown = await teacher.next('message', (frame) => frame.view.message.content === 'once more');
  expect(shown.view.ephemeral).toBe(false);
  await onStage(shown.view.message.id);
});

test('a private answer to the teacher leaves the stage as it is, and what is gone gives it back', async () => {
  const kept = await ask();
  const gone = await ask();
  await onStage(gone);
  await press(teacher, kept, 'explain');
  await teacher.next('message', ({ view }) => view.message.content === 'for you');
  expect((await room.student(`Newest ${asked}`)).welcome.stage?.messageId).toBe(gone);
  const channel = await room.client.channels.fetch(room.sharedId);
  if (channel?.isTextBased()) await (await channel.messages.fetch(gone)).delete();
  await onStage(kept);
  await teacher.ask({ type: 'moderate', deed: { do: 'clear' } });
  await ann.next('cleared', ({ channelId }) => channelId === room.sharedId);
  await onStage(null);
  expect(await press(ann, kept)).toMatchObject({ ok: false });
});

test('a channel of one’s own is seen by nobody else, the teacher among them', async () => {
  const made = await ann.ask({ type: 'make-channel' });
  const channelId = made.ok ? (made.data.channelId ?? '') : '';
  await ann.next('channels', ({ channels }) => channels.some(({ id, yours }) => id === channelId && yours));
  await ann.next('commands', ({ commands }) => commands.guild.length > 0);
  expect(await ann.ask({ type: 'say', channelId, text: 'only mine' })).toMatchObject({ ok: true });
  expect(await ann.ask({ type: 'slash', channelId, name: 'quick', options: {} })).toMatchObject({ ok: true });
  const { view } = await ann.next(
    'message',
    (frame) => frame.view.message.channel_id === channelId && frame.view.message.author.id === room.playground.bot.id,
  );
  expect(await press(ann, view.message.id, 'explain')).toMatchObject({ ok: true });
  for (const other of [ben, teacher]) {
    expect(await other.ask({ type: 'history', channelId })).toMatchObject({ ok: false });
    expect(await other.ask({ type: 'say', channelId, text: 'x' })).toMatchObject({ ok: false });
    expect(await press(other, view.message.id)).toMatchObject({ ok: false });
    expect(JSON.stringify(other.frames)).not.toContain('only mine');
    expect(JSON.stringify(other.frames)).not.toContain(channelId);
  }
  const again = await room.arrive({}, ann.cookie);
  const welcome = await again.next('welcome');
  expect(welcome.messages[channelId]?.length).toBeGreaterThan(1);
  expect(welcome.commands.guild.length).toBeGreaterThan(0);
});

test('a student who was told much since then still finds the stage after a reload', async () => {
  const id = await ask();
  const eve = await room.student('Eve');
  for (let told = 1; told <= 51; told += 1) {
    await press(eve, id, 'explain');
    await expect.poll(() => eve.frames.filter(({ type }) => type === 'message').length).toBeGreaterThanOrEqual(told);
  }
  const { messages } = await (await room.arrive({}, eve.cookie)).next('welcome');
  expect(messages[room.sharedId]?.map(({ message }) => message.id)).toContain(id);
});
