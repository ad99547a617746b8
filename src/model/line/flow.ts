/** One that waits. */
export interface Waiting {
  /** The endpoint that it waits for. */
  readonly endpoint: object;
  /** The server that it is asked on. */
  readonly server: string;
  readonly person: string;
  /** How much of the endpoint it takes, in requests for one token. */
  readonly cost: number;
}

/** What takes turns with others of its kind. Times are in what requests cost, and only their order means anything. */
export interface Flow {
  /** When its next turn begins. */
  start: number;
  /** When its last turn ended. */
  finish: number;
}

/** One that waits, and when it came. */
export interface Entry<T> {
  readonly one: T;
  readonly number: number;
}

/** A person on a server. */
export interface Person<T> extends Flow {
  readonly entries: Entry<T>[];
}

/** A server, on which persons take turns. */
export interface Server<T> extends Flow {
  clock: number;
  readonly persons: Flows<Person<T>>;
}

/** Flows by their names, those who wait for nothing too. */
export interface Flows<F extends Flow> {
  /** Those of which something waits. */
  readonly active: ReadonlySet<F>;
  get(name: string): F | undefined;
  /** The flow of this name, made where there is none. One of which nothing waits begins its turns anew: now, or when its last one is over. */
  begin(name: string, clock: number): F;
  /** Nothing of it waits any more. */
  rest(flow: F, clock: number): void;
}

/** So many who wait for nothing are remembered with what they had, so that nobody gains by coming again. */
const MAX_IDLE = 1000;

/** Creates flows, of which there are none yet. */
export function createFlows<F extends Flow>(make: () => F): Flows<F> {
  const byName = new Map<string, F>();
  const active = new Set<F>();
  let maxKnown = MAX_IDLE;

  /** Forgets who waits for nothing and is owed nothing; where those are too few, others who wait for nothing. */
  const forgetIdle = (clock: number): void => {
    for (const [name, flow] of byName) if (!active.has(flow) && flow.finish <= clock) byName.delete(name);
    for (const [name, flow] of byName) {
      if (byName.size <= active.size + MAX_IDLE) break;
      if (!active.has(flow)) byName.delete(name);
    }
    // Those who stay are not looked through again until there are as many more.
    maxKnown = 2 * Math.max(MAX_IDLE, byName.size);
  };

  return {
    active,
    get: (name) => byName.get(name),
    begin(name, clock) {
      const flow = byName.get(name) ?? make();
      byName.set(name, flow);
      if (!active.has(flow)) flow.start = Math.max(clock, flow.finish);
      active.add(flow);
      return flow;
    },
    rest(flow, clock) {
      active.delete(flow);
      if (byName.size > maxKnown) forgetIdle(clock);
    },
  };
}
