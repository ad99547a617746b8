import { createFlows, type Entry, type Flow, type Person, type Server, type Waiting } from './flow.js';
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
  next(isFree: (endpoint: T['endpoint']) => boolean): T | undefined;
  /**
   * Which place one has, from 1, if nobody else comes.
   *
   * @param alone among those alone that wait for the same endpoint
   */
  placeOf(one: T, alone: boolean): number;
}

/**
 * Creates a fair order: servers take turns, and on each server its people, by what they cost. It is start-time fair queueing
 * (Goyal, Vin and Cheng 1996) on two levels: each who waits has a time at which it would be their turn if all were served
 * alike, and who has the earliest is next. Who comes anew begins at the present, and so owes nothing and is owed nothing.
 */
export function createFairOrder<T extends Waiting>(): FairOrder<T> {
  const servers = createFlows<Server<T>>(() => ({
    start: 0,
    finish: 0,
    clock: 0,
    persons: createFlows<Person<T>>(() => ({ start: 0, finish: 0, entries: [] })),
  }));
  const entries = new Map<T, Entry<T>>();
  let clock = 0;
  let number = 0;
  const places = createPlaces(servers.active);

  const firstOf = (person: Person<T>, isFree: (endpoint: T['endpoint']) => boolean): Entry<T> | undefined =>
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

  function takeOut(server: Server<T>, person: Person<T>, entry: Entry<T>): void {
    person.entries.splice(person.entries.indexOf(entry), 1);
    entries.delete(entry.one);
    if (person.entries.length === 0) server.persons.rest(person, server.clock);
    if (server.persons.active.size === 0) servers.rest(server, clock);
  }

  return {
    get size() {
      return entries.size;
    },
    sizeOf: (server, person) => servers.get(server)?.persons.get(person)?.entries.length ?? 0,
    add(one) {
      const server = servers.begin(one.server, clock);
      const person = server.persons.begin(one.person, server.clock);
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
      const found = earliest(servers.active, (server) => {
        const of = earliest(server.persons.active, (person) => {
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
