import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPlaceRules } from '../../src/discord/rules/place-rules.js';
import type { WhoAsks } from '../../src/domain/who-asks.js';
import { LimitError } from '../../src/limits/limit-error.js';
import { DEFAULT_LIMITS, type Limit } from '../../src/limits/limit-settings.js';
import { type Limits, type OpenLimitsOptions, openLimits } from '../../src/limits/open-limits.js';
import type { Settings } from '../../src/storage/contract.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { StorageError } from '../../src/storage/storage-error.js';

const START = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

const who = (personId: string, more: Partial<WhoAsks> = {}): WhoAsks => ({
  personId,
  channelId: 'c1',
  serverId: 's1',
  roles: [],
  ...more,
});

const limit = (who: Limit['who'], of: Limit['of'], per: Limit['per'], most: number): Limit => ({ who, of, per, most });

const withLimits = (limits: readonly Limit[], more: Partial<OpenLimitsOptions> = {}): Limits =>
  openLimits({ ...DEFAULT_LIMITS, personAtOnce: 1000, limits, ...more });

/** @param maxWaitMs how long is waited for the storage; none is that slow by default */
const exempting = (settings: Settings, maxWaitMs = 60_000) => {
  const rules = createPlaceRules(settings, { now: () => performance.now(), maxWaitMs });
  return { exemptRoles: async (id: string) => (await rules.of({ id })).exemptRoles };
};

/** Runs a command to its end. */
const command = async (limits: Limits, of: WhoAsks): Promise<void> => (await limits.enter(of))();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('commands', () => {
  test('are forty a minute and four at once for a person where nothing is set, however many others ask', async () => {
    const limits = openLimits(DEFAULT_LIMITS);
    const under = await Promise.all(Array.from({ length: 4 }, () => limits.enter(who('ann'))));
    await expect(limits.enter(who('ann'))).rejects.toThrow(
      'You have 4 replies that are not finished yet. Wait for one of them, then try again.',
    );
    for (const leave of under) {
      leave();
      leave();
    }
    for (let at = 4; at < 40; at++) await command(limits, who('ann'));
    const refused = await command(limits, who('ann')).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(LimitError);
    expect(refused).toMatchObject({ endsAt: START / 1000 + 60 });
    expect(String(refused)).toContain(
      'Each person has 40 commands a minute, and yours are used up. Try again in 60 seconds.',
    );
    await Promise.all(Array.from({ length: 300 }, (_, at) => command(limits, who(`person ${at}`))));
    vi.advanceTimersByTime(60_000);
    await command(limits, who('ann'));
  });

  test('count for the person, the channel, the server and everybody, and what is refused counts for none', async () => {
    const limits = withLimits([
      limit('person', 'commands', 'minute', 2),
      limit('channel', 'commands', 'minute', 4),
      limit('server', 'commands', 'minute', 6),
      limit('all', 'commands', 'day', 8),
    ]);
    const inOther = { channelId: 'c2' };
    const onOther = { channelId: 'c3', serverId: 's2' };
    for (const person of ['ann', 'ann', 'bob']) await command(limits, who(person));
    for (let at = 0; at < 5; at++)
      await expect(command(limits, who('ann'))).rejects.toThrow('Each person has 2 commands a minute');
    await command(limits, who('bob'));
    await expect(command(limits, who('eve'))).rejects.toThrow(
      'Each channel has 4 commands a minute, and those of this one',
    );
    await command(limits, who('eve', inOther));
    await command(limits, who('eve', inOther));
    await expect(command(limits, who('dan', inOther))).rejects.toThrow(
      'Each server has 6 commands a minute, and those of this',
    );
    await command(limits, who('dan', onOther));
    await command(limits, who('fay', { channelId: 'direct', serverId: undefined }));
    const last = await command(limits, who('gil', onOther)).catch((error: unknown) => error);
    expect(String(last)).toContain(
      'Everybody together has 8 commands a day, and they are used up. Try again in 24 hours, or ask',
    );
    expect(last).toMatchObject({ endsAt: (START + DAY_MS) / 1000 });
  });

  test('of many at the same moment as many pass as may', async () => {
    const limits = withLimits([limit('person', 'commands', 'minute', 40)]);
    const all = await Promise.allSettled(Array.from({ length: 200 }, () => command(limits, who('ann'))));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(40);
  });

  test('under way are bounded over everybody, so that memory is', async () => {
    const limits = withLimits([], { allAtOnce: 300 });
    const leaving = await Promise.all(Array.from({ length: 300 }, (_, at) => limits.enter(who(`person ${at}`))));
    await expect(limits.enter(who('one more'))).rejects.toThrow(
      'I work on 300 replies at the moment, and there is no room',
    );
    leaving[0]?.();
    await command(limits, who('one more'));
  });

  test('a clock that jumps holds nobody up for longer than the limit says', async () => {
    const limits = withLimits([limit('person', 'commands', 'minute', 1)]);
    await command(limits, who('ann'));
    vi.setSystemTime(START - 40 * DAY_MS);
    const refused = await command(limits, who('ann')).catch((error: unknown) => error);
    expect(refused).toMatchObject({ endsAt: (START - 40 * DAY_MS) / 1000 + 60 });
    vi.advanceTimersByTime(60_000);
    await command(limits, who('ann'));
    vi.setSystemTime(START + 400 * DAY_MS);
    await command(limits, who('ann'));
  });
});

describe('roles that a server exempts', () => {
  test('have no limits of a person and a channel there, and those of the server and of everybody all the same', async () => {
    const storage = await openStorage({ url: 'file::memory:' });
    await storage.settings.set('s1', 'exemptRoles', ['teachers']);
    const limits = withLimits(
      [
        limit('person', 'commands', 'minute', 1),
        limit('channel', 'commands', 'day', 2),
        limit('server', 'commands', 'day', 4),
      ],
      exempting(storage.settings),
    );
    const teacher = who('ann', { roles: ['x', 'teachers'] });
    for (let at = 0; at < 4; at++) await command(limits, teacher);
    await expect(command(limits, teacher)).rejects.toThrow('Each server has 4 commands a day');
    const elsewhere = who('ann', { serverId: 's2', channelId: 'c2', roles: ['teachers'] });
    await expect(command(limits, elsewhere)).rejects.toThrow('Each person has 1 command a minute');
    await expect(command(limits, who('bob', { roles: ['x'] }))).rejects.toThrow('Each channel has 2 commands a day');
    await storage.close();
  });

  test('are none where the storage does not tell in time', async () => {
    const settings = { of: () => new Promise<never>(() => {}), set: async () => {} };
    const limits = withLimits([limit('person', 'commands', 'minute', 1)], exempting(settings, 50));
    const teacher = who('ann', { roles: ['teachers'] });
    await command(limits, teacher);
    await expect(command(limits, teacher)).rejects.toThrow('Each person has 1 command a minute');
  });
});

describe('tokens', () => {
  test('are used up by what was counted, and nothing more is asked then', async () => {
    const { meter } = withLimits([limit('person', 'tokens', 'day', 100), limit('all', 'tokens', 'minute', 500)]);
    await meter.check(who('ann'));
    meter.count(who('ann'), 99);
    await meter.check(who('ann'));
    meter.count(who('ann'), 300);
    await expect(meter.check(who('ann'))).rejects.toThrow(
      'Each person has 100 tokens a day for the model to read and write, and yours are used up. Try again in 24 hours, or ask whoever runs the bot to raise the limit.',
    );
    await meter.check(who('bob'));
    meter.count(who('bob'), 101);
    await expect(meter.check(who('eve'))).rejects.toThrow('Everybody together has 500 tokens a minute');
  });
});

describe('the counts of a day', () => {
  const day = [limit('person', 'commands', 'day', 3), limit('person', 'tokens', 'day', 50)];

  test('are still there after a restart, and without anybody’s id', async () => {
    const storage = await openStorage({ url: 'file::memory:' });
    const open = () => withLimits(day, { counters: storage.counters, hashed: (id) => `hash of ${id.length}` });
    const before = open();
    for (let at = 0; at < 2; at++) await command(before, who('ann'));
    before.meter.count(who('ann'), 51);
    vi.setSystemTime(START + 3_600_000);
    await before.close();
    expect(JSON.stringify(await storage.counters.all())).not.toContain('ann');
    const after = open();
    await after.close();
    await command(after, who('ann'));
    const refused = await command(after, who('ann')).catch((error: unknown) => error);
    expect(refused).toMatchObject({ endsAt: (START + DAY_MS) / 1000 });
    await expect(after.meter.check(who('ann'))).rejects.toThrow('Each person has 50 tokens a day');
    await storage.close();
  });

  test('are one for two processes', async () => {
    const storage = await openStorage({ url: 'file::memory:' });
    const [one, other] = [withLimits(day, storage), withLimits(day, storage)];
    await command(one, who('ann'));
    await command(one, who('ann'));
    await one.close();
    await command(other, who('ann'));
    await other.close();
    await expect(command(other, who('ann'))).rejects.toThrow('Each person has 3 commands a day');
    await storage.close();
  });

  test('hold while the storage takes nothing, are written once it does, and nobody waits for it', async () => {
    const storage = await openStorage({ url: 'file::memory:' });
    let isBusy = true;
    const warned: string[] = [];
    const log = { warn: (_: object, message: string) => void warned.push(message), error: () => {} };
    const counters: typeof storage.counters = {
      ...storage.counters,
      add: async (changes) => {
        if (isBusy) throw new StorageError('busy');
        return storage.counters.add(changes);
      },
      all: () => Promise.reject(new StorageError('busy')),
    };
    const limits = withLimits(day, { counters, log });
    for (let at = 0; at < 3; at++) await command(limits, who('ann'));
    await limits.close();
    await limits.close();
    await expect(command(limits, who('ann'))).rejects.toThrow('Each person has 3 commands a day');
    expect(warned).toHaveLength(2);
    isBusy = false;
    await limits.close();
    expect((await storage.counters.all()).map(({ value }) => value)).toEqual([3]);
    await storage.close();
  });
});
