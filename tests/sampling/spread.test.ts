import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exactly, type Interval } from '../../src/domain/interval.js';
import { temper } from '../../src/sampling/bounds.js';
import { softmax } from '../../src/sampling/softmax.js';
import { type SpreadKind, spreadOf } from '../../src/sampling/spread.js';
import { oneBin } from '../builders/one-bin.js';
import { anyTemperature, truncatedDistribution } from './distributions.js';

const known = (...probabilities: number[]) => spreadOf(probabilities.map(exactly), exactly(0));

/** Room for what rounding leaves between a truth and its bounds. */
const widened = ({ low, high }: Interval): Interval => ({ low: low - 1e-9, high: high + 1e-9 });

describe('how a probability is spread', () => {
  test.each<[SpreadKind, number[]]>([
    ['sure', [1]],
    ['sure', [0.9, 0.1]],
    ['rivals', [0.45, 0.4, 0.1, 0.05]],
    ['rivals', [0.5, 0.5]],
    ['favourite', [0.71, 0.1, 0.1, 0.09]],
    ['favourite', [0.3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]],
    ['several', [0.31, 0.19, 0.18, 0.17, 0.05, 0.05, 0.05]],
    ['several', [0.4, 0.3, 0.3]],
    ['open', [0.06, 0.05, 0.05, 0.05, 0.05, 0.05]],
    ['open', [0.2, 0.15, 0.15, 0.15, 0.15, 0.1, 0.1]],
  ])('%s: %j', (kind, probabilities) => {
    expect(known(...probabilities).kinds).toEqual([kind]);
  });

  test('what is near the first is counted with it', () => {
    expect(known(0.31, 0.19, 0.18, 0.17, 0.05, 0.05, 0.05).near).toEqual(exactly(4));
  });

  test('of ranges it says all kinds that are possible', () => {
    const { kinds } = spreadOf(
      [
        { low: 0.05, high: 0.95 },
        { low: 0.01, high: 0.3 },
      ],
      { low: 0, high: 0.94 },
    );
    expect(kinds).toEqual(['sure', 'rivals', 'favourite', 'several', 'open']);
    expect(spreadOf([{ low: 0.91, high: 0.95 }], { low: 0.05, high: 0.09 }).kinds).toEqual(['sure']);
  });

  test('the true kind is always among those that the known part leaves possible', () => {
    const seen = new Map<SpreadKind, number>();
    fc.assert(
      fc.property(truncatedDistribution, anyTemperature, ({ full, listed }, temperature) => {
        const truth = softmax(full.map(Math.log), temperature);
        const [kind] = spreadOf(truth.map(exactly), exactly(0)).kinds;
        const bounds = temper(oneBin(listed), temperature);
        const { kinds } = spreadOf(bounds.candidates.map(widened), widened(bounds.hidden));
        expect(kinds).toContain(kind);
        if (kinds.length === 1 && kind !== undefined) seen.set(kind, (seen.get(kind) ?? 0) + 1);
      }),
      { numRuns: 2000 },
    );
    for (const kind of ['sure', 'favourite', 'several', 'open'] as const) expect(seen.get(kind)).toBeGreaterThan(5);
  });

  test('where all is known there is one kind', () => {
    fc.assert(
      fc.property(truncatedDistribution, ({ full }) => {
        expect(spreadOf(full.map(exactly), exactly(0)).kinds).toHaveLength(1);
      }),
    );
  });
});
