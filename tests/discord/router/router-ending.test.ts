import { describe, expect, test } from 'vitest';
import { defineCommand } from '../../../src/discord/command.js';
import { text } from '../../../src/discord/reply.js';
import { ADA, BOB, button, type Counter, openCounter, slash } from './counter.js';
import { idIn } from './recorder.js';

/** Shows its progress once, and works until `finish` or its signal ends it. */
function openWorkshop(options: Parameters<typeof openCounter>[2] = {}): Counter & { finish(): void } {
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const draw = defineCommand({
    name: 'draw',
    description: 'Draws',
    options: {},
    run: async ({ progress, signal }) => {
      progress({ blocks: [text('at work')] });
      await Promise.race([finished, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
      signal.throwIfAborted();
      return { blocks: [text('done')] };
    },
  });
  return { ...openCounter([draw], {}, options), finish: () => finish() };
}

describe('Stop', () => {
  /** A run under way whose message has its Stop button. */
  async function openRun() {
    const workshop = openWorkshop({ stopAfterMs: 1 });
    const run = workshop.ask(slash('draw'));
    const stopId = () => idIn(run.messages.at(-1), 'Stop');
    await expect.poll(stopId).toMatch(/^router:stop:/);
    return { ...workshop, run, stop: button(stopId()) };
  }

  test('ends the run of whoever presses it, and the message says who did', async () => {
    const { run, stop, ask } = await openRun();
    const press = ask(stop);
    await Promise.all([press.done, run.done]);
    expect(press.sent).toEqual([['leave', '']]);
    expect(run.sent.at(-1)).toEqual(['edit', 'at work\nStopped by Ada.']);
  });

  test('is for others only where they manage the channel', async () => {
    const { run, stop, ask } = await openRun();
    const refused = ask(stop, { user: BOB });
    await refused.done;
    expect(refused.sent).toEqual([['refuse', expect.stringContaining('Only Ada, who started this')]]);
    expect(run.sent.at(-1)?.[0]).toBe('grow');
    await ask(stop, { user: BOB, mayManage: true }).done;
    await run.done;
    expect(run.sent.at(-1)).toEqual(['edit', 'at work\nStopped by Bob.']);
  });

  test('says so where the run is over', async () => {
    const { run, stop, ask, finish } = await openRun();
    finish();
    await run.done;
    const press = ask(stop);
    await press.done;
    expect(press.sent).toEqual([['refuse', 'This is already finished, so there is nothing to stop.']]);
  });

  test('works while the bot is about to end, which takes no new run', async () => {
    const { run, stop, ask, router } = await openRun();
    const drained = router.drain();
    const late = ask(slash('draw'), { user: BOB });
    await late.done;
    expect(late.sent).toEqual([['refuse', 'Tokenscope is restarting. Try again in a minute.']]);
    await ask(stop).done;
    await drained;
    expect(run.sent.at(-1)?.[1]).toContain('Stopped by Ada.');
  });
});

describe('when the bot ends', () => {
  test('it waits for the runs under way', async () => {
    const { ask, router, finish } = openWorkshop();
    const run = ask(slash('draw'));
    let isDrained = false;
    const drained = router.drain().then(() => {
      isDrained = true;
    });
    await expect.poll(() => run.sent.length).toBe(2);
    expect(isDrained).toBe(false);
    finish();
    await drained;
    expect(run.sent.at(-1)).toEqual(['edit', 'done']);
  });

  test('at once, each of them says so', async () => {
    const { ask, router } = openWorkshop();
    const runs = [ask(slash('draw')), ask(slash('draw'), { user: BOB })];
    await expect.poll(() => runs.map(({ sent }) => sent.length)).toEqual([2, 2]);
    router.abort();
    await router.drain();
    for (const { sent } of runs) {
      expect(sent.at(-1)).toEqual([
        'edit',
        expect.stringMatching(/^at work\nTokenscope was stopped before this was finished/),
      ]);
    }
  });
});

test('one person has so many runs at once, and others are not held up', async () => {
  const { ask, router, finish } = openWorkshop({ atOnce: 1 });
  const first = ask(slash('draw'));
  const second = ask(slash('draw'));
  const other = ask(slash('draw'), { user: BOB });
  await second.done;
  expect(second.sent).toEqual([
    ['refuse', expect.stringContaining('You have 1 reply that is not finished yet. Wait for it')],
  ]);
  finish();
  await Promise.all([first.done, other.done]);
  expect([first, other].map(({ sent }) => sent.at(-1))).toEqual([
    ['edit', 'done'],
    ['edit', 'done'],
  ]);
  const next = ask(slash('draw'), { user: ADA });
  await next.done;
  expect(next.sent.at(-1)).toEqual(['edit', 'done']);
  await router.drain();
});
