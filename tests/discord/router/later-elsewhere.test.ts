import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type DrawnReply, withoutPictures } from '../../../src/discord/present/drawn-reply.js';
import { buttons, type Reply, text } from '../../../src/discord/reply.js';
import { createRouter } from '../../../src/discord/router/router.js';
import { createCommandSet } from '../../../src/lesson/command/command-set.js';
import { defineCommand } from '../../../src/lesson/command/define-command.js';
import type { Services } from '../../../src/services.js';
import { personLimits } from '../../builders/limits.js';
import { openProcesses } from '../../builders/processes.js';
import { openBoard } from './board.js';
import { ADA, freshId } from './counter.js';
import { idIn } from './recorder.js';

/** Of the board, as the recorder has it. */
const MESSAGE = '1400000000000000000';

const draw = defineCommand({
  name: 'draw',
  description: () => 'Draws',
  options: {},
  needs: 'nothing',
  result: { version: 1, schema: z.object({ step: z.number() }) },
  ask: async () => ({ step: 0 }),
  view: ({ step }, { runId }) => ({
    blocks: [
      text(`step ${step}`),
      buttons({ action: 'step', runId, label: 'Step' }, { action: 'sight', runId, label: 'Sight' }),
    ],
  }),
  actions: {
    step: { kind: 'add', ask: async () => (latest) => ({ step: latest.step + 1 }) },
    sight: { kind: 'look', respond: 'update', view: ({ step }) => ({ blocks: [text(`a sight of step ${step}`)] }) },
  },
});
const commands = createCommandSet([draw], []);

/** Two processes, and a reply of the first that has an animation to come. */
async function openTwo() {
  const storages = await openProcesses(2);
  const board = openBoard(() => 0.1);
  let finish: (() => void) | undefined;
  const drawn = async (reply: Reply): Promise<DrawnReply> => ({
    ...withoutPictures(reply),
    ...(wordsOf(reply) === 'step 0' && {
      later: {
        make: (signal: AbortSignal) =>
          new Promise<DrawnReply>((resolve, reject) => {
            finish = () => resolve({ blocks: [text('an animation of step 0')] });
            signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          }),
        otherwise: () => ({ blocks: [text('none')] }),
      },
    }),
  });
  const [first, second] = storages.map((storage) => {
    const { runs, channels, settings, people } = storage;
    return createRouter({
      commands,
      services: { runs, channels, settings, people } as unknown as Services,
      limits: personLimits({ atOnce: 9, perMinute: 999 }),
      log: pino({ level: 'silent' }),
      editGapMs: 1,
      draw: drawn,
      others: storage,
    });
  });
  if (first === undefined || second === undefined) throw new Error('there are two');
  const asked = { user: ADA, locale: 'en-US', channel: { id: '2', mayManage: false } };
  const asking = board.press();
  await first.handle({ kind: 'slash', command: 'draw', options: [], id: freshId(), ...asked, respond: asking.respond });
  const press = (label: string) => {
    const { respond } = board.press();
    const customId = idIn(board.messages.at(-1), label);
    return second.handle({ kind: 'button', customId, messageId: MESSAGE, id: freshId(), ...asked, respond });
  };
  await expect.poll(() => finish).toBeDefined();
  return { board, first, press, finish: () => finish?.(), wires: storages.map(({ wire }) => wire) };
}

function wordsOf({ blocks }: Reply): string {
  return blocks.flatMap((block) => (block.kind === 'text' ? block.markdown : [])).join('\n');
}

test('an animation comes where nobody has changed the message', async () => {
  const { board, finish } = await openTwo();
  finish();
  await expect.poll(() => board.shown()).toBe('an animation of step 0');
});

test.each(['step 1', 'a sight of step 0'])(
  '“%s” of another process is not overwritten by an animation',
  async (shown) => {
    const { board, first, press, finish } = await openTwo();
    await press(shown === 'step 1' ? 'Step' : 'Sight');
    finish();
    await first.drain();
    expect(board.shown()).toBe(shown);
  },
);

test('what another process has changed is not overwritten, though no event tells of it', async () => {
  const { board, first, press, finish, wires } = await openTwo();
  for (const wire of wires) wire.cut();
  await press('Step');
  finish();
  await first.drain();
  expect(board.shown()).toBe('step 1');
});
