import type { TokenMeter } from '../domain/token-meter.js';
import type { WhoAsks } from '../domain/who-asks.js';
import { UserError } from '../errors.js';
import type { Counters, StorageLog } from '../storage/contract.js';
import { openKeptCounts } from './kept-counts.js';
import { createLimitCount, type LimitCount, type Stand } from './limit-count.js';
import { LimitError } from './limit-error.js';
import { type Counted, type Holder, type Limit, type LimitSettings, variableOf } from './limit-settings.js';
import { createRunsAtOnce } from './runs-at-once.js';
import { createSharedCounts } from './shared-counts.js';

/** Keeps people from taking the bot away from one another, and all of them from spending more than the operator wants. */
export interface Limits {
  /**
   * Counts a command, and a run under way until the returned function is called, which may be called twice. Where one process
   * counts alone, nothing is waited for but whether somebody is exempt who has used up what they have.
   *
   * @param beginBeside begins the run beside other processes, where the person has fewer than `most` at all of them; absent
   * where there are none
   * @throws UserError where there are too many; whoever began the run has to end it
   */
  enter(who: WhoAsks, beginBeside?: BeginBeside): Promise<Leave>;
  readonly meter: TokenMeter;
  /** Writes what was counted. */
  close(): Promise<void>;
}

/** @returns how many the person has where those are too many */
export type BeginBeside = (most: number) => Promise<number | undefined>;

/** The end of a run; `uncounted` where nothing was run, because another process answers. */
export type Leave = (how?: 'uncounted') => void;

export interface OpenLimitsOptions extends LimitSettings {
  /** Where days are counted over a restart; absent: in memory alone. */
  readonly counters?: Counters | undefined;
  /** The time as the counters have it, in milliseconds since 1970; this computer's by default. */
  readonly now?: (() => number) | undefined;
  /** Whether other processes count there as well, at once. */
  readonly isShared?: boolean | undefined;
  /** The ids of the roles that a server exempts, which never rejects; absent: none is. */
  readonly exemptRoles?: ((serverId: string) => Promise<readonly string[]>) | undefined;
  /** Makes of an id what is stored in its place. */
  readonly hashed?: ((id: string) => string) | undefined;
  readonly log?: StorageLog | undefined;
  /** How often counts are written, in milliseconds; 5 s by default. */
  readonly writeEveryMs?: number | undefined;
  /** How long a command waits for what is counted beside other processes, in milliseconds; 1 s by default. */
  readonly maxWaitMs?: number | undefined;
}

/** What stands for everybody together. */
const ALL = 'all';

/** Those that a server's own people can be exempt from. All else is the operator's, and no server's to lift. */
const LIFTED: readonly Holder[] = ['person', 'channel'];

/** Opens them. What was used of this day's limits is read meanwhile, and nobody waits for it. */
export function openLimits(options: OpenLimitsOptions): Limits {
  const {
    limits,
    personAtOnce,
    allAtOnce,
    counters,
    isShared = false,
    now = Date.now,
    exemptRoles,
    hashed = (id) => id,
    log,
  } = options;
  const shared =
    counters && isShared
      ? createSharedCounts({
          ...{ counters, now, log, maxWaitMs: options.maxWaitMs },
          onLost: (...change) => keepOfDay(...change),
        })
      : undefined;
  const counts = limits.map((limit) => createLimitCount(limit, shared));
  const byName = new Map(counts.map((count) => [variableOf(count.limit), count]));
  const kept =
    counters &&
    openKeptCounts({
      counters,
      log,
      everyMs: options.writeEveryMs,
      onCount(key, value, endsAt) {
        const [name = '', ...whose] = key.split(':');
        const endsInMs = endsAt - now();
        if (endsInMs > 0) byName.get(name)?.set(whose.join(':'), value, endsInMs);
      },
    });
  /** Runs under way, of each person and of all. */
  const underWay = createRunsAtOnce();
  const allUnderWay = createRunsAtOnce();

  const of = (counted: Counted) => counts.filter(({ limit }) => limit.of === counted);

  /** Whose a limit is; undefined where it holds for nobody there. */
  function keyOf({ who: holder }: Limit, who: WhoAsks): string | undefined {
    if (holder === 'all') return ALL;
    const id = { person: who.personId, channel: who.channelId, server: who.serverId }[holder];
    return id === undefined ? undefined : hashed(id);
  }

  /** What the storage has not counted is written as soon as it can be; of a minute it is not worth it. */
  function keepOfDay(name: string, amount: number, endsAt: number): void {
    const [variable = ''] = name.split(':');
    if (byName.get(variable)?.limit.per === 'day') kept?.add(name, amount, endsAt);
  }

  function keep({ limit }: LimitCount, key: string, amount: number, { endsInMs }: Stand): void {
    if (shared === undefined) keepOfDay(`${variableOf(limit)}:${key}`, amount, now() + endsInMs);
  }

  /** Whether the server has exempted somebody by a role. */
  async function isExempt({ serverId, roles }: WhoAsks): Promise<boolean> {
    if (exemptRoles === undefined || serverId === undefined || roles.length === 0) return false;
    const exempt = await exemptRoles(serverId);
    return roles.some((role) => exempt.includes(role));
  }

  /** What of several limits is over and holds for them: of two that end at different times, the later. */
  async function findOver(
    stands: readonly { readonly limit: Limit; readonly stand: Stand }[],
    who: WhoAsks,
  ): Promise<LimitError | undefined> {
    const over = stands.filter(({ stand }) => stand.isOver);
    const mayBeLifted = over.some(({ limit }) => LIFTED.includes(limit.who));
    const isLifted = mayBeLifted && (await isExempt(who));
    const [last] = over
      .filter(({ limit }) => !isLifted || !LIFTED.includes(limit.who))
      .sort((one, other) => other.stand.endsInMs - one.stand.endsInMs);
    return last && new LimitError(last.limit, last.stand.endsInMs);
  }

  /** @returns what takes it back */
  async function countCommand(who: WhoAsks): Promise<() => void> {
    // All at once, so that of many who come together none gets past a limit.
    const used = await Promise.all(
      of('commands').flatMap((count) => {
        const key = keyOf(count.limit, who);
        return key === undefined
          ? []
          : [count.use(key, 1).then((stand) => ({ count, key, stand, limit: count.limit }))];
      }),
    );
    const error = await findOver(used, who);
    for (const { count, key, stand } of used) {
      // What is refused costs nothing.
      if (error !== undefined) count.giveBack(key, 1);
      else keep(count, key, 1, stand);
    }
    if (error !== undefined) throw error;
    return () => {
      for (const { count, key, stand } of used.splice(0)) {
        count.giveBack(key, 1);
        keep(count, key, -1, stand);
      }
    };
  }

  function begin({ personId }: WhoAsks): () => void {
    const own = underWay.of(personId);
    if (own >= personAtOnce) throw new UserError('too-many-under-way', { underWay: own });
    if (allUnderWay.of(ALL) >= allAtOnce) throw new UserError('all-too-many-under-way', { most: allAtOnce });
    const leave = underWay.begin(personId);
    const leaveAll = allUnderWay.begin(ALL);
    return () => {
      leave();
      leaveAll();
    };
  }

  return {
    async enter(who, beginBeside) {
      const leave = begin(who);
      try {
        // Side by side, because the acknowledgement waits for both.
        const both = [countCommand(who), beginBeside?.(personAtOnce)] as const;
        await Promise.allSettled(both);
        const [takeBack, underWay] = await Promise.all(both);
        if (underWay !== undefined) {
          takeBack();
          throw new UserError('too-many-under-way', { underWay });
        }
        return (how) => {
          leave();
          if (how === 'uncounted') takeBack();
        };
      } catch (error) {
        leave();
        throw error;
      }
    },
    meter: {
      async check(who) {
        const stands = await Promise.all(
          of('tokens').map(async ({ limit, look }) => {
            const key = keyOf(limit, who);
            const stand = key === undefined ? undefined : await look(key);
            return stand === undefined ? [] : [{ limit, stand }];
          }),
        );
        const error = await findOver(stands.flat(), who);
        if (error !== undefined) throw error;
      },
      count(who, tokens) {
        if (tokens === 0) return;
        for (const count of of('tokens')) {
          const key = keyOf(count.limit, who);
          if (key !== undefined) void count.use(key, tokens).then((stand) => keep(count, key, tokens, stand));
        }
      },
    },
    close: async () => kept?.close(),
  };
}
