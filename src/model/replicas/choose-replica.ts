import { WRITING } from '../wire/circuit.js';
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
  /** Notes that a request is sent there. */
  begin(replica: Replica, request: { readonly path: string; readonly signal?: AbortSignal | undefined }): Sent;
}

/** A request that is under way. */
export interface Sent {
  /** The server said something; safe to call again. */
  spoke(): void;
  /** The answer is over; safe to call twice. */
  over(): void;
}

/** Where a run asked last, and what it has under way there. */
interface Stay {
  readonly replica: Replica;
  underWay: number;
}

/** So many more requests than the least busy address may that one have where a run asked before. */
const STAY_FOR = 1;

/** How slow the slowest answers are is forgotten by and by: so much of it is left after each further one. */
const FADES = 0.97;

/**
 * Creates the choice among the addresses of one endpoint: that with the fewest requests under way; of those that have
 * equally many, that which was asked longest ago. What one run asks one after another stays at one address, because that
 * has read its beginning already. Addresses that have just refused or failed, or say nothing while others answer, are asked
 * when no other is left.
 *
 * @param now a clock in milliseconds that never goes back
 * @param onSilence told of each address that falls silent
 */
export function createReplicaChoice(
  replicas: readonly Replica[],
  now: () => number,
  onSilence?: (replica: Replica) => void,
): ReplicaChoice {
  let turns = 0;
  let usualMs = 0;
  const isAlone = replicas.length === 1;
  const stays = new WeakMap<AbortSignal, Stay>();

  function staying(signal: AbortSignal | undefined, among: readonly Replica[], least: number): Replica | undefined {
    const stay = signal === undefined ? undefined : stays.get(signal);
    if (stay === undefined || stay.underWay > 0 || !among.includes(stay.replica)) return undefined;
    return stay.replica.underWay <= least + STAY_FOR ? stay.replica : undefined;
  }

  function joinRun(replica: Replica, signal: AbortSignal | undefined): () => void {
    if (signal === undefined || isAlone) return () => {};
    const before = stays.get(signal);
    const stay = before?.replica === replica ? before : { replica, underWay: 0 };
    stays.set(signal, stay);
    stay.underWay += 1;
    let isOver = false;
    return () => {
      if (!isOver) stay.underWay -= 1;
      isOver = true;
    };
  }

  return {
    next({ wish, signal, not }) {
      const open = replicas.filter((one) => !not.has(one) && one.mayEnter());
      if (open.length < 2) return open[0];
      const having = preferring(open, (one) => !one.lacksModel(wish));
      const able = preferring(having, (one) => !one.lacksLogprobs(wish));
      const speaking = preferring(able, (one) => !one.silence.isOn());
      const ready = speaking.filter(({ asideUntil }) => asideUntil <= now());
      const [first, ...others] = ready;
      if (first === undefined) return soonest(speaking);
      const best = others.reduce((one, other) => (isBefore(other, one) ? other : one), first);
      return staying(signal, ready, best.underWay) ?? best;
    },
    begin(replica, { path, signal }) {
      turns += 1;
      const leave = replica.begin(turns);
      const leaveRun = joinRun(replica, signal);
      // What needs no model is answered soon also by a server that is busy with long texts.
      const wait = isAlone || !WRITING.includes(path) ? undefined : replica.silence.wait();
      return {
        spoke() {
          if (!wait?.spoke()) return;
          usualMs = Math.max(now() - wait.sentAt, usualMs * FADES);
          for (const one of replicas) {
            if (one !== replica && one.silence.overtaken(wait.sentAt, usualMs)) onSilence?.(one);
          }
        },
        over() {
          leave();
          leaveRun();
          wait?.over();
        },
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
