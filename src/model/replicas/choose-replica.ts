import type { Replica, Wish } from './replica.js';

/** What a choice needs to know of a request. */
interface Request {
  readonly wish: Wish;
  /** That of the run which the request belongs to. */
  readonly signal: AbortSignal | undefined;
  /** Addresses that are not to be asked. */
  readonly not: ReadonlySet<Replica>;
}

/** Chooses which address a request goes to. */
export interface ReplicaChoice {
  /** @returns undefined where there is none that may be asked */
  next(request: Request): Replica | undefined;
  /** Notes that a request is sent there. @returns to be called when its answer is over */
  begin(replica: Replica, signal: AbortSignal | undefined): () => void;
}

/** Where a run asked last, and what it has under way there. */
interface Stay {
  readonly replica: Replica;
  underWay: number;
}

/** So many more requests than the least busy address may that one have where a run asked before. */
const STAY_FOR = 1;

/**
 * Creates the choice among the addresses of one endpoint: that with the fewest requests under way; of those that have
 * equally many, that which was asked longest ago. What one run asks one after another stays at one address, because that
 * has read its beginning already. Addresses that have just refused or failed are asked when no other is left.
 *
 * @param now a clock in milliseconds that never goes back
 */
export function createReplicaChoice(replicas: readonly Replica[], now: () => number): ReplicaChoice {
  let turns = 0;
  const stays = new WeakMap<AbortSignal, Stay>();

  function staying(signal: AbortSignal | undefined, among: readonly Replica[], least: number): Replica | undefined {
    const stay = signal === undefined ? undefined : stays.get(signal);
    if (stay === undefined || stay.underWay > 0 || !among.includes(stay.replica)) return undefined;
    return stay.replica.underWay <= least + STAY_FOR ? stay.replica : undefined;
  }

  return {
    next({ wish, signal, not }) {
      const open = replicas.filter((one) => !not.has(one) && (one.circuit?.mayEnter() ?? true));
      if (open.length < 2) return open[0];
      const having = preferring(open, (one) => !one.lacksModel(wish));
      const able = preferring(having, (one) => !one.lacksLogprobs(wish));
      const ready = able.filter(({ asideUntil }) => asideUntil <= now());
      const [first, ...others] = ready;
      if (first === undefined) return soonest(able);
      const best = others.reduce((one, other) => (isBefore(other, one) ? other : one), first);
      return staying(signal, ready, best.underWay) ?? best;
    },
    begin(replica, signal) {
      turns += 1;
      const over = replica.begin(turns);
      if (signal === undefined || replicas.length === 1) return over;
      const before = stays.get(signal);
      const stay = before?.replica === replica ? before : { replica, underWay: 0 };
      stays.set(signal, stay);
      stay.underWay += 1;
      let isOver = false;
      return () => {
        over();
        if (!isOver) stay.underWay -= 1;
        isOver = true;
      };
    },
  };
}

function isBefore(one: Replica, other: Replica): boolean {
  return one.underWay === other.underWay ? one.lastTurn < other.lastTurn : one.underWay < other.underWay;
}

/** Where all have just refused or failed, those that want to be left alone for the shortest time, to the second. */
function soonest(replicas: readonly Replica[]): Replica | undefined {
  const secondOf = ({ asideUntil }: Replica) => Math.ceil(asideUntil / 1000);
  const first = Math.min(...replicas.map(secondOf));
  const among = replicas.filter((one) => secondOf(one) === first);
  return among.toSorted((one, other) => (isBefore(one, other) ? -1 : 1))[0];
}

/** Those that have what is wanted; all of them where none is known to. */
function preferring(replicas: readonly Replica[], has: (one: Replica) => boolean): readonly Replica[] {
  const having = replicas.filter(has);
  return having.length > 0 ? having : replicas;
}
