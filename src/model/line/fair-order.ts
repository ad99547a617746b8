import { type Entry, type Flow, openFlow, type Person, type Server, startOf, type Waiting } from './flow.js';
import { createPlaces } from './places.js';

/** Who is next among many that wait. */
export interface FairOrder<T extends Waiting> {
  readonly size: number;
  /** How many a person has waiting. */
  sizeOf(server: string, person: string): number;
  add(one: T): void;
  /** @returns false for one that does not wait */
  remove(one: T): boolean;
  /** Takes out the next one, of those whose endpoint is free. */
  next(isFree: (endpoint: object) => boolean): T | undefined;
  /**
   * Which place one has, from 1, if nobody else comes.
   *
   * @param alone among those alone that wait for the same endpoint
   */
  placeOf(one: T, alone: boolean): number;
}

/** So many who wait for nothing are remembered with what they had, so that nobody gains by coming again. */
const MAX_IDLE = 1000;

/**
 * Creates a fair order: servers take turns, and on each server its people, by what they cost. It is start-time fair queueing
 * (Goyal, Vin and Cheng 1996) on two levels: each who waits has a time at which it would be their turn if all were served
 * alike, and who has the earliest is next. Who comes anew begins at the present, and so owes nothing and is owed nothing.
 */
export function createFairOrder<T extends Waiting>(): FairOrder<T> {
  const servers = new Map<string, Server<T>>();
  const entries = new Map<T, Entry<T>>();
  let clock = 0;
  let number = 0;
  const places = createPlaces(servers);

  const firstOf = (person: Person<T>, isFree: (endpoint: object) => boolean): Entry<T> | undefined =>
    person.entries.find(({ one }) => isFree(one.endpoint));

  /** The flow whose turn it is, and its first entry. */
  function earliest<F extends Flow, R>(
    flows: Iterable<F>,
    find: (flow: F) => { readonly entry: Entry<T>; readonly more: R } | undefined,
  ) {
    let best: { readonly flow: F; readonly entry: Entry<T>; readonly more: R } | undefined;
    for (const flow of flows) {
      if (best !== undefined && flow.start > best.flow.start) continue;
      const found = find(flow);
      if (found === undefined) continue;
      if (best === undefined || flow.start < best.flow.start || found.entry.number < best.entry.number)
        best = { flow, ...found };
    }
    return best;
  }

  const waitsFor = (server: Server<T>): boolean => {
    for (const person of server.persons.values()) if (person.entries.length > 0) return true;
    return false;
  };

  function takeOut(server: Server<T>, person: Person<T>, entry: Entry<T>): void {
    person.entries.splice(person.entries.indexOf(entry), 1);
    entries.delete(entry.one);
    if (person.entries.length === 0) forgetIdle(server.persons, server.clock, ({ entries: { length } }) => length === 0);
    if (servers.size > MAX_IDLE) forgetIdle(servers, clock, (one) => !waitsFor(one));
  }

  return {
    get size() {
      return entries.size;
    },
    sizeOf: (server, person) => servers.get(server)?.persons.get(person)?.entries.length ?? 0,
    add(one) {
      const server = openFlow(servers, one.server, () => ({
        start: 0,
        finish: 0,
        clock: 0,
        persons: new Map<string, Person<T>>(),
      }));
      const person = openFlow(server.persons, one.person, () => ({ start: 0, finish: 0, entries: [] as Entry<T>[] }));
      if (!waitsFor(server)) server.start = startOf(server, clock);
      if (person.entries.length === 0) person.start = startOf(person, server.clock);
      number += 1;
      const entry = { one, number };
      person.entries.push(entry);
      entries.set(one, entry);
      places.changed();
    },
    remove(one) {
      const entry = entries.get(one);
      const server = servers.get(one.server);
      const person = server?.persons.get(one.person);
      if (entry === undefined || server === undefined || person === undefined) return false;
      takeOut(server, person, entry);
      places.changed();
      return true;
    },
    next(isFree) {
      const found = earliest(servers.values(), (server) => {
        const of = earliest(server.persons.values(), (person) => {
          const entry = firstOf(person, isFree);
          return entry && { entry, more: undefined };
        });
        return of && { entry: of.entry, more: of.flow };
      });
      if (found === undefined) return undefined;
      const { flow: server, more: person, entry } = found;
      const { cost } = entry.one;
      clock = Math.max(clock, server.start);
      server.clock = Math.max(server.clock, person.start);
      for (const flow of [server, person]) {
        flow.finish = flow.start + cost;
        flow.start = flow.finish;
      }
      takeOut(server, person, entry);
      places.left(entry.one);
      return entry.one;
    },
    placeOf: places.of,
  };
}

/** Forgets who waits for nothing and is owed nothing; of all others who wait for nothing, as few as must be. */
function forgetIdle<F extends Flow>(flows: Map<string, F>, clock: number, isIdle: (flow: F) => boolean): void {
  if (flows.size <= MAX_IDLE) return;
  for (const [name, flow] of flows) if (isIdle(flow) && flow.finish <= clock) flows.delete(name);
  for (const [name, flow] of flows) {
    if (flows.size <= 2 * MAX_IDLE) return;
    if (isIdle(flow)) flows.delete(name);
  }
}
