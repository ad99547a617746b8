import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Classroom, openClassroom } from '../playground/class.js';
import { freshCookie, visit } from './visitor.js';

let room: Classroom;
let origin: string;
beforeAll(async () => {
  room = await openClassroom();
  origin = room.playground.origin;
});
afterAll(() => room.close());

test('who has no page open is not here, and keeps name and messages', async () => {
  const cookie = await freshCookie(origin);
  const eve = await visit(origin, { cookie, name: 'Eve' });
  const { you } = await eve.next('welcome');
  const watcher = await visit(origin, { name: 'Wim' });
  const { people } = await watcher.next('welcome');
  expect(people.map(({ name, here }) => [name, here])).toEqual([
    ['Ada', true],
    ['Bob', true],
    ['Eve', true],
    ['Wim', true],
  ]);
  const second = await visit(origin, { cookie });
  await second.next('welcome');
  eve.socket.close();
  await eve.closed();
  second.socket.close();
  await watcher.next('person', ({ person }) => person.id === you.id && !person.here);
  expect(watcher.frames.filter((frame) => frame.type === 'person' && !frame.person.here)).toHaveLength(1);
  const late = await visit(origin, { name: 'Xia' });
  expect((await late.next('welcome')).people.find(({ id }) => id === you.id)).toEqual({ ...you, here: false });
  await visit(origin, { cookie });
  await late.next('person', ({ person }) => person.id === you.id && person.here);
});

test('a channel of somebody’s own is told to everybody, and its messages come when they are asked for', async () => {
  const yan = await visit(origin, { name: 'Yan' });
  const zoe = await visit(origin, { name: 'Zoe' });
  await yan.next('welcome');
  await zoe.next('welcome');
  const made = await yan.ask({ type: 'make-channel' });
  const id = made.ok ? made.data.channelId : undefined;
  const own = { id, kind: 'guild', name: 'yan' };
  const isTold = ({ channels }: { channels: { name: string }[] }) => channels.some(({ name }) => name === 'yan');
  expect((await yan.next('channels', isTold)).channels).toContainEqual(
    expect.objectContaining({ ...own, yours: true, mayStartOver: true }),
  );
  const told = await zoe.next('channels', isTold);
  expect(told.channels).toContainEqual(expect.objectContaining({ ...own, yours: false, mayStartOver: false }));

  await yan.ask({ type: 'say', channelId: id, text: 'in here' });
  const late = await visit(origin, { name: 'Late' });
  const welcome = await late.next('welcome');
  expect(welcome.channels.map(({ name }) => name)).toContain('yan');
  expect(welcome.messages[id ?? '']).toBeUndefined();
  const newest = await late.ask({ type: 'history', channelId: id });
  expect(newest.ok && newest.data.messages?.map(({ message }) => message.content)).toEqual(['in here']);

  expect(await zoe.ask({ type: 'start-over', channelId: id })).toMatchObject({ ok: false });
  expect(await yan.ask({ type: 'start-over', channelId: id })).toMatchObject({ ok: true });
  for (const one of [yan, zoe, late]) await one.next('cleared', ({ channelId }) => channelId === id);
});

test('that direct messages were started over is nobody else’s business', async () => {
  const uma = await visit(origin, { name: 'Uma' });
  const vic = await visit(origin, { name: 'Vic' });
  await vic.next('welcome');
  const { channels } = await uma.next('welcome');
  const direct = channels.find(({ kind }) => kind === 'dm')?.id ?? '';
  expect(await uma.ask({ type: 'start-over', channelId: direct })).toMatchObject({ ok: true });
  await uma.next('cleared');
  expect(await vic.ask({ type: 'start-over', channelId: direct })).toMatchObject({ ok: false });
  expect(vic.frames.some(({ type }) => type === 'cleared')).toBe(false);
});

test('the commands that somebody has used are known when they come again', async () => {
  const cookie = await freshCookie(origin);
  const one = await visit(origin, { cookie, name: 'Tom' });
  expect((await one.next('welcome')).used).toEqual([]);
  room.onCommand((interaction) => interaction.reply({ content: 'done', flags: 64 }));
  await one.ask({ type: 'slash', channelId: room.playground.channels[0]?.id, name: 'quick', options: {} });
  await one.next('interaction', ({ state }) => state === 'answered');
  const again = await visit(origin, { cookie });
  expect((await again.next('welcome')).used).toEqual(['quick']);
  expect((await (await visit(origin)).next('welcome')).used).toEqual([]);
});
