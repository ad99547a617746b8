import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CutBy } from '../../src/sampling/cuts.js';
import { runChain } from '../../src/sampling/sampling-chain.js';
import { softmax } from '../../src/sampling/softmax.js';
import { truncate } from '../../src/sampling/truncation.js';
import { oneBin } from '../builders/one-bin.js';
import {
  anyTemperature,
  checkInside,
  concentratedTail,
  evenly,
  rounding,
  total,
  truncatedDistribution,
  uniformTail,
} from './distributions.js';

const anyCuts = fc.record(
  {
    topK: fc.integer({ min: 1, max: 510 }),
    topP: fc.oneof(fc.constantFrom(0, 0.5, 0.9, 1), evenly(0, 1)),
    minP: fc.oneof(fc.constantFrom(0, 0.1, 1), evenly(0, 1)),
  },
  { requiredKeys: [] },
);

/** Top-p alone, too, for which the hidden tokens matter most. */
const cuts = fc.oneof(anyCuts, fc.record({ topP: evenly(0.05, 0.95) }));

function expectInside(value: number, { low, high }: { low: number; high: number }, temperature: number): void {
  checkInside(value, { low, high }, rounding(temperature));
}

describe('shape', () => {
  test('never contradicts the full distribution, whatever is hidden', () => {
    // How often each state came up, so that the test fails when it never sees one.
    const seen = { kept: 0, cut: 0, unsure: 0, partly: 0 };
    fc.assert(
      fc.property(
        truncatedDistribution,
        anyTemperature,
        cuts,
        fc.boolean(),
        ({ full, listed }, temperature, cut, loose) => {
          // A loose cap is what remains known when a server's list has holes.
          const cap = loose ? Math.min(full[0] ?? 0, listed.hiddenMass) : listed.cap;
          const shaped = runChain(oneBin({ ...listed, cap, temperature, ...cut }));
          const truth = softmax(full.map(Math.log), temperature);
          const verdicts = truncate(truth, cut);
          const keptMass = total(truth.filter((_, place) => verdicts[place]?.state === 'kept'));
          const afterCut = truth.map((p, place) => (verdicts[place]?.state === 'kept' ? p / keptMass : 0));

          for (const [place, candidate] of shaped.candidates.entries()) {
            seen[candidate.state]++;
            expect(candidate.state).not.toBe('partly');
            expectInside(truth[place] ?? Number.NaN, candidate, temperature);
            expectInside(afterCut[place] ?? Number.NaN, candidate.afterCut, temperature);
            if (candidate.state !== 'unsure') expect(verdicts[place]?.state).toBe(candidate.state);
            if (candidate.state === 'cut') {
              // An earlier step may cut it too, when the tail is so; never is it cut later than said.
              const step = (cutBy: CutBy | undefined) => ['top-k', 'top-p', 'min-p', undefined].indexOf(cutBy);
              expect(step(verdicts[place]?.cutBy)).toBeLessThanOrEqual(step(candidate.cutBy));
            }
          }
          const rest = verdicts.slice(listed.probabilities.length);
          if (listed.hiddenMass > 0 && shaped.hidden.state !== 'unsure') {
            const states = shaped.hidden.state === 'partly' ? ['kept', 'cut'] : [shaped.hidden.state];
            expect(new Set(rest.map(({ state }) => state))).toEqual(new Set(states));
          }
          seen.partly += shaped.hidden.state === 'partly' ? 1 : 0;
          expectInside(total(truth.slice(listed.probabilities.length)), shaped.hidden, temperature);
          expectInside(total(afterCut.slice(listed.probabilities.length)), shaped.hidden.afterCut, temperature);
        },
      ),
      { numRuns: 3000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });

  test('with the cuts first never contradicts the full distribution either, and is exact where all is listed', () => {
    const seen = { kept: 0, cut: 0, unsure: 0, partly: 0 };
    fc.assert(
      fc.property(
        truncatedDistribution,
        anyTemperature,
        cuts,
        fc.boolean(),
        ({ full, listed }, temperature, cut, loose) => {
          if (temperature === 0) return;
          const cap = loose ? Math.min(full[0] ?? 0, listed.hiddenMass) : listed.cap;
          const shaped = runChain(oneBin({ ...listed, cap, temperature, order: 'cuts-first' as const, ...cut }));
          const verdicts = truncate(full, cut);
          const truth = softmax(
            full.map((p, place) => (verdicts[place]?.state === 'kept' ? Math.log(p) : -Infinity)),
            temperature,
          );
          for (const [place, { state, afterCut }] of shaped.candidates.entries()) {
            seen[state]++;
            expectInside(truth[place] ?? Number.NaN, afterCut, temperature);
            if (state !== 'unsure') expect(verdicts[place]?.state).toBe(state);
          }
          seen.partly += shaped.hidden.state === 'partly' ? 1 : 0;
          expectInside(total(truth.slice(listed.probabilities.length)), shaped.hidden.afterCut, temperature);
          const whole = { probabilities: full, hiddenMass: 0, cap: 0, vocabularySize: full.length };
          const known = runChain(oneBin({ ...whole, temperature, order: 'cuts-first' as const, ...cut }));
          for (const [place, { afterCut }] of known.candidates.entries()) {
            checkInside(afterCut.high - afterCut.low, { low: 0, high: 1e-12 }, 0);
            expectInside(truth[place] ?? Number.NaN, afterCut, temperature);
          }
        },
      ),
      { numRuns: 2000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });

  test('the order of the steps decides what top-p keeps at another temperature', () => {
    const request = { probabilities: [0.6, 0.3, 0.1], hiddenMass: 0, cap: 0, temperature: 0.5, topP: 0.7 };
    // 0.36, 0.09 and 0.01 of 0.46: the first alone reaches 0.7.
    expect(runChain(oneBin(request)).candidates.map(({ state }) => state)).toEqual(['kept', 'cut', 'cut']);
    const { candidates } = runChain(oneBin({ ...request, order: 'cuts-first' as const }));
    expect(candidates.map(({ state }) => state)).toEqual(['kept', 'kept', 'cut']);
    expect(candidates.map(({ afterCut }) => afterCut.low)).toEqual([expect.closeTo(0.8), expect.closeTo(0.2), 0]);
  });

  test('with all tokens listed nothing is unsure and all is exact', () => {
    fc.assert(
      fc.property(truncatedDistribution, anyTemperature, cuts, ({ full }, temperature, cut) => {
        const shaped = runChain(
          oneBin({
            probabilities: full,
            hiddenMass: 0,
            cap: 0,
            vocabularySize: full.length,
            temperature,
            ...cut,
          }),
        );
        for (const { state, low, high, afterCut } of shaped.candidates) {
          checkInside(high - low, { low: 0, high: 0 }, 0);
          checkInside(afterCut.high - afterCut.low, { low: 0, high: 1e-12 }, 0);
          if (state === 'unsure') expect.fail(`${low} is unsure`);
        }
        expect(total(shaped.candidates.map(({ afterCut }) => afterCut.low))).toBeCloseTo(1, 9);
        expect(shaped.entropy.low).toBe(shaped.entropy.high);
      }),
      { numRuns: 1000 },
    );
  });

  test('top-p 0.5 of ¼, ¼, ⅛, ⅛ and a hidden ¼ keeps two, each drawn half the time', () => {
    const shaped = runChain(
      oneBin({
        probabilities: [0.25, 0.25, 0.125, 0.125],
        hiddenMass: 0.25,
        cap: 0.125,
        temperature: 1,
        topP: 0.5,
      }),
    );
    expect(shaped.candidates.map(({ state, cutBy }) => [state, cutBy])).toEqual([
      ['kept', undefined],
      ['kept', undefined],
      ['cut', 'top-p'],
      ['cut', 'top-p'],
    ]);
    expect(shaped.candidates[1]).toMatchObject({ low: 0.25, high: 0.25, afterCut: { low: 0.5, high: 0.5 } });
    expect(shaped.hidden).toMatchObject({
      low: 0.25,
      high: 0.25,
      state: 'cut',
      cutBy: 'top-p',
      afterCut: { low: 0, high: 0 },
    });
  });

  test('top-p 0.5 of ¼, ¼, ⅛, ⅛ … keeps two after any temperature, with top-k and min-p, and with tokens hidden', () => {
    const wanted = [0.25, 0.25, 0.125, 0.125, 0.125, 0.125];
    for (const temperature of [0.05, 0.3, 0.5, 0.7, 0.9, 1, 1.1, 1.3, 2, 5]) {
      // What the model must have computed for the temperature to make these of it, and a server sent as 32-bit logprobs.
      const own = softmax(wanted.map((p) => temperature * Math.log(p))).map((p) => Math.exp(Math.fround(Math.log(p))));
      for (const listed of [6, 4]) {
        const hiddenMass = total(own.slice(listed));
        const known = { probabilities: own.slice(0, listed), hiddenMass, cap: own[5] ?? 0, vocabularySize: 6 };
        for (const [cuts, count, share] of [
          [{ topP: 0.5 }, 2, 0.5],
          [{ topP: 0.75 }, 4, 1 / 3],
          [{ topP: 0.5, minP: 0.5 }, 2, 0.5],
          [{ topP: 0.75, minP: 0.5 }, 4, 1 / 3],
          [{ topP: 0.75, minP: 0.51 }, 2, 0.5],
          [{ topK: 6, topP: 0.5 }, 2, 0.5],
          // Of ¼, ¼, ⅛ top-p 0.8 takes all, of ¼, ¼, ⅛, ⅛ two thirds are two.
          [{ topK: 3, topP: 0.8 }, 2, 0.5],
          [{ topK: 3, topP: 0.81 }, 3, 0.4],
          [{ topK: 4, topP: 2 / 3 }, 2, 0.5],
        ] as const) {
          const { candidates, hidden } = runChain(oneBin({ ...known, temperature, ...cuts }));
          expect(candidates.map(({ state }) => state)).toEqual(
            Array.from({ length: listed }, (_, place) => (place < count ? 'kept' : 'cut')),
          );
          if (listed < 6) expect(hidden.state).toBe('cut');
          expect(candidates[0]?.afterCut.low).toBeCloseTo(share, 5);
          expect(candidates[0]?.afterCut.high).toBeCloseTo(share, 5);
        }
      }
    }
  });

  test('under top-p alone a listed token is unsure only where one tail keeps it and another cuts it', () => {
    let unsure = 0;
    fc.assert(
      fc.property(
        truncatedDistribution,
        anyTemperature,
        fc.nat(),
        evenly(0, 1),
        ({ full, listed }, temperature, any, between) => {
          const known = { ...listed, vocabularySize: full.length };
          const count = full.length - listed.probabilities.length;
          const ends = [concentratedTail(known, count), uniformTail(known, count)].map((tail) =>
            softmax([...listed.probabilities, ...tail].map(Math.log), temperature),
          );
          // Between the sums that the two tails leave at some place, where they disagree on the next.
          const place = any % listed.probabilities.length;
          const [one = 0, other = 0] = ends.map((end) => total(end.slice(0, place + 1)));
          const topP = Math.min(1, one + between * (other - one));
          const verdicts = ends.map((end) => truncate(end, { topP }));
          for (const [at, { state }] of runChain(oneBin({ ...known, temperature, topP })).candidates.entries()) {
            if (state !== 'unsure') continue;
            unsure++;
            expect(new Set(verdicts.map((each) => each[at]?.state))).toEqual(new Set(['kept', 'cut']));
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(unsure).toBeGreaterThan(100);
  });

  test('a top-p that ends beyond the list leaves the hidden tokens unsure and all listed ones kept', () => {
    const shaped = runChain(
      oneBin({ probabilities: [0.4, 0.2], hiddenMass: 0.4, cap: 0.2, temperature: 1, topP: 0.9 }),
    );
    expect(shaped.candidates.map(({ state }) => state)).toEqual(['kept', 'kept']);
    expect(shaped.hidden.state).toBe('unsure');
    // Kept are at least .9 and less than .9 and one more token of at most .2, so the first is drawn with .4 to .444.
    expect(shaped.candidates[0]?.afterCut.low).toBeCloseTo(0.4, 5);
    expect(shaped.candidates[0]?.afterCut.high).toBeCloseTo(0.4 / 0.9, 5);
  });

  test('what is surely likelier than each hidden token reaches top-p before them, though others may be less likely', () => {
    const mixed = { probabilities: [0.7, 0.1, 0.05], hiddenMass: 0.15, cap: 0.15, temperature: 1 };
    const shaped = runChain(oneBin({ ...mixed, topP: 0.5 }));
    expect(shaped.candidates.map(({ state }) => state)).toEqual(['kept', 'cut', 'cut']);
    expect(shaped.hidden).toMatchObject({ state: 'cut', cutBy: 'top-p' });
    expect(shaped.candidates[0]?.afterCut).toEqual({ low: 1, high: 1 });
    expect(shaped.left).toEqual({ low: 1, high: 1 });
    // Where those do not reach it, a hidden token may come next.
    expect(runChain(oneBin({ ...mixed, topP: 0.75 })).hidden.state).toBe('unsure');
  });

  test('a listed token is unsure when the tail at another temperature decides over top-p', () => {
    const shaped = runChain(
      oneBin({
        probabilities: [0.5, 0.2, 0.1],
        hiddenMass: 0.2,
        cap: 0.1,
        vocabularySize: 1000,
        temperature: 1.5,
        topP: 0.35,
      }),
    );
    expect(shaped.candidates.map(({ state }) => state)).toEqual(['kept', 'unsure', 'unsure']);
    expect(shaped.candidates[1]?.afterCut.low).toBe(0);
  });

  test('top-k within the list is exact at any temperature, for the tail no longer counts', () => {
    const shaped = runChain(
      oneBin({
        probabilities: [0.64, 0.16, 0.04],
        hiddenMass: 0.16,
        cap: 0.04,
        temperature: 2,
        topK: 2,
      }),
    );
    expect(shaped.candidates[0]?.afterCut.low).toBeCloseTo(2 / 3, 12);
    expect(shaped.candidates[0]?.afterCut.high).toBeCloseTo(2 / 3, 12);
    expect(shaped.candidates[2]).toMatchObject({ state: 'cut', cutBy: 'top-k' });
    expect(shaped.hidden).toMatchObject({ state: 'cut', cutBy: 'top-k', high: 1 });
  });

  test('temperature 0 is greedy whatever the cuts', () => {
    const request = { probabilities: [0.5, 0.2], hiddenMass: 0.3, cap: 0.2, temperature: 0 };
    expect(runChain(oneBin({ ...request, topP: 0.9 }))).toEqual({
      candidates: [
        { low: 1, high: 1, state: 'kept', afterCut: { low: 1, high: 1 } },
        { low: 0, high: 0, state: 'cut', cutBy: 'top-p', afterCut: { low: 0, high: 0 } },
      ],
      hidden: { low: 0, high: 0, state: 'cut', cutBy: 'top-p', afterCut: { low: 0, high: 0 } },
      left: { low: 1, high: 1 },
      lost: { low: 0, high: 0 },
      entropy: { low: 0, high: 0 },
    });
    expect(runChain(oneBin(request)).candidates[1]?.state).toBe('kept');
  });

  test('temperature 0 leaves tied tokens unsure', () => {
    const shaped = runChain(
      oneBin({ probabilities: [0.4, 0.4, 0.1], hiddenMass: 0.1, cap: 0.1, temperature: 0, topK: 1 }),
    );
    expect(shaped.candidates.map(({ state, low, high }) => [state, low, high])).toEqual([
      ['unsure', 0, 1],
      ['unsure', 0, 1],
      ['cut', 0, 0],
    ]);
  });

  test('one certain token', () => {
    for (const temperature of [0, 1e-3, 1, 2]) {
      const shaped = runChain(
        oneBin({
          probabilities: [1],
          hiddenMass: 0,
          cap: 0,
          temperature,
          topK: 1,
          topP: 0.1,
          minP: 0.5,
        }),
      );
      expect(shaped.candidates).toEqual([{ low: 1, high: 1, state: 'kept', afterCut: { low: 1, high: 1 } }]);
      expect(shaped.entropy).toEqual({ low: 0, high: 0 });
    }
  });

  test('a placeholder logprob of -9999 at the end of a list', () => {
    const shaped = runChain(
      oneBin({
        probabilities: [0.9, 0.1, Math.exp(-9999)],
        hiddenMass: 0,
        cap: 0,
        temperature: 2,
        topP: 0.99,
      }),
    );
    expect(shaped.candidates[2]).toMatchObject({ low: 0, high: 0, state: 'cut', cutBy: 'top-p' });
  });

  test('refuses bad cuts', () => {
    const request = { probabilities: [0.5], hiddenMass: 0.5, cap: 0.5, temperature: 1 };
    expect(() => runChain(oneBin({ ...request, topK: 0 }))).toThrow('Top-k');
    expect(() => runChain(oneBin({ ...request, topP: 1.2 }))).toThrow('Top-p');
    expect(() => runChain(oneBin({ ...request, minP: -1 }))).toThrow('Min-p');
    expect(() => runChain(oneBin({ ...request, temperature: -1 }))).toThrow('temperature');
    expect(() => runChain(oneBin({ ...request, temperature: 0, topK: 0 }))).toThrow('Top-k');
  });
});
