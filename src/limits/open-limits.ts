import type { TokenMeter } from '../domain/token-meter.js';
import type { WhoAsks } from '../domain/who-asks.js';
import { endsWithin } from '../ends-within.js';
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
   * @throws UserError where there are too many
   */
  enter(who: WhoAsks): Promise<Leave>;
  readonly meter: TokenMeter;
  /** Writes what was counted. */
  close(): Promise<void>;
}

/** The end of a run; `uncounted` where nothing was run, because another process answers. */
export type Leave = (how?: 'uncounted') => void;

export interface OpenLimitsOptions extends LimitSettings {
  /** Where days are counted over a restart; absent: in memory alone. */
  readonly counters?: Counters | undefined;
  /** The time as the counters have it, in milliseconds since 1970; this computer's by default. */
  readonly now?: (() => number) | undefined;
  /** Other processes that count there as well, at once: how many runs of a person they are at work on. */
  readonly others?: { countElsewhere(personId: string): Promise<number> } | undefined;
  /** The ids of the roles that a server exempts, which never rejects; absent: none is. */
  readonly exemptRoles?: ((serverId: string) => Promise<readonly string[]>) | undefined;
  /** Makes of an id what is stored in its place. */
  readonly hashed?: ((id: string) => string) | undefined;
  readonly log?: StorageLog | undefined;
  /** How often counts are written, in milliseconds; 5 s by default. */
  readonly writeEveryMs?: number | undefined;
}

/** For so long the runs of other processes are counted, in milliseconds: Discord waits 3 s for all of it. */
const MAX_COUNTING_MS = 500;

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
    others,
    now = Date.now,
    exemptRoles,
    hashed = (id) => id,
    log,
  } = options;
  const shared =
    counters && others && createSharedCounts({ counters, now, log, onLost: (...change) => keepOfDay(...change) });
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

  /** Set while the storage has not answered in time: until it has, nobody else waits for it. */
  let isSilent = false;

  /** How many runs of somebody other processes are at work on; none where the storage does not tell in time. */
  async function elsewhere({ personId }: WhoAsks): Promise<number> {
    if (others === undefined || isSilent) return 0;
    let found = 0;
    const counting = others.countElsewhere(personId).then(
      (count) => {
        found = count;
      },
      () => undefined,
    );
    if (await endsWithin(MAX_COUNTING_MS, counting)) return found;
    isSilent = true;
    void counting.then(() => {
      isSilent = false;
    });
    return 0;
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
    async enter(who) {
      const leave = begin(who);
      try {
        const there = await elsewhere(who);
        const here = underWay.of(who.personId);
        if (there > 0 && there + here > personAtOnce) {
          throw new UserError('too-many-under-way', { underWay: there + here - 1 });
        }
        const takeBack = await countCommand(who);
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
