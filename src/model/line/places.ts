import type { Entry, Server, Waiting } from './flow.js';

/** Which place each of those has who wait. */
export interface Places<T extends Waiting> {
  /** From 1; 0 for one that does not wait. @param alone among those for the same endpoint */
  of(one: T, alone: boolean): number;
  /** Somebody came, or went without a turn. */
  changed(): void;
  /** Somebody had their turn. */
  left(one: T): void;
}

/** Those who wait in their order, of whom the first `gone` have had their turns. */
interface Order<T> {
  readonly list: readonly T[];
  readonly places: ReadonlyMap<T, number>;
  gone: number;
}

/** Creates them. An order is found out when somebody asks for it, and holds until somebody comes or goes out of turn. */
export function createPlaces<T extends Waiting>(servers: Iterable<Server<T>>): Places<T> {
  const orders = new Map<object, Order<T>>();
  /** Stands for all endpoints. */
  const all = {};

  function orderOf(endpoint: object): Order<T> {
    const known = orders.get(endpoint);
    if (known !== undefined) return known;
    const list = inOrder(servers, (one) => endpoint === all || one.endpoint === endpoint);
    const order = { list, places: new Map(list.map((one, at) => [one, at + 1])), gone: 0 };
    orders.set(endpoint, order);
    return order;
  }

  return {
    of(one, alone) {
      const { places, gone } = orderOf(alone ? one.endpoint : all);
      return Math.max(0, (places.get(one) ?? 0) - gone);
    },
    changed: () => orders.clear(),
    left(one) {
      for (const [endpoint, order] of orders) {
        if (order.list[order.gone] === one) order.gone += 1;
        else if (order.places.has(one)) orders.delete(endpoint);
      }
    },
  };
}

/** A turn that comes: when, and for what. */
interface Turn<T> extends Entry<T> {
  readonly start: number;
}

/** All who wait, as they have their turns if nobody else comes. */
function inOrder<T extends Waiting>(servers: Iterable<Server<T>>, isMeant: (one: T) => boolean): T[] {
  const turns = [...servers].flatMap((server) => {
    const ofPersons = [...server.persons.active].map(({ start, entries }) => turnsFrom(start, entries, isMeant));
    return turnsFrom(server.start, ofPersons.flat().sort(byStart), isMeant);
  });
  return turns.sort(byStart).map(({ one }) => one);
}

function turnsFrom<T extends Waiting>(
  start: number,
  entries: readonly Entry<T>[],
  isMeant: (one: T) => boolean,
): Turn<T>[] {
  let at = start;
  return entries
    .filter(({ one }) => isMeant(one))
    .map(({ one, number }) => {
      const turn = { one, number, start: at };
      at += one.cost;
      return turn;
    });
}

function byStart<T>(one: Turn<T>, other: Turn<T>): number {
  return one.start - other.start || one.number - other.number;
}
