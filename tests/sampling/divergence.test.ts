import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interval } from '../../src/domain/interval.js';
import { capOf, massOf, openTail, type Tail } from '../../src/domain/tail.js';
import { type ComparedToken, diverge, divergenceOf } from '../../src/sampling/divergence.js';
import { entropy } from '../../src/sampling/entropy.js';
import { createSeededRandom } from '../../src/sampling/random.js';
import { evenly, total } from './distributions.js';

/** H(m) − (H(p) + H(q))/2, by the definition. */
function jensenShannon(p: readonly number[], q: readonly number[]): number {
  const mean = p.map((each, token) => (each + (q[token] ?? 0)) / 2);
  return entropy(mean) - (entropy(p) + entropy(q)) / 2;
}

/** 1 − total variation, half of Σ |p − q|. */
function overlap(p: readonly number[], q: readonly number[]): number {
  return 1 - total(p.map((each, token) => Math.abs(each - (q[token] ?? 0)))) / 2;
}

/** What a server tells that lists the `count` most likely tokens. */
function cut(full: readonly number[], count: number) {
  const order = [...full.keys()].sort((a, b) => (full[b] ?? 0) - (full[a] ?? 0));
  const listed = new Map(order.slice(0, count).map((token) => [token, full[token] ?? 0]));
  const hidden = order.slice(count).map((token) => full[token] ?? 0);
  return { listed, hidden: openTail(total(hidden), Math.min(...listed.values(), total(hidden)), undefined) };
}

function compare(p: readonly number[], q: readonly number[], counts: readonly [number, number], size?: number) {
  const [first, second] = [cut(p, counts[0]), cut(q, counts[1])];
  const keys = new Set([...first.listed.keys(), ...second.listed.keys()]);
  const tokens = [...keys].map(
    (key): ComparedToken => ({ first: first.listed.get(key), second: second.listed.get(key) }),
  );
  const figures = (tail: Tail) => ({ hiddenMass: massOf(tail), cap: capOf(tail) });
  return {
    tokens,
    first: figures(first.hidden),
    second: figures(second.hidden),
    ...diverge(tokens, first.hidden, second.hidden, size),
  };
}

function normalized(weights: readonly number[]): number[] {
  const sum = total(weights);
  return weights.map((weight) => weight / sum);
}

const weight = fc.oneof(evenly(-15, 0).map(Math.exp), fc.integer({ min: 0, max: 3 }));

/** Two distributions over the same tokens, from alike to nothing in common, and how many of each are listed. */
const pair = fc
  .record({
    weights: fc.array(fc.tuple(weight, weight), { minLength: 2, maxLength: 120 }),
    likeness: fc.constantFrom(0, 0, 0.5, 0.99, 1),
    parts: fc.tuple(evenly(0, 1), evenly(0, 1)),
  })
  .filter(({ weights }) => total(weights.map(([p]) => p)) > 0 && total(weights.map(([, q]) => q)) > 0)
  .map(({ weights, likeness, parts }) => {
    const p = normalized(weights.map(([each]) => each));
    const other = normalized(weights.map(([, each]) => each));
    const q = normalized(p.map((each, token) => likeness * each + (1 - likeness) * (other[token] ?? 0)));
    const count = (part: number) => 1 + Math.round(part * (p.length - 1));
    return { p, q, counts: [count(parts[0]), count(parts[1])] as const };
  });

function expectInside(value: number, { low, high }: Interval): void {
  expect(value).toBeGreaterThanOrEqual(low - 1e-9);
  expect(value).toBeLessThanOrEqual(high + 1e-9);
}

describe('diverge', () => {
  test('the truth lies inside, whatever is hidden of either', () => {
    fc.assert(
      fc.property(pair, fc.boolean(), ({ p, q, counts }, known) => {
        const bounds = compare(p, q, counts, known ? p.length : undefined);
        expectInside(jensenShannon(p, q), bounds.jensenShannon);
        expectInside(overlap(p, q), bounds.overlap);
      }),
      { numRuns: 4000 },
    );
  });

  test('is exact with nothing hidden', () => {
    fc.assert(
      fc.property(pair, ({ p, q }) => {
        const bounds = compare(p, q, [p.length, q.length], p.length);
        expect(bounds.jensenShannon.high - bounds.jensenShannon.low).toBeLessThan(1e-9);
        expect(bounds.overlap.high - bounds.overlap.low).toBeLessThan(1e-9);
        expect(bounds.jensenShannon.low).toBeCloseTo(jensenShannon(p, q), 9);
        expect(bounds.overlap.low).toBeCloseTo(overlap(p, q), 9);
      }),
      { numRuns: 1000 },
    );
  });

  test('the far ends are attained: by tails side by side, each in as few tokens as it can', () => {
    fc.assert(
      fc.property(pair, ({ p, q, counts }) => {
        const { tokens, first, second, ...bounds } = compare(p, q, counts);
        const full = tokens.map((token) => [token.first ?? 0, token.second ?? 0] as const);
        const alone = (mass: number, cap: number) => {
          const parts: number[] = [];
          for (let left = mass; left > 0; left -= cap) parts.push(Math.min(left, cap));
          return parts;
        };
        const tails = [
          ...alone(first.hiddenMass, first.cap || first.hiddenMass).map((part) => [part, 0] as const),
          ...alone(second.hiddenMass, second.cap || second.hiddenMass).map((part) => [0, part] as const),
        ];
        const [a, b] = [0, 1].map((side) => [...full, ...tails].map((both) => both[side] ?? 0));
        expect(jensenShannon(a ?? [], b ?? [])).toBeCloseTo(bounds.jensenShannon.high, 8);
        expect(overlap(a ?? [], b ?? [])).toBeCloseTo(bounds.overlap.low, 8);
      }),
      { numRuns: 2000 },
    );
  });

  test('the near end of the overlap is attained: by tails on what the other lists, the rest on the same tokens', () => {
    fc.assert(
      fc.property(pair, ({ p, q, counts }) => {
        const { tokens, first, second, ...bounds } = compare(p, q, counts);
        const tails = { first: first.hiddenMass, second: second.hiddenMass };
        const full = tokens.map((token) => {
          const fill = (side: 'first' | 'second', cap: number) => {
            const other = token[side === 'first' ? 'second' : 'first'] ?? 0;
            const put = Math.min(cap, other, tails[side]);
            tails[side] -= put;
            return put;
          };
          return [token.first ?? fill('first', first.cap), token.second ?? fill('second', second.cap)] as const;
        });
        // So many that no cap is felt.
        const others = 500;
        const a = [...full.map(([each]) => each), ...Array.from({ length: others }, () => tails.first / others)];
        const b = [...full.map(([, each]) => each), ...Array.from({ length: others }, () => tails.second / others)];
        expect(overlap(a, b)).toBeCloseTo(bounds.overlap.high, 8);
      }),
      { numRuns: 2000 },
    );
  });

  test('the near end of the divergence is attained: climbing down from anywhere ends there', () => {
    const random = createSeededRandom(21);
    for (const example of [
      { tokens: [{ first: 0.6, second: 0.1 }, { first: 0.2 }, { second: 0.5 }], first: [0.2, 0.2], second: [0.4, 0.1] },
      {
        tokens: [{ first: 0.5 }, { first: 0.3 }, { first: 0.1 }, { second: 0.7 }],
        first: [0.1, 0.1],
        second: [0.3, 0.2],
      },
      {
        tokens: [{ first: 0.5 }, { first: 0.1 }, { second: 0.3 }, { second: 0.25 }],
        first: [0.4, 0.1],
        second: [0.45, 0.25],
      },
      { tokens: [{ first: 0.9 }, { first: 0.1, second: 0.5 }], first: [0, 0], second: [0.5, 0.3] },
      { tokens: [{ first: 0.1 }, { second: 0.1 }], first: [0.9, 0.1], second: [0.9, 0.1] },
      {
        tokens: [{ first: 0.5 }, { first: 0.3 }, { second: 0.5 }, { second: 0.4 }],
        first: [0.2, 0.2],
        second: [0.1, 0.1],
      },
    ] as const) {
      const listed: readonly ComparedToken[] = example.tokens;
      const [firstMass, firstCap] = example.first;
      const [secondMass, secondCap] = example.second;
      const others = 12;
      const { jensenShannon: bound } = diverge(
        listed,
        openTail(firstMass, firstCap, undefined),
        openTail(secondMass, secondCap, undefined),
      );
      const tokens = [...listed, ...Array.from({ length: others }, (): ComparedToken => ({}))];
      const start = (side: 'first' | 'second', mass: number) => {
        const free = tokens.filter((token) => token[side] === undefined).length;
        return tokens.map((token) => token[side] ?? mass / free);
      };
      const sides = { first: start('first', firstMass), second: start('second', secondMass) };
      const caps = { first: firstCap, second: secondCap };
      for (let move = 0; move < 120_000; move++) {
        const side = random() < 0.5 ? 'first' : 'second';
        const [from, to] = [Math.floor(random() * tokens.length), Math.floor(random() * tokens.length)];
        if (from === to || tokens[from]?.[side] !== undefined || tokens[to]?.[side] !== undefined) continue;
        const values = sides[side];
        const [source, target] = [values[from] ?? 0, values[to] ?? 0];
        // Coarse moves first, ever finer ones later.
        const amount = Math.min(source, caps[side] - target) * random() ** (1 + move / 10_000);
        if (!(amount > 0)) continue;
        const other = sides[side === 'first' ? 'second' : 'first'];
        const local = (a: number, b: number) => divergenceOf(a, other[from] ?? 0) + divergenceOf(b, other[to] ?? 0);
        if (local(source - amount, target + amount) < local(source, target)) {
          values[from] = source - amount;
          values[to] = target + amount;
        }
      }
      const reached = jensenShannon(sides.first, sides.second);
      expect(reached).toBeGreaterThanOrEqual(bound.low - 1e-9);
      expect(reached - bound.low).toBeLessThan(2e-4);
    }
  });

  test('with everything listed on one side, all four ends are attained by some tail of the other', () => {
    // The second lists one of four tokens and hides 0.5, at most 0.3 in each of the other three.
    const p = [0.4, 0.3, 0.2, 0.1];
    const tokens = p.map((first, token): ComparedToken => ({ first, second: token === 0 ? 0.5 : undefined }));
    const bounds = diverge(tokens, [], openTail(0.5, 0.3, 3), 4);
    const seen = { jensenShannon: [] as number[], overlap: [] as number[] };
    const steps = 250;
    for (let a = 0; a <= steps; a++) {
      for (let b = 0; b <= steps - a; b++) {
        const q = [0.5, ...[a, b, steps - a - b].map((part) => (0.5 * part) / steps)];
        if (q.slice(1).some((each) => each > 0.3 + 1e-12)) continue;
        seen.jensenShannon.push(jensenShannon(p, q));
        seen.overlap.push(overlap(p, q));
      }
    }
    for (const measure of ['jensenShannon', 'overlap'] as const) {
      for (const value of seen[measure]) expectInside(value, bounds[measure]);
      expect(Math.min(...seen[measure])).toBeCloseTo(bounds[measure].low, 4);
      expect(Math.max(...seen[measure])).toBeCloseTo(bounds[measure].high, 4);
    }
  });

  test('the same and nothing in common are the extremes', () => {
    const nothing = openTail(0, 0, undefined);
    expect(
      diverge(
        [
          { first: 0.5, second: 0.5 },
          { first: 0.5, second: 0.5 },
        ],
        nothing,
        nothing,
      ),
    ).toEqual({
      jensenShannon: { low: 0, high: 0 },
      overlap: { low: 1, high: 1 },
    });
    expect(diverge([{ first: 1 }, { second: 1 }], nothing, nothing)).toEqual({
      jensenShannon: { low: 1, high: 1 },
      overlap: { low: 0, high: 0 },
    });
  });

  test('sides may be swapped', () => {
    fc.assert(
      fc.property(pair, ({ p, q, counts }) => {
        const one = compare(p, q, counts);
        const other = compare(q, p, [counts[1], counts[0]]);
        for (const measure of ['jensenShannon', 'overlap'] as const) {
          expect(one[measure].low).toBeCloseTo(other[measure].low, 9);
          expect(one[measure].high).toBeCloseTo(other[measure].high, 9);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('refuses what is no distribution', () => {
    const half = openTail(0.5, 0.5, undefined);
    expect(() => diverge([{ first: 0.5 }], half, half)).toThrow('at least one token');
    expect(() => diverge([{ first: 0.5, second: 0.2 }], half, half)).toThrow('sum to 1');
    expect(() => diverge([{ first: 0.5 }, { second: 0.5 }, {}], half, half, 2)).toThrow('vocabulary');
  });
});
