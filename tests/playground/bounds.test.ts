import { connect } from 'node:net';
import { Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openPlayground, type Playground } from '../../src/playground/open-playground.js';
import { createAttachments } from '../../src/playground/state/attachments.js';
import { imageSize } from '../../src/playground/state/image-size.js';
import { createSnowflakes, snowflakeTime } from '../../src/playground/state/snowflakes.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { openCrowd } from '../builders/open-crowd.js';
import { visit } from '../playground-page/visitor.js';
import { restOf } from './client.js';

describe('what could grow without bound does not', () => {
  let playground: Playground;
  beforeAll(async () => {
    playground = await openPlayground();
  });
  afterAll(async () => await playground?.close());

  test('a channel keeps its newest 2000 messages', () => {
    const ada = playground.join('Ada');
    const channel = playground.channels[0]?.id ?? '';
    const first = ada.say(channel, 'first');
    for (let n = 0; n < 2000; n += 1) ada.say(channel, `${n}`);
    expect(ada.messages(channel)).toHaveLength(2000);
    expect(ada.message(first.id)).toBeUndefined();
    expect(ada.messages(channel).at(-1)?.content).toBe('1999');
  });

  test('files beyond the budget push the oldest out', () => {
    let id = 0;
    const attachments = createAttachments(
      () => {
        id += 1;
        return String(id);
      },
      () => 'http://127.0.0.1:1',
    );
    const about = { channelId: 'c', ephemeral: false };
    const bytes = new Uint8Array(10 * 1024 * 1024);
    for (let n = 0; n < 14; n += 1) attachments.save({ field: '0', name: 'a.bin', type: 'x/y', bytes }, about);
    expect(attachments.get('c', '1')).toBeUndefined();
    expect(attachments.get('c', '2')).toBeUndefined();
    expect(attachments.get('c', '3')?.attachment.size).toBe(bytes.length);
    expect(attachments.get('c', '14')).toBeDefined();
  });

  test('people come to a thousand, and names are checked', async () => {
    const own = await openPlayground();
    expect(() => own.join('  ')).toThrow('A name has 1 to 32 characters.');
    expect(() => own.join('x'.repeat(33))).toThrow('A name has 1 to 32 characters.');
    const names = new Set(Array.from({ length: 1000 }, () => own.join('Ada Löv').user.username));
    expect(names.size).toBe(1000);
    expect(() => own.join('One more')).toThrow('The playground is full.');
    await own.close();
  });

  test('bad frames, half-open sockets and requests that break off leave the playground serving', async () => {
    const sockets = Array.from({ length: 20 }, () => {
      const socket = connect(playground.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write('POST /api/v10/gateway HTTP/1.1\r\nHost: ');
      return socket;
    });
    const broken = new WebSocket(`${playground.origin.replace('http', 'ws')}/gateway?v=10&encoding=json`);
    const code = new Promise<number>((resolve) => broken.on('close', resolve));
    broken.on('error', () => undefined);
    broken.on('open', () => broken.send('x'.repeat(100 * 1024)));
    expect(await code).toBe(1009);
    for (const socket of sockets.slice(0, 10)) socket.destroy();
    expect((await fetch(`${playground.apiURL}/v10/gateway`)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });

  test.each([
    ['silent', ''],
    ['in the middle of their headers', 'POST /api/v10/gateway HTTP/1.1\r\nHost: '],
    [
      'in the middle of a body',
      'POST /api/v10/channels/1/messages HTTP/1.1\r\nHost: HERE\r\nContent-Length: 99\r\n\r\n{',
    ],
  ])('six hundred sockets that are held open, %s, keep neither the bot nor a page out', async (_, begun) => {
    const sockets = await openCrowd(600, () => {
      const socket = connect(playground.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(begun.replace('HERE', `127.0.0.1:${playground.port}`));
      return socket;
    });
    const rest = restOf(playground);
    for (let n = 0; n < 20; n += 1) await rest.get(Routes.user());
    const ada = await visit(playground.origin, { name: 'Ada in a crowd' });
    expect((await ada.next('welcome')).type).toBe('welcome');
    for (const socket of sockets) socket.destroy();
    ada.socket.close();
  });

  test('a command list as long as a body may be is refused, not chewed on', async () => {
    const body = Array.from({ length: 20_000 }, () => ({ name: 'X Y' }));
    const rest = restOf(playground);
    await expect(rest.put(Routes.applicationCommands(playground.applicationId), { body })).rejects.toMatchObject({
      code: 50035,
    });
    const deep = {
      name: 'x',
      description: 'x',
      options: Array.from({ length: 25 }, () => ({ type: 3, choices: Array.from({ length: 25 }, () => ({})) })),
    };
    await expect(
      rest.put(Routes.applicationCommands(playground.applicationId), { body: Array.from({ length: 100 }, () => deep) }),
    ).rejects.toMatchObject({ code: 50035 });
  });
});

test('a listener that throws harms neither the request nor other listeners', async () => {
  const lines: string[] = [];
  const own = await openPlayground({ log: (line) => lines.push(line) });
  const heard: string[] = [];
  own.events.on('exchange', () => {
    throw new Error('a page broke');
  });
  own.events.once('exchange', (exchange) => heard.push(exchange.path));
  for (let n = 0; n < 2; n += 1) expect((await fetch(`${own.apiURL}/v10/gateway`)).status).toBe(200);
  expect(heard).toEqual(['/api/v10/gateway']);
  expect(lines[0]).toContain('a listener of "exchange" failed: Error: a page broke');
  await own.close();
});

test('old interactions keep their last state only', async () => {
  const own = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
  const rest = restOf(own);
  await rest.put(Routes.applicationCommands(own.applicationId), { body: [{ name: 'q', description: 'd' }] });
  const ada = own.join('Ada');
  const first = ada.slash('q');
  await rest.post(Routes.interactionCallback(first.id, first.token), {
    auth: false,
    body: { type: 4, data: { content: 'one' } },
  });
  await rest.patch(Routes.webhookMessage(own.applicationId, first.token), { auth: false, body: { content: 'two' } });
  expect(first.history.map((message) => message.content)).toEqual(['one', 'two']);
  for (let n = 0; n < 200; n += 1) ada.slash('q');
  expect(first.history.map((message) => message.content)).toEqual(['two']);
  await own.close();
});

describe('small parts', () => {
  test('ids rise, also within a millisecond and when the clock runs back', () => {
    let now = 1_700_000_000_000;
    const ids = createSnowflakes(() => now);
    const made = [ids.next(), ids.next()];
    now -= 5000;
    made.push(ids.next());
    now += 10_000;
    made.push(ids.next());
    expect(made.map(BigInt)).toEqual([...made].map(BigInt).sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(made).size).toBe(4);
    expect(snowflakeTime(made[0] ?? '0')).toBe(1_700_000_000_000);
    expect(made[0]).toMatch(/^\d{17,19}$/);
  });

  test('picture sizes are read from headers of four formats', () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000384000001a40806000000', 'hex');
    const gif = Buffer.from('4749463839610a001400', 'hex');
    const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc00011080064012c03011100', 'hex');
    const webp = Buffer.from('524946460000000057454250565038580a00000000000000630000c70000', 'hex');
    expect(imageSize(png)).toEqual({ width: 900, height: 420 });
    expect(imageSize(gif)).toEqual({ width: 10, height: 20 });
    expect(imageSize(jpeg)).toEqual({ width: 300, height: 100 });
    expect(imageSize(webp)).toEqual({ width: 100, height: 200 });
    expect(imageSize(Buffer.from('<svg>'))).toBeUndefined();
    expect(imageSize(Buffer.from('ffd8ff', 'hex'))).toBeUndefined();
  });
});
