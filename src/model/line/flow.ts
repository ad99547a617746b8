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
  readonly persons: Map<string, Person<T>>;
}

/** The flow of this name, made where there is none. */
export function openFlow<F extends Flow>(flows: Map<string, F>, name: string, make: () => F): F {
  const known = flows.get(name);
  if (known !== undefined) return known;
  const made = make();
  flows.set(name, made);
  return made;
}

/** When the turn of one begins that comes anew: now, or when its last turn is over. */
export function startOf(flow: Flow, clock: number): number {
  return Math.max(clock, flow.finish);
}
