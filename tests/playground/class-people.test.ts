import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NetworkClass, openNetworkClass } from './network-class.js';

let room: NetworkClass;
let clock = Date.now();
beforeAll(async () => {
  room = await openNetworkClass({ now: () => clock });
});
afterAll(() => room.close());

const refusal = (message: string, field?: string) =>
  expect.objectContaining({ ok: false, message: expect.stringContaining(message), ...(field ? { field } : {}) });
const OK = expect.objectContaining({ ok: true });

describe('coming in', () => {
  test('who has no code is told of the class and nothing else, and can do nothing but join', async () => {
    const stranger = await room.arrive({ name: 'Sly', key: undefined });
    const knock = await stranger.next('knock');
    expect(knock).toEqual({ type: 'knock', instance: knock.instance, name: 'Tokenscope', joiningClosed: false });
    expect(await stranger.ask({ type: 'say', channelId: room.sharedId, text: 'hi' })).toEqual(
      refusal('Join the class'),
    );
    expect(await stranger.ask({ type: 'moderate', deed: { do: 'clear' } })).toEqual(refusal('Join the class'));
    room.ada.say(room.sharedId, 'secret');
    expect(await stranger.ask({ type: 'join', code: 'WRONGX', name: 'Sly' })).toEqual(refusal('not the code', 'code'));
    expect(stranger.frames.map(({ type }) => type)).toEqual(['knock', 'done', 'done', 'done']);
  });

  test('the code lets in, in any writing, and the cookie again without it, as the same person', async () => {
    const first = await room.arrive();
    await first.next('knock');
    const typed = ` ${room.code.slice(0, 3).toLowerCase()}-${room.code.slice(3)} `;
    expect(await first.ask({ type: 'join', code: typed, name: ' Mia ' })).toEqual(OK);
    const { you, place } = await first.next('welcome');
    expect(you).toMatchObject({ name: 'Mia', role: 'student', here: true });
    expect(place).toMatchObject({ mode: 'class', role: 'student', muted: [], names: [], namesLocked: false });
    expect(place).not.toHaveProperty('codeMatrix');
    const again = await room.arrive({}, first.cookie);
    expect((await again.next('welcome')).you.id).toBe(you.id);
    expect(again.frames.map(({ type }) => type)).not.toContain('knock');
  });

  test('all open pages of a browser come in with one of them', async () => {
    const one = await room.arrive();
    const two = await room.arrive({}, one.cookie);
    await Promise.all([one.next('knock'), two.next('knock')]);
    await one.ask({ type: 'join', code: room.code, name: 'Two Tabs' });
    expect((await two.next('welcome')).you.id).toBe((await one.next('welcome')).you.id);
  });

  test.each([
    ['too long', 'x'.repeat(33), '1 to 32'],
    ['empty', '  ', '1 to 32'],
    ['turned around', '\u202Eeilrahc', 'cannot be shown'],
    ['that of the bot', 'TOKENSCOPE', 'already'],
    ['somebody’s, in other letters', 'ＮＯＲＡ', 'already'],
  ])('a name that is %s is refused with the reason, and another taken', async (_what, name, why) => {
    if (!(await hasJoined('Nora'))) await room.student('Nora');
    const visitor = await room.arrive();
    await visitor.next('knock');
    expect(await visitor.ask({ type: 'join', code: room.code, name })).toEqual(refusal(why, 'name'));
    visitor.socket.close();
  });

  test('guessing is slowed down, tells how long, and a right code does not pass meanwhile', async () => {
    const own = await openNetworkClass({ now: () => clock });
    const guesser = await own.arrive();
    await guesser.next('knock');
    for (let number = 0; number < 8; number += 1) {
      expect(await guesser.ask({ type: 'join', code: `QQQQQ${number}`, name: 'G' })).toEqual(refusal('not the code'));
    }
    expect(await guesser.ask({ type: 'join', code: own.code, name: 'G' })).toEqual(refusal('Wait 15 seconds', 'code'));
    // Another browser of the same machine is no other machine, and keys are counted apart.
    const other = await own.arrive();
    expect(await other.ask({ type: 'join', code: own.code, name: 'G' })).toEqual(refusal('Wait 15 seconds'));
    await own.teacher();
    clock += 15_000;
    expect(await guesser.ask({ type: 'join', code: own.code, name: 'G' })).toEqual(OK);
    await own.close();
  });

  test('a restart keeps nobody: code and key are new, and the cookie is nobody’s', async () => {
    const one = await openNetworkClass();
    const { cookie } = await one.student('Kept');
    const { code, key } = one;
    await one.close();
    const two = await openNetworkClass();
    expect(two.code).not.toBe(code);
    expect(two.key).not.toBe(key);
    const back = await two.arrive({ key }, cookie.replace(/_\d+=/, `_${two.playground.port}=`));
    expect(await back.next('knock')).toMatchObject({ why: expect.stringContaining('not the one of this start') });
    await two.close();
  });
});

async function hasJoined(name: string): Promise<boolean> {
  const teacher = await room.teacher();
  const { people } = await teacher.next('welcome');
  teacher.socket.close();
  return people.some((person) => person.name === name);
}

describe('roles', () => {
  test('the key makes a teacher, who sees everybody and the code, and stays it without the key', async () => {
    const teacher = await room.teacher();
    const { you, place, people } = await teacher.next('welcome');
    expect(you.role).toBe('teacher');
    expect(place).toMatchObject({ mode: 'class', role: 'teacher', code: room.code, hostActions: '' });
    expect(place.mode === 'class' && place.joinURL).toBe(`${room.origin}/#join=${room.code}`);
    expect(place.mode === 'class' && place.codeMatrix?.length).toBeGreaterThan(20);
    const student = await room.student('Seen by all');
    await teacher.next('person', ({ person }) => person.id === student.welcome.you.id && person.role === 'student');
    expect(people.map(({ id }) => id)).toContain(you.id);
    const reloaded = await room.arrive({}, teacher.cookie);
    expect((await reloaded.next('welcome')).you.id).toBe(you.id);
  });

  test('the screen is nobody: it shows what everybody sees, and does nothing', async () => {
    const screen = await room.arrive({ key: room.key, as: 'screen' });
    const { you, place, channels, people, commands } = await screen.next('welcome');
    expect([you.id, channels.map(({ name }) => name), commands.guild]).toEqual(['0', ['class'], []]);
    expect(place).toMatchObject({ role: 'screen', code: room.code });
    expect(people.map(({ id }) => id)).not.toContain('0');
    for (const frame of [
      { type: 'say', channelId: room.sharedId, text: 'x' },
      { type: 'make-channel' },
      { type: 'rename', name: 'x', colour: 1 },
      { type: 'wire', open: true },
      { type: 'moderate', deed: { do: 'clear' } },
      { type: 'names', list: ['x'] },
    ]) {
      expect(await screen.ask(frame)).toEqual(refusal('The screen only shows'));
    }
    expect(await screen.ask({ type: 'history', channelId: room.sharedId })).toEqual(OK);
    expect(await screen.ask({ type: 'history', channelId: room.playground.channels[0]?.id })).toEqual(
      refusal('no such channel'),
    );
    const withoutKey = await room.arrive({ as: 'screen' });
    expect(await withoutKey.next('knock')).toMatchObject({ why: expect.stringContaining('teacher’s link') });
    const beside = await room.arrive({ as: 'screen' }, screen.cookie);
    expect((await beside.next('welcome')).you.id).toBe('0');
  });

  test('a student can do nothing of the teacher’s', async () => {
    const student = await room.student('Cheeky');
    const { id } = student.welcome.you;
    for (const frame of [
      { type: 'moderate', deed: { do: 'mute', personId: id } },
      { type: 'moderate', deed: { do: 'open-joining' } },
      { type: 'names', list: [] },
      { type: 'wire', open: true },
    ]) {
      expect(await student.ask(frame)).toEqual(refusal('Only the teacher'));
    }
    const general = room.playground.channels[0]?.id ?? '';
    for (const channelId of [general, room.sharedId]) {
      for (const frame of [
        { type: 'say', channelId, text: 'x' },
        { type: 'slash', channelId, name: 'quick', options: {} },
        { type: 'start-over', channelId },
      ]) {
        expect(await student.ask(frame)).toEqual(refusal('own channel'));
      }
    }
    expect(await student.ask({ type: 'history', channelId: general })).toEqual(refusal('own channel'));
  });

  test('teachers manage the place, students do not, but their own channel', async () => {
    const teacher = await room.teacher();
    const student = await room.student('Manages nothing');
    const seen: (boolean | undefined)[] = [];
    room.onCommand((interaction) => {
      seen.push(
        interaction.memberPermissions?.has('ManageChannels'),
        interaction.memberPermissions?.has('ManageGuild'),
      );
      return interaction.reply('seen');
    });
    await teacher.ask({ type: 'slash', channelId: room.sharedId, name: 'quick', options: {} });
    await expect.poll(() => seen).toEqual([true, true]);
    const own = await student.ask({ type: 'make-channel' });
    const channelId = own.ok ? own.data.channelId : '';
    await student.ask({ type: 'slash', channelId, name: 'quick', options: {} });
    await expect.poll(() => seen.slice(2)).toEqual([true, false]);
  });
});

describe('what the teacher does', () => {
  test('a muted student looks and does nothing, and goes on when unmuted', async () => {
    const teacher = await room.teacher();
    const student = await room.student('Loud');
    const { id } = student.welcome.you;
    const own = await student.ask({ type: 'make-channel' });
    const channelId = own.ok ? own.data.channelId : '';
    expect(await teacher.ask({ type: 'moderate', deed: { do: 'mute', personId: id } })).toEqual(OK);
    await student.next('place', ({ place }) => place.mode === 'class' && place.muted.includes(id));
    expect(await student.ask({ type: 'say', channelId, text: 'x' })).toEqual(refusal('paused you'));
    expect(await student.ask({ type: 'history', channelId })).toEqual(OK);
    await teacher.ask({ type: 'moderate', deed: { do: 'unmute', personId: id } });
    expect(await student.ask({ type: 'say', channelId, text: 'x' })).toEqual(OK);
  });

  test('who is removed is out at once, and comes back only with the code, as who they were', async () => {
    const teacher = await room.teacher();
    const student = await room.student('Rude');
    const { id } = student.welcome.you;
    expect(await teacher.ask({ type: 'moderate', deed: { do: 'remove', personId: id } })).toEqual(OK);
    expect(await student.next('knock', ({ why }) => why !== undefined)).toMatchObject({
      why: expect.stringContaining('taken you out'),
    });
    await teacher.next('left', ({ personId }) => personId === id);
    expect(await student.ask({ type: 'make-channel' })).toEqual(refusal('Join the class'));
    expect(await teacher.ask({ type: 'moderate', deed: { do: 'remove', personId: id } })).toEqual(refusal('Nobody'));
    const back = await room.arrive({}, student.cookie);
    await back.next('knock');
    expect(await back.ask({ type: 'join', code: room.code, name: 'Rude' })).toEqual(OK);
    expect((await back.next('welcome')).you.id).toBe(id);
  });

  test('teachers are not removed, by themselves either', async () => {
    const teacher = await room.teacher();
    const { you } = await teacher.next('welcome');
    expect(await teacher.ask({ type: 'moderate', deed: { do: 'remove', personId: you.id } })).toEqual(
      refusal('students only'),
    );
  });

  test('names are locked, and the teacher still gives them', async () => {
    const teacher = await room.teacher();
    const student = await room.student('Old name');
    const { id } = student.welcome.you;
    expect(await student.ask({ type: 'rename', name: 'New name', colour: 2 })).toEqual(OK);
    await teacher.ask({ type: 'moderate', deed: { do: 'lock-names' } });
    await student.next('place', ({ place }) => place.mode === 'class' && place.namesLocked);
    expect(await student.ask({ type: 'rename', name: 'Newer', colour: 2 })).toEqual(refusal('cannot be changed'));
    expect(await teacher.ask({ type: 'moderate', deed: { do: 'rename', personId: id, name: 'Given' } })).toEqual(OK);
    await student.next('person', ({ person }) => person.id === id && person.name === 'Given' && person.colour === 2);
    expect(await teacher.ask({ type: 'moderate', deed: { do: 'rename', personId: id, name: '\u202E' } })).toEqual(
      refusal('cannot be shown', 'name'),
    );
    await teacher.ask({ type: 'moderate', deed: { do: 'unlock-names' } });
  });

  test('nobody new joins while the door is closed, and who is in comes back', async () => {
    const teacher = await room.teacher();
    const student = await room.student('In already');
    const late = await room.arrive();
    await late.next('knock');
    await teacher.ask({ type: 'moderate', deed: { do: 'close-joining' } });
    await late.next('knock', ({ joiningClosed }) => joiningClosed);
    expect(await late.ask({ type: 'join', code: room.code, name: 'Late' })).toEqual(refusal('Nobody new', 'code'));
    await (await room.arrive({}, student.cookie)).next('welcome');
    await teacher.ask({ type: 'moderate', deed: { do: 'open-joining' } });
    expect(await late.ask({ type: 'join', code: room.code, name: 'Late' })).toEqual(OK);
  });

  test('a list of names is what students choose from, each name once', async () => {
    const own = await openNetworkClass();
    const teacher = await own.teacher();
    expect(await teacher.ask({ type: 'names', list: ['Ann', ' ANN '] })).toEqual(refusal('twice', 'name'));
    expect(await teacher.ask({ type: 'names', list: ['Ann', '\u202E'] })).toEqual(refusal('cannot be shown', 'name'));
    expect(await teacher.ask({ type: 'names', list: ['Ann', 'Ben'] })).toEqual(OK);
    await teacher.next('place', ({ place }) => place.mode === 'class' && place.names.length === 2);
    const waiting = await own.arrive();
    expect((await waiting.next('knock')).names).toEqual(['Ann', 'Ben']);
    const ann = await own.student('ann');
    expect(ann.welcome.you.name).toBe('Ann');
    await waiting.next('knock', ({ names }) => names?.length === 1);
    for (const name of ['Ann', 'Somebody']) {
      expect(await waiting.ask({ type: 'join', code: own.code, name })).toEqual(refusal('from the list', 'name'));
    }
    await own.close();
    const many = Array.from({ length: 61 }, (_, index) => `N${index}`);
    const other = await room.teacher();
    other.send({ type: 'names', nonce: 1, list: many });
    expect((await other.closed()).code).toBe(1007);
  });
});
