import fc from 'fast-check';
import { test } from 'vitest';
import { entropyBounds } from '../../src/sampling/entropy-bounds.js';
import { oneBin } from '../builders/one-bin.js';
import { anyTemperature, evenly, truncatedDistribution } from './distributions.js';
import { searchedEntropy } from './searched-entropy.js';

test('cmp', () => {
  const worst: Record<string, { d: number; x?: unknown }> = {
    lowBad: { d: 0 },
    highBad: { d: 0 },
    lowGood: { d: 0 },
    highGood: { d: 0 },
  };
  const put = (k: string, d: number, x: unknown) => {
    const w = worst[k]!;
    if (d > w.d) {
      w.d = d;
      w.x = x;
    }
  };
  const cmp = (l: any, T: number) => {
    const [b0] = l.tail;
    if (b0 && Number.isFinite(b0.count) && b0.mass > 0 && (b0.greatest * b0.count) / b0.mass < 1 + 1e-6) return;
    const a = entropyBounds(l, T),
      b = searchedEntropy(l, T);
    const x = {
      T,
      n: l.probabilities.length,
      p: l.probabilities.slice(0, 4),
      last: l.probabilities.at(-1),
      tail: l.tail,
      a,
      b,
    };
    put('lowBad', a.low - b.low, x);
    put('lowGood', b.low - a.low, x);
    if (Number.isFinite(b.high) || Number.isFinite(a.high)) {
      put('highBad', b.high - a.high, x);
      put('highGood', a.high - b.high, x);
    }
  };
  fc.assert(
    fc.property(
      truncatedDistribution,
      fc.oneof(
        anyTemperature,
        evenly(-2, 2).map((p) => 10 ** p),
      ),
      fc.boolean(),
      ({ full, listed }, T, known) => {
        cmp(oneBin({ ...listed, vocabularySize: known ? full.length : listed.vocabularySize }), T);
      },
    ),
    { numRuns: 6000, seed: Number(process.env.SEED ?? 1) },
  );
  // lists that are no top-k, large vocabularies
  fc.assert(
    fc.property(
      fc.array(evenly(-8, 0).map(Math.exp), { minLength: 1, maxLength: 6 }),
      evenly(-6, 0).map(Math.exp),
      evenly(0, 1),
      evenly(0, 12).map((x) => Math.floor(Math.exp(x))),
      evenly(-1.5, 1.5).map((p) => 10 ** p),
      (ws, m, capf, extra, T) => {
        const mass = Math.min(0.95, m);
        const s = ws.reduce((a, b) => a + b, 0);
        const probabilities = ws.map((w) => (w / s) * (1 - mass)).sort((a, b) => b - a);
        const top = Math.min(probabilities[0]!, mass);
        const count = Math.ceil(mass / top) + extra;
        const cap = Math.max(
          mass / count,
          Math.min(top, Math.exp(Math.log(mass / count) + capf * (Math.log(top) - Math.log(mass / count)))),
        );
        cmp({ probabilities, tail: [{ count, mass, greatest: cap, least: 0 }] }, T);
      },
    ),
    { numRuns: 20000, seed: Number(process.env.SEED ?? 1) },
  );
  console.log(JSON.stringify(worst, null, 1));
});
