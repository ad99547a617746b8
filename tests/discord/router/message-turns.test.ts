import { describe, expect, test } from 'vitest';
import { createMessageTurns, type Turn } from '../../../src/discord/router/message-turns.js';

const HOUR_MS = 3_600_000;

/** Turns with a clock that stands still, and presses that end when the test says so. */
function openTurns(gapMs = HOUR_MS) {
  const clock = { now: 0 };
  const turns = createMessageTurns({ gapMs, now: () => clock.now });
  const events: string[] = [];
  const gates = new Map<string, () => void>();
  const gate = (name: string) => new Promise<void>((resolve) => gates.set(name, resolve));
  /** Notes that it starts, waits for the test, and is shown or passed over as the turn says. */
  const vote =
    (name: string) =>
    async (turn: Turn): Promise<void> => {
      events.push(`${name} starts`);
      await gate(name);
      if (!turn.isOvertaken()) {
        await turn.begins();
        events.push(`${name} shown`);
        return turn.hasShown();
      }
      events.push(`${name} passed over`);
      turn.passOver(async () => void events.push(`${name} shown after all`));
    };
  const fail = (name: string) => async (): Promise<void> => {
    events.push(`${name} starts`);
    await gate(name);
    throw new Error(name);
  };
  const open = async (name: string) => {
    await expect.poll(() => gates.has(name)).toBe(true);
    gates.get(name)?.();
  };
  return { turns, events, clock, vote, fail, open };
}

test('presses of one key run one after another, of different keys side by side, and a failed one holds up nobody', async () => {
  const { turns, events, vote, fail, open } = openTurns();
  const first = turns.take('k', undefined, fail('first'));
  const second = turns.take('k', undefined, vote('second'));
  const other = turns.take('o', undefined, vote('other'));
  await expect.poll(() => events).toEqual(['first starts', 'other starts']);
  await Promise.all([open('first'), expect(first).rejects.toThrow('first')]);
  await expect.poll(() => events.at(-1)).toBe('second starts');
  await Promise.all([open('other'), open('second'), other, second]);
  expect(events.slice(3).sort()).toEqual(['other shown', 'second shown']);
});

describe('replies that add up', () => {
  test('are shown as the last of those that wait', async () => {
    const { turns, events, vote, open } = openTurns();
    const names = ['a', 'b', 'c', 'd'];
    const taken = names.map((name) => turns.take('k', 'm', vote(name)));
    for (const name of names) await open(name);
    await Promise.all(taken);
    expect(events.filter((event) => !event.endsWith('starts'))).toEqual([
      'a passed over',
      'b passed over',
      'c passed over',
      'd shown',
    ]);
  });

  test('are shown where what comes next changes another message, or does not add up', async () => {
    for (const next of ['n', undefined]) {
      const { turns, events, vote, open } = openTurns();
      const taken = [
        turns.take('k', 'm', vote('a')),
        turns.take('k', next, vote('b')),
        turns.take('k', 'm', vote('c')),
      ];
      for (const name of ['a', 'b', 'c']) await open(name);
      await Promise.all(taken);
      expect(events.filter((event) => !event.endsWith('starts'))).toEqual(['a shown', 'b shown', 'c shown']);
    }
  });

  test('are shown again and again while they keep coming', async () => {
    const { turns, events, clock, vote, open } = openTurns(1000);
    const names = ['a', 'b', 'c', 'd'];
    const taken = names.map((name) => turns.take('k', 'm', vote(name)));
    await open('a');
    await expect.poll(() => events).toContain('b starts');
    clock.now = 1000;
    await open('b');
    await expect.poll(() => events).toContain('c starts');
    await Promise.all([open('c'), open('d'), ...taken]);
    expect(events.filter((event) => !event.endsWith('starts'))).toEqual([
      'a passed over',
      'b shown',
      'c passed over',
      'd shown',
    ]);
  });

  test('are shown after all where those that come next fail, the newest of them, before anything else begins', async () => {
    const { turns, events, vote, fail, open } = openTurns();
    const taken = [
      turns.take('k', 'm', vote('a')),
      turns.take('k', 'm', vote('b')),
      turns.take('k', 'm', fail('c')),
      turns.take('k', undefined, vote('move')),
    ];
    const ended = Promise.allSettled(taken);
    for (const name of ['a', 'b', 'c', 'move']) await open(name);
    expect((await ended).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(events.slice(3)).toEqual(['b passed over', 'c starts', 'b shown after all', 'move starts', 'move shown']);
  });

  test('are shown where the next takes long, and that changes the message only after', async () => {
    const { turns, events, vote, open } = openTurns(1);
    const [first, second] = [turns.take('k', 'm', vote('a')), turns.take('k', 'm', vote('b'))];
    await open('a');
    await first;
    await expect.poll(() => events.at(-1)).toBe('a shown after all');
    await open('b');
    await second;
    expect(events).toEqual(['a starts', 'a passed over', 'b starts', 'a shown after all', 'b shown']);
  });
});
