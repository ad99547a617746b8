import { expect, test } from 'vitest';
import type { WhoAsks } from '../../src/domain/who-asks.js';
import { DEFAULT_LIMITS, type Limit } from '../../src/limits/limit-settings.js';
import { type Limits, type OpenLimitsOptions, openLimits } from '../../src/limits/open-limits.js';
import type { Storage } from '../../src/storage/contract.js';

/** Who asks. */
export const who = (personId: string): WhoAsks => ({ personId, channelId: 'c1', serverId: 's1', roles: [] });
/** A limit. */
export const limit = (who: Limit['who'], of: Limit['of'], per: Limit['per'], most: number): Limit => ({
  who,
  of,
  per,
  most,
});

/** The limits of one process of several. By default no storage is too slow for them, as one is now and then on a busy machine. */
export const open = (
  { counters }: Pick<Storage, 'counters'>,
  limits: readonly Limit[],
  more: Pick<Partial<OpenLimitsOptions>, 'personAtOnce' | 'maxWaitMs' | 'now'> = {},
): Limits =>
  openLimits({
    ...{ ...DEFAULT_LIMITS, personAtOnce: 1000, limits, counters, isShared: true },
    ...{ maxWaitMs: 60_000, ...more },
  });

/** How many of so many commands pass, spread over processes in turn. */
export async function passing(all: readonly Limits[], count: number, asker: (at: number) => WhoAsks): Promise<number> {
  const asked = Array.from({ length: count }, (_, at) =>
    (all[at % all.length] as Limits).enter(asker(at)).then(
      (leave) => {
        leave();
        return 1;
      },
      () => 0,
    ),
  );
  return (await Promise.all(asked)).reduce<number>((sum, one) => sum + one, 0);
}

/** Describes that a limit holds over all processes. @param openStorages of so many processes */
export function describeSharedLimits(openStorages: (processes: number) => Promise<readonly Storage[]>): void {
  test('of two hundred commands at once at three processes exactly as many pass as may', async () => {
    const processes = await openStorages(3);
    for (const per of ['minute', 'day'] as const) {
      const all = processes.map((storage) => open(storage, [limit('person', 'commands', per, 40)]));
      expect(await passing(all, 200, () => who('ann'))).toBe(40);
      // Those that were refused cost nothing, and nobody else.
      expect(await passing(all, 60, () => who('bob'))).toBe(40);
      expect(await passing(all, 3, () => who('ann'))).toBe(0);
      await Promise.all(all.map((one) => one.close()));
    }
  });
}
