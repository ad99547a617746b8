import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFairOrder } from '../../../src/model/line/fair-order.js';

const endpoint = {};
const one = (server: string, person: string, cost = 1) => ({ endpoint, server, person, cost });
type One = ReturnType<typeof one>;

/** Takes everything out, in its order. */
function drain(order: ReturnType<typeof createFairOrder<One>>): One[] {
  const taken: One[] = [];
  for (let next = order.next(() => true); next !== undefined; next = order.next(() => true)) taken.push(next);
  return taken;
}

test('who asks two hundred times is served in turn with twenty-nine who ask once', () => {
  const order = createFairOrder<One>();
  for (let at = 0; at < 200; at++) order.add(one('school', 'flooder'));
  const others = Array.from({ length: 29 }, (_, at) => one('school', `person ${at}`));
  for (const other of others) order.add(other);
  const taken = drain(order);
  expect(taken).toHaveLength(229);
  // Nobody waits for more than one request of the flooder and one of each other.
  expect(Math.max(...others.map((other) => taken.indexOf(other)))).toBeLessThanOrEqual(30);
});

test('who asks one thing after another is in turn as well, and gains nothing by coming again', () => {
  const order = createFairOrder<One>();
  order.add(one('school', 'stepper'));
  for (let at = 0; at < 29; at++) order.add(one('school', `person ${at}`));
  expect(order.next(() => true)?.person).toBe('stepper');
  for (let at = 0; at < 29; at++) {
    order.add(one('school', 'stepper'));
    order.remove(order.next(() => true) as One);
  }
  order.add(one('school', 'late'));
  const left = drain(order).map(({ person }) => person);
  expect(left.indexOf('late')).toBeLessThanOrEqual(1);
});

test('servers take turns, however many people each has', () => {
  const order = createFairOrder<One>();
  for (let at = 0; at < 100; at++) order.add(one('large', `person ${at}`));
  const small = [one('small', 'a'), one('small', 'b'), one('small', 'c')];
  for (const each of small) order.add(each);
  const taken = drain(order);
  expect(small.map((each) => taken.indexOf(each))).toEqual([1, 3, 5]);
});

test('what costs more counts for more: a long reply is as many short ones', () => {
  const order = createFairOrder<One>();
  for (let at = 0; at < 20; at++) order.add(one('school', 'long', 10));
  for (let at = 0; at < 20; at++) order.add(one('school', 'short'));
  const first = drain(order).slice(0, 12);
  expect(first.filter(({ person }) => person === 'long')).toHaveLength(2);
});

test('an endpoint that is busy holds nobody up who waits for another', () => {
  const order = createFairOrder<One>();
  const busy = {};
  order.add({ ...one('school', 'ann'), endpoint: busy });
  const free = one('school', 'ann');
  order.add(free);
  expect(order.next((at) => at !== busy)).toBe(free);
  expect(order.next((at) => at !== busy)).toBeUndefined();
  expect(order.size).toBe(1);
});

const doing = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    server: fc.constantFrom('x', 'y', 'z'),
    person: fc.constantFrom('a', 'b', 'c', 'd'),
    cost: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ kind: fc.constantFrom('next' as const, 'remove' as const, 'look' as const), at: fc.nat() }),
);

test('the place that is told is the one that is had, whatever came before, and nobody is lost', () => {
  fc.assert(
    fc.property(fc.array(doing, { maxLength: 80 }), (doings) => {
      const order = createFairOrder<One>();
      const waiting = new Set<One>();
      for (const each of doings) {
        if (each.kind === 'add') {
          const added = one(each.server, each.person, each.cost);
          waiting.add(added);
          order.add(added);
        } else if (each.kind === 'next') {
          const next = order.next(() => true);
          if (next !== undefined) {
            expect(waiting.delete(next)).toBe(true);
          }
        } else {
          const some = [...waiting][each.at % Math.max(1, waiting.size)];
          if (some === undefined) continue;
          if (each.kind === 'look') expect(order.placeOf(some, true)).toBeGreaterThan(0);
          else {
            expect(order.remove(some)).toBe(true);
            waiting.delete(some);
            expect(order.remove(some)).toBe(false);
          }
        }
      }
      expect(order.size).toBe(waiting.size);
      const told = new Map([...waiting].map((each) => [each, order.placeOf(each, true)]));
      const taken = drain(order);
      expect(taken.map((each) => told.get(each))).toEqual(taken.map((_, at) => at + 1));
      expect(new Set(taken)).toEqual(waiting);
    }),
  );
});

test('places count down while others have their turns', () => {
  const order = createFairOrder<One>();
  const all = Array.from({ length: 300 }, (_, at) => one('school', `person ${at}`));
  for (const each of all) order.add(each);
  const last = all.at(-1) as One;
  for (let place = 300; place > 0; place--) {
    expect(order.placeOf(last, true)).toBe(place);
    order.next(() => true);
  }
  expect(order.placeOf(last, true)).toBe(0);
});

test('thousands who come and go leave no trace that grows', () => {
  const order = createFairOrder<One>();
  const kept = one('school', 'flooder', 5);
  for (let at = 0; at < 20_000; at++) {
    order.add(one(`server ${at}`, `person ${at}`));
    order.next(() => true);
  }
  order.add(kept);
  expect(order.next(() => true)).toBe(kept);
});
