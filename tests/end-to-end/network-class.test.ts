import { once } from 'node:events';
import type { APIMessage } from 'discord-api-types/v10';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTokenscope, type Tokenscope } from '../../src/main.js';
import { keptParts } from '../builders/kept-threads.js';
import { connect, freshCookie, type Visitor } from '../playground-page/visitor.js';
import { transport } from '../setup/transport.js';
import { buttonsOf, readText } from './harness.js';

const PHONES = 60;

let tokenscope: Tokenscope | undefined;
beforeAll(async () => {
  tokenscope = await startTokenscope(
    {
      discord: { token: undefined, apiURL: undefined, ...transport },
      model: { baseURL: undefined, apiKey: undefined, defaultModel: undefined },
      playgroundPort: 0,
      playgroundClass: true,
      databaseURL: 'file::memory:',
      logLevel: 'silent',
      stopTimeoutSeconds: 30,
    },
    pino({ level: 'silent' }),
    keptParts,
  );
  await tokenscope.playground?.waitForBot();
});
afterAll(() => tokenscope?.close());

test(`${PHONES} phones join at once, vote at once on what the teacher shows, and every vote counts`, async () => {
  const playground = tokenscope?.playground;
  const classroom = playground?.classroom;
  if (playground === undefined || classroom === undefined) throw new Error('a class was asked for');
  expect(tokenscope?.greeting).toContain(classroom.teacherURL());
  const origin = `http://${classroom.addresses()[0] ?? '127.0.0.1'}:${playground.port}`;
  const arrive = async (hello: object): Promise<Visitor> => {
    const phone = connect(origin, { cookie: await freshCookie(origin), origin });
    await once(phone.socket, 'open');
    phone.send({ type: 'hello', ...hello });
    return phone;
  };
  const teacher = await arrive({ key: classroom.key });
  const { place } = await teacher.next('welcome');
  if (place.mode !== 'class') throw new Error('a class was asked for');
  expect(place.hostActions).toBe('lesson:lead-');

  const phones = await Promise.all(Array.from({ length: PHONES }, () => arrive({})));
  const joined = await Promise.all(
    phones.map((phone, number) => phone.ask({ type: 'join', code: classroom.code, name: `Phone ${number}` })),
  );
  expect(joined.filter(({ ok }) => ok)).toHaveLength(PHONES);

  const options = { prompt: 'What is a cat?', seed: 7 };
  await teacher.ask({ type: 'slash', channelId: place.channelId, name: 'prefer', options });
  const asked = await teacher.next('message', ({ view }) => 'About the same' in buttonsOf(view.message));
  const { id } = asked.view.message;
  await Promise.all(phones.map((phone) => phone.next('stage', ({ messageId }) => messageId === id)));

  const votes = await Promise.all(
    phones.map((phone, number) =>
      phone.ask({
        type: 'press',
        messageId: id,
        customId: number % 2 === 0 ? 'A' : 'B',
      }),
    ),
  );
  expect(votes.filter(({ ok }) => ok)).toHaveLength(PHONES);
  const isPrivate = ({ view }: { view: { ephemeral: boolean } }) => view.ephemeral;
  const told = await Promise.all(phones.map((phone) => phone.next('message', isPrivate)));
  for (const [number, { view }] of told.entries()) {
    expect(readText(view.message)).toContain(`You voted for **${number % 2 === 0 ? 'A' : 'B'}**`);
  }
  const all = `${PHONES} people voted`;
  const counts = ({ view }: { view: { message: APIMessage } }) => readText(view.message).includes(all);
  await Promise.all(phones.map((phone) => phone.next('message', counts)));
  // What one was told reached that one alone.
  for (const phone of phones) {
    const own = phone.frames.filter((frame) => frame.type === 'message' && frame.view.ephemeral);
    expect(new Set(own.map((frame) => frame.type === 'message' && frame.view.message.id)).size).toBe(1);
  }
  for (const { socket } of phones) socket.close();
});
