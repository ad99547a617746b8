import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlayground } from '../../src/playground/open-playground.js';
import { type Classroom, openClassroom } from '../playground/class.js';
import { connect, freshCookie, visit } from './visitor.js';

let room: Classroom;
let origin: string;
beforeAll(async () => {
  room = await openClassroom();
  origin = room.playground.origin;
});
afterAll(() => room.close());

const general = () => room.playground.channels[0]?.id ?? '';

describe('who may connect', () => {
  test.each([
    ['another site', { origin: 'http://evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['no origin', {}],
    ['another host', { host: 'evil.example' }],
  ])('%s is turned away before it is a socket', async (_who, headers) => {
    const cookie = await freshCookie(origin);
    const { socket } = connect(origin, { cookie, ...headers });
    const [, answer] = await once(socket, 'unexpected-response');
    expect(answer.statusCode).toBe(403);
    socket.terminate();
  });

  test('a socket without the cookie is told why and closed', async () => {
    const visitor = connect(origin, { origin });
    expect(await visitor.closed()).toEqual({ code: 4401, reason: expect.stringContaining('cookie') });
  });

  test('the same cookie is the same person, another one somebody else', async () => {
    const cookie = await freshCookie(origin);
    const first = await (await visit(origin, { cookie, name: 'Pia' })).next('welcome');
    const second = await (await visit(origin, { cookie, name: 'Quin' })).next('welcome');
    const other = await (await visit(origin, { name: 'Pia' })).next('welcome');
    expect(first.you.name).toBe('Pia');
    expect(second.you).toEqual(first.you);
    expect(other.you.id).not.toBe(first.you.id);
    expect(other.you.name).not.toBe('Pia');
  });
});

describe('what may be sent', () => {
  test.each([
    ['no JSON', 'hello'],
    ['an unknown type', '{"type":"sudo","nonce":1}'],
    ['a field too many', '{"type":"hello","isAdmin":true}'],
    ['a wrong type of value', '{"type":"say","nonce":1,"channelId":"1","text":5}'],
    ['an id that is no number', '{"type":"delete","nonce":1,"messageId":"../1"}'],
    ['an option that is an object', '{"type":"slash","nonce":1,"channelId":"1","name":"x","options":{"a":{"b":1}}}'],
  ])('%s closes the connection', async (_what, data) => {
    const visitor = await visit(origin);
    await visitor.next('welcome');
    visitor.socket.send(data);
    expect((await visitor.closed()).code).toBe(1007);
  });

  test('a frame that is too large, a binary one and one before hello close the connection', async () => {
    const large = await visit(origin);
    large.socket.send(JSON.stringify({ type: 'hello', name: 'x'.repeat(200_000) }));
    expect((await large.closed()).code).toBe(1009);
    const binary = await visit(origin);
    binary.socket.send(Buffer.from('{}'), { binary: true });
    expect((await binary.closed()).code).toBe(1003);
    const rude = connect(origin, { origin, cookie: await freshCookie(origin) });
    await once(rude.socket, 'open');
    rude.send({ type: 'wire', nonce: 1, open: true });
    expect((await rude.closed()).code).toBe(1008);
  });

  test('a flood is refused frame by frame, then closed, and others notice nothing', async () => {
    const flood = await visit(origin);
    const calm = await visit(origin);
    await flood.next('welcome');
    const closed = flood.closed();
    let isOpen = true;
    void closed.finally(() => {
      isOpen = false;
    });
    // On a machine that is held up, one burst may be read so slowly that it is no flood.
    while (isOpen) {
      for (let sent = 0; sent < 400; sent += 1) {
        flood.send({ type: 'history', nonce: sent, channelId: general(), before: '1' });
      }
      await sleep(100);
    }
    expect((await closed).code).toBe(1008);
    expect(flood.frames).toContainEqual(expect.objectContaining({ message: 'You are doing that too quickly.' }));
    expect(await calm.ask({ type: 'history', channelId: general(), before: '1' })).toMatchObject({ ok: true });
  });

  test('what Discord would not allow is refused in its words, with the field', async () => {
    const visitor = await visit(origin);
    await visitor.next('welcome');
    expect(await visitor.ask({ type: 'slash', channelId: general(), name: 'draw', options: {} })).toMatchObject({
      ok: false,
      message: 'This option is required. Specify a value.',
      field: 'text',
    });
    expect(await visitor.ask({ type: 'say', channelId: general(), text: ' ' })).toMatchObject({ ok: false });
    expect(await visitor.ask({ type: 'say', channelId: room.ada.dmId, text: 'into her messages' })).toMatchObject({
      ok: false,
      message: 'There is no such channel.',
    });
    expect(await visitor.ask({ type: 'submit', interactionId: '1', entered: {} })).toMatchObject({
      ok: false,
      message: 'This form is not open.',
    });
  });
});

describe('who sees what', () => {
  test('a person’s form, interaction, ephemeral message and wire reach that person alone', async () => {
    const rae = await visit(origin, { name: 'Rae' });
    const sam = await visit(origin, { name: 'Sam' });
    await Promise.all([rae.next('welcome'), sam.next('welcome')]);
    await Promise.all([rae.ask({ type: 'wire', open: true }), sam.ask({ type: 'wire', open: true })]);
    room.onCommand(async (interaction) => {
      await interaction.reply({ content: 'hush', flags: 64 });
      await interaction.channel?.fetch();
    });
    const sent = await rae.ask({ type: 'slash', channelId: general(), name: 'quick', options: {} });
    const id = sent.ok ? sent.data.interactionId : '';
    await rae.next('interaction', (frame) => frame.id === id && frame.state === 'answered');
    await rae.next('message', ({ view }) => view.message.content === 'hush' && view.ephemeral);
    await rae.next('wire', ({ entries }) => entries.some(({ title }) => title.includes('/callback')));
    // Whatever was for Sam has come once something later has.
    await rae.ask({ type: 'say', channelId: general(), text: 'now' });
    await sam.next('message', ({ view }) => view.message.content === 'now');
    const seen = JSON.stringify(sam.frames);
    expect(seen).not.toContain('hush');
    expect(seen).not.toContain('/callback');
    expect(sam.frames.filter(({ type }) => type === 'interaction')).toEqual([]);
    expect(JSON.stringify(rae.frames)).not.toContain(room.playground.botToken);
  });

  test('a class of 50 reads the same message', async () => {
    const pupils = await Promise.all(Array.from({ length: 50 }, () => visit(origin)));
    const welcomes = await Promise.all(pupils.map((pupil) => pupil.next('welcome')));
    expect(new Set(welcomes.map(({ you }) => you.name)).size).toBe(50);
    room.ada.say(general(), 'good morning, class');
    await Promise.all(
      pupils.map((pupil) => pupil.next('message', ({ view }) => view.message.content === 'good morning, class')),
    );
    for (const { socket } of pupils) socket.close();
  });

  test('what the host notes reaches open drawers, with its secrets masked', async () => {
    const tea = await visit(origin);
    await tea.next('welcome');
    await tea.ask({ type: 'wire', open: true });
    room.playground.note({
      title: 'POST /v1/chat/completions',
      json: { authorization: 'Bearer abc', prompt: 'sky', key: 'sk-abcdefghijklmnop' },
    });
    const { entries } = await tea.next('wire', (frame) => frame.entries.some(({ kind }) => kind === 'note'));
    const note = entries.find(({ kind }) => kind === 'note');
    expect(JSON.parse(note?.json ?? '')).toEqual({ authorization: '••••••••', prompt: 'sky', key: '••••••••' });
  });

  test('older messages come page by page', async () => {
    const uma = await visit(origin);
    const { channels } = await uma.next('welcome');
    const channel = channels[1]?.id ?? '';
    const said = Array.from({ length: 120 }, (_, index) => room.ada.say(channel, `line ${index}`).id);
    const page = await uma.ask({ type: 'history', channelId: channel, before: said[110] });
    expect(page.ok && page.data.messages?.map(({ message }) => message.id)).toEqual(said.slice(60, 110));
    expect(page).toMatchObject({ data: { more: true } });
    const first = await uma.ask({ type: 'history', channelId: channel, before: said[20] });
    expect(first).toMatchObject({ data: { more: false } });
  });
});

describe('a new name', () => {
  test('a new name reaches every page, the messages and the bot, and is as long as that of somebody who joins', async () => {
    const witness = await visit(origin);
    const vic = await visit(origin, { name: 'Vic' });
    const { you } = await vic.next('welcome');
    await witness.next('welcome');
    expect(await vic.ask({ type: 'rename', name: '  ', colour: 3 })).toMatchObject({
      ok: false,
      message: 'A name has 1 to 32 characters.',
      field: 'name',
    });
    expect(await vic.ask({ type: 'rename', name: 'Vic  W.', colour: 3 })).toMatchObject({ ok: true });
    await witness.next(
      'person',
      ({ person }) => person.id === you.id && person.name === 'Vic W.' && person.colour === 3,
    );
    expect(() => room.ada.rename('x'.repeat(33))).toThrow('A name has 1 to 32 characters.');
    room.ada.rename(' Ada L. ');
    expect(room.ada.name).toBe('Ada L.');
    await witness.next('person', ({ person }) => person.id === room.ada.id && person.name === 'Ada L.');
    expect(room.ada.say(general(), 'it is me').author.global_name).toBe('Ada L.');
  });
});

test('a name that is hidden, turned or taken for the bot’s is refused in a sentence, and so is one that is somebody’s', async () => {
  const own = await openPlayground({ botName: 'Tokenscope' });
  const ann = await visit(own.origin, { name: 'Ann' });
  await ann.next('welcome');
  const ben = await visit(own.origin, { name: 'Ben' });
  await ben.next('welcome');
  for (const name of ['\u200b', 'Ann\u200b', '\u202eneB', 'A\u0000', 'A\u0336\u0336\u0336\u0336nn']) {
    expect(await ben.ask({ type: 'rename', name, colour: 1 }), JSON.stringify(name)).toMatchObject({
      ok: false,
      field: 'name',
    });
  }
  const alike = [
    'ANN',
    '\uff21nn',
    'Tokenscope',
    'T\u043ekenscope',
    'T0kenscope',
    'Token scope',
    'Tokenscop\u00e9',
    'Tokensc\u043fpe',
  ];
  for (const name of alike.slice(0, -1)) {
    const told = await ben.ask({ type: 'rename', name, colour: 1 });
    expect(told, name).toMatchObject({ ok: false, message: 'Somebody here has this name already.' });
  }
  expect(await ben.ask({ type: 'rename', name: 'Jos\u00e9 \u2764\ufe0f', colour: 1 })).toMatchObject({ ok: true });
  // A browser that comes back with such a name is called otherwise.
  const eve = await visit(own.origin, { name: 'Token\u200bscope' });
  expect((await eve.next('welcome')).people.map(({ name }) => name)).not.toContain('Token\u200bscope');
  for (const { socket } of [ann, ben, eve]) socket.close();
  await own.close();
});
