import { pino } from 'pino';
import { expect, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import { text } from '../../../src/discord/reply.js';
import { createJournal } from '../../../src/discord/router/journal.js';
import { createLeftRuns } from '../../../src/discord/router/left-runs.js';
import { createSeals } from '../../../src/seals.js';
import type { Storage } from '../../../src/storage/contract.js';
import { type Asked, BOB, button, openCounter, slash } from './counter.js';
import { idIn } from './recorder.js';

const seals = createSeals('token');

/** Works until it is stopped. */
const draw = defineCommand({
  name: 'draw',
  description: 'Draws',
  options: {},
  run: async ({ progress, signal }) => {
    progress({ blocks: [text('at work')] });
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    signal.throwIfAborted();
    return { blocks: [] };
  },
});

/** Two processes, of which the first is at work on a run, and the id of its button. */
export async function openTwo<S extends Storage>(storages: readonly S[]) {
  const [first, second] = storages.map((storage) => {
    const { underWay, runs } = storage;
    const counter = openCounter(
      [draw],
      { runs },
      {
        stopAfterMs: 1,
        more: {
          journal: createJournal(underWay, seals),
          leftRuns: createLeftRuns({ underWay, seals, commands: [draw], log: pino({ level: 'silent' }) }),
          others: storage,
        },
      },
    );
    return { ...counter, ...storage };
  });
  if (first === undefined || second === undefined) throw new Error('there are two');
  const run = first.ask(slash('draw'));
  await expect.poll(() => stopOf(run)).toBeDefined();
  const stop = stopOf(run) ?? '';
  const key = stop.split(':')[2] ?? '';
  await expect.poll(() => second.underWay.findElsewhere(key)).toBeDefined();
  return { first, second, run, stop, key };
}

function stopOf(run: Asked): string | undefined {
  try {
    return idIn(run.messages.at(-1), 'Stop');
  } catch {
    return undefined;
  }
}

/** Describes how a run is stopped at another process. @param open the processes' storages */
export function describeStops(open: (processes: number) => Promise<readonly Storage[]>): void {
  test('who started a run stops it at any process, and the reply says who did', async () => {
    const { second, run, stop, key } = await openTwo(await open(2));
    const press = second.ask(button(stop));
    await Promise.all([press.done, run.done]);
    expect(press.sent).toEqual([['leave', '']]);
    expect(run.sent.at(-1)).toEqual(['edit', 'at work\nStopped by Ada.']);
    await expect.poll(() => second.underWay.findElsewhere(key)).toBeUndefined();
    const late = second.ask(button(stop));
    await late.done;
    expect(late.sent.at(-1)).toEqual(['whisper', 'This is already finished, so there is nothing to stop.']);
  });

  test('somebody else is told whose run it is, and who manages the channel stops it', async () => {
    const { second, run, stop } = await openTwo(await open(2));
    const refused = second.ask(button(stop), { user: BOB });
    await refused.done;
    expect(refused.sent).toEqual([
      ['refuse', 'Only Ada, who started this, or somebody who manages the channel can stop it.'],
    ]);
    await second.ask(button(stop), { user: BOB, mayManage: true }).done;
    await run.done;
    expect(run.sent.at(-1)).toEqual(['edit', 'at work\nStopped by Bob.']);
  });

  test('what is told of a press is judged by the process at work, and what means nothing does nothing', async () => {
    const { first, second, run, stop, key } = await openTwo(await open(2));
    const press = { ask: 'x', key, user: { id: BOB.id, name: BOB.name }, place: 'another', mayManage: true };
    for (const told of [press, { ...press, mayManage: 'yes' }, { key }, null, 'stop', [press]]) {
      second.events.tell('stop', told);
    }
    second.events.tell('stop-answered', { ask: 7 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await second.underWay.findElsewhere(key)).toBeDefined();
    await first.ask(button(stop)).done;
    await run.done;
    expect(run.sent.at(-1)).toEqual(['edit', 'at work\nStopped by Ada.']);
  });
}
