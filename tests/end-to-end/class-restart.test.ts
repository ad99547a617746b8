import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { knownUnits } from '../../commands/lesson/units/read-units.js';
import { startTokenscope } from '../../src/main.js';
import type { ServerFrame } from '../../src/playground/page/server-frames.js';
import { freePort } from '../builders/free-port.js';
import { keptParts } from '../builders/kept-threads.js';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { arriveAt, type Visitor } from '../playground-page/visitor.js';
import { transport } from '../setup/transport.js';
import { buttonsOf, plainText } from './harness.js';

const unit = knownUnits().units.find(({ id }) => id === 'next-word');
const [first = ''] = unit?.before.options.map(({ label }) => label) ?? [];

/** Starts the program as a class, and gives ways in. */
async function openClass(databaseURL: string, port: number) {
  const program = await startTokenscope(
    {
      discord: { token: undefined, apiURL: undefined, ...transport },
      model: { baseURL: undefined, apiKey: undefined, defaultModel: undefined },
      playgroundPort: port,
      playgroundClass: true,
      databaseURL,
      logLevel: 'silent',
      stopTimeoutSeconds: 30,
    },
    pino({ level: 'silent' }),
    keptParts,
  );
  const { playground } = program;
  const classroom = playground?.classroom;
  if (playground === undefined || classroom === undefined) throw new Error('a class was asked for');
  await playground.waitForBot();
  const origin = `http://${classroom.addresses()[0] ?? '127.0.0.1'}:${playground.port}`;
  return {
    program,
    channelId: playground.channels.find(({ name }) => name === 'class')?.id ?? '',
    teacher: (cookie?: string) => arriveAt(origin, { key: classroom.key }, cookie),
    async student(name: string, cookie?: string) {
      const student = await arriveAt(origin, {}, cookie);
      expect(await student.ask({ type: 'join', code: classroom.code, name })).toMatchObject({ ok: true });
      return student;
    },
  };
}

/** The first message with a button. */
async function messageWith(
  visitor: Visitor,
  button: string,
): Promise<Extract<ServerFrame, { type: 'message' }>['view']> {
  return (await visitor.next('message', ({ view }) => button in buttonsOf(view.message))).view;
}

test('after a restart of the program a class goes on where it was, and its people are those that they were', async () => {
  const databaseURL = `file:${join(temporaryFolder(), 'runs.db')}`;
  const port = freePort();
  const before = await openClass(databaseURL, port);
  let open = before.program;
  onTestFinished(() => open.close());
  const ada = await before.teacher();
  await ada.next('welcome');
  const ben = await before.student('Ben');
  const cleo = await before.student('Cleo');
  await ada.ask({ type: 'slash', channelId: before.channelId, name: 'lesson', options: { unit: 'next-word' } });
  const { id: messageId } = (await messageWith(ada, 'Join')).message;
  await ada.ask({ type: 'press', messageId, customId: '🎓 Start' });
  await messageWith(ben, first);
  await ben.ask({ type: 'press', messageId, customId: first });
  await cleo.ask({ type: 'press', messageId, customId: first });
  await ada.next('message', ({ view }) => plainText(view.message).includes('**2 of 2** have answered.'));
  await before.program.close();

  const after = await openClass(databaseURL, port);
  open = after.program;
  expect(after.channelId).toBe(before.channelId);
  const again = await after.teacher(ada.cookie);
  await again.next('welcome');
  const benAgain = await after.student('Ben', ben.cookie);
  await after.student('Dan');
  await again.ask({ type: 'slash', channelId: after.channelId, name: 'lesson', options: {} });
  const course = (await messageWith(again, 'Go on with it')).message;
  await again.ask({ type: 'press', messageId: course.id, customId: 'Go on with it' });
  const { view } = await again.next('message', (frame) => plainText(frame.view.message).includes('question 1 of'));
  expect(plainText(view.message)).toContain('**2 of 2** have answered.');
  // Who answers once more is still one of two.
  await benAgain.next('stage', (stage) => stage.messageId === view.message.id);
  await benAgain.ask({ type: 'press', messageId: view.message.id, customId: first });
  const told = await benAgain.next('message', (frame) => frame.view.ephemeral);
  expect(plainText(told.view.message)).toContain(`You said: **${first}**`);
  await again.ask({ type: 'press', messageId: view.message.id, customId: '🎓 Next' });
  await again.next('message', (frame) => plainText(frame.view.message).includes('question 2 of'));
});
