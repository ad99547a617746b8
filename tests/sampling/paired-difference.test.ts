import { expect, test } from 'vitest';
import { type PairedCounts, pairedDifference } from '../../src/sampling/paired-difference.js';
import { createSeededRandom, type RandomNumbers } from '../../src/sampling/random.js';

/** Counts of the four groups in the order of the fields. */
function counts(both: number, onlyBefore: number, onlyAfter: number, neither: number): PairedCounts {
  return { both, onlyBefore, onlyAfter, neither };
}

// Newcombe 1998, method 10, and Fagerland, Lydersen, Laake 2014, "Recommended tests and confidence intervals for paired
// binomial proportions", where the same method is called square-and-add.
test.each([
  [counts(36, 2, 12, 0), 0.0569, 0.3404],
  [counts(18, 2, 12, 18), 0.0562, 0.329],
  [counts(53, 0, 0, 1), -0.0729, 0.0729],
  [counts(0, 0, 30, 0), 0.8395, 1],
  [counts(59, 16, 6, 80), -0.1186, -0.0046],
])('has the figures of the literature for %o', (groups, low, high) => {
  const { interval } = pairedDifference(groups);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

test('tells both shares and what lies between them', () => {
  expect(pairedDifference(counts(8, 1, 6, 5))).toMatchObject({
    people: 20,
    before: 0.45,
    after: 0.7,
    difference: 0.25,
  });
});

test('is around the difference, within what is possible, and turns round with before and after', () => {
  for (const groups of allGroupsOf(9)) {
    const { difference, before, after, interval } = pairedDifference(groups);
    expect(after - before).toBeCloseTo(difference, 12);
    expect(interval.low).toBeLessThanOrEqual(difference);
    expect(interval.high).toBeGreaterThanOrEqual(difference);
    expect(interval.low).toBeGreaterThanOrEqual(-1);
    expect(interval.high).toBeLessThanOrEqual(1);
    const turned = pairedDifference({ ...groups, onlyBefore: groups.onlyAfter, onlyAfter: groups.onlyBefore });
    expect(turned.interval.low).toBeCloseTo(-interval.high, 12);
    expect(turned.interval.high).toBeCloseTo(-interval.low, 12);
  }
});

test('a class of one has nearly everything open', () => {
  const { low, high } = pairedDifference(counts(0, 0, 1, 0)).interval;
  expect(low).toBeLessThan(0);
  expect(high).toBe(1);
});

test.each([
  [25, [0.3, 0.05, 0.35, 0.3]],
  [25, [0.45, 0.1, 0.15, 0.3]],
  [12, [0.2, 0.05, 0.4, 0.35]],
  [60, [0.6, 0.02, 0.2, 0.18]],
] as const)('covers the true difference for %i people about 95 times in 100', (people, chances) => {
  const random = createSeededRandom(7);
  const truth = chances[2] - chances[1];
  const repeats = 2000;
  let covered = 0;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const { low, high } = pairedDifference(drawGroups(people, chances, random)).interval;
    if (low <= truth && truth <= high) covered += 1;
  }
  expect(covered / repeats).toBeGreaterThan(0.935);
  expect(covered / repeats).toBeLessThan(0.99);
});

test.each([[counts(0, 0, 0, 0)], [counts(-1, 2, 0, 0)], [counts(1.5, 0, 0, 0)], [counts(Number.NaN, 0, 0, 1)]])(
  'takes no %o',
  (groups) => {
    expect(() => pairedDifference(groups)).toThrow(RangeError);
  },
);

function* allGroupsOf(people: number): Generator<PairedCounts> {
  for (let both = 0; both <= people; both += 1) {
    for (let before = 0; before <= people - both; before += 1) {
      for (let after = 0; after <= people - both - before; after += 1) {
        yield counts(both, before, after, people - both - before - after);
      }
    }
  }
}

function drawGroups(people: number, chances: readonly number[], random: RandomNumbers): PairedCounts {
  const drawn = [0, 0, 0, 0];
  for (let person = 0; person < people; person += 1) {
    let left = random();
    const group = chances.findIndex((chance) => {
      left -= chance;
      return left < 0;
    });
    const at = group === -1 ? 3 : group;
    drawn[at] = (drawn[at] ?? 0) + 1;
  }
  const [both = 0, onlyBefore = 0, onlyAfter = 0, neither = 0] = drawn;
  return counts(both, onlyBefore, onlyAfter, neither);
}
