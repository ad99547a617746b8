import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ListedTokens, vocabularySizeOf } from '../../src/domain/listed-tokens.js';
import { nameLikeliest } from '../../src/domain/name-likeliest.js';
import { capOf, countOf, isKnown, massOf, openTail } from '../../src/domain/tail.js';
import { candidateOf } from '../builders/distribution.js';

/** Probabilities that leave a tenth for what is not listed, most likely first. */
const lists = fc
  .array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 1, maxLength: 80 })
  .map((weights) => {
    const sum = weights.reduce((total, each) => total + each, 0) / 0.9;
    return weights.map((weight) => weight / sum).toSorted((one, other) => other - one);
  });

const namings = fc.record({ named: fc.integer({ min: 1, max: 90 }), bins: fc.integer({ min: 1, max: 20 }) });

function listed(probabilities: readonly number[], tail: ListedTokens['tail']): ListedTokens {
  return { candidates: probabilities.map((each, id) => candidateOf(`t${id}`, each, { id })), tail };
}

describe('nameLikeliest', () => {
  test('keeps the likeliest by name, and every other token in a bin that holds it', () => {
    fc.assert(
      fc.property(lists, namings, fc.boolean(), (list, naming, isOpen) => {
        const last = list.at(-1) ?? 0;
        const rest = isOpen
          ? openTail(0.1, Math.min(0.1, last), undefined)
          : openTail(0.1, Math.min(0.1, last), 500_000);
        const { candidates, tail } = nameLikeliest(listed(list, rest), naming);
        expect(candidates.map(({ id }) => id)).toEqual(list.slice(0, naming.named).map((_, id) => id));
        const left = list.slice(naming.named);
        expect(countOf(tail)).toBe(left.length + (isOpen ? Number.POSITIVE_INFINITY : 500_000));
        expect(massOf(tail)).toBeCloseTo(
          left.reduce((sum, each) => sum + each, 0.1),
          8,
        );
        expect(tail.length).toBeLessThanOrEqual(naming.bins + 1);
        // In their order, the tokens fill one bin after the other.
        let place = 0;
        for (const { count, mass, greatest, least } of tail) {
          const own = left.slice(place, place + count);
          place += count;
          for (const each of own) {
            expect(each).toBeLessThanOrEqual(greatest * (1 + 1e-12));
            expect(each).toBeGreaterThanOrEqual(least * (1 - 1e-12));
          }
          if (own.length === count)
            expect(mass).toBeCloseTo(
              own.reduce((sum, each) => sum + each, 0),
              9,
            );
        }
        for (const [at, bin] of tail.entries()) {
          expect(bin.greatest).toBeLessThanOrEqual((tail[at - 1]?.greatest ?? 1) + 1e-12);
          expect(bin.least).toBeLessThanOrEqual(tail[at - 1]?.least ?? 1);
        }
        expect(capOf(tail)).toBeLessThanOrEqual(Math.max(list[naming.named - 1] ?? last, last) * (1 + 1e-12));
      }),
      { numRuns: 1000 },
    );
  });

  test('gathers what is gathered already, so that each token is still counted once', () => {
    fc.assert(
      fc.property(lists, namings, namings, (list, one, other) => {
        const first = nameLikeliest(listed(list, openTail(0.1, 0.001, 900_000)), one);
        const second = nameLikeliest(first, other);
        expect(vocabularySizeOf(second)).toBe(list.length + 900_000);
        expect(second.candidates.length).toBe(Math.min(list.length, one.named, other.named));
        const named = second.candidates.reduce((sum, { logprob }) => sum + Math.exp(logprob), 0);
        expect(named + massOf(second.tail)).toBeCloseTo(1, 7);
      }),
      { numRuns: 500 },
    );
  });

  test('keeps the names of others that are asked for', () => {
    const { candidates, tail } = nameLikeliest(listed([0.5, 0.2, 0.15, 0.1, 0.05], []), {
      named: 1,
      also: ({ id }) => id === 3,
      bins: 8,
    });
    expect(candidates.map(({ id }) => id)).toEqual([0, 3]);
    expect(tail.map(({ greatest }) => greatest)).toEqual([0.2, 0.15, 0.05].map((each) => expect.closeTo(each, 6)));
    expect(isKnown(tail)).toBe(true);
  });

  test('tells impossible tokens from those of which only the mass is known', () => {
    const zero = { ...candidateOf('z', 1), logprob: Number.NEGATIVE_INFINITY };
    const { candidates } = listed([0.6, 0.3], []);
    const known = nameLikeliest({ candidates: [...candidates, zero, zero], tail: [] }, { named: 1, bins: 4 });
    expect(known.tail.at(-1)).toEqual({ count: 2, mass: 0, greatest: 0, least: 0 });
    expect(isKnown(known.tail)).toBe(true);
    const open = nameLikeliest({ candidates, tail: openTail(0.1, 0.1, 50) }, { named: 1, bins: 4 });
    expect(open.tail).toEqual([
      { count: 1, mass: 0.3, greatest: expect.closeTo(0.3, 6), least: expect.closeTo(0.3, 6) },
      { count: 50, mass: 0.1, greatest: 0.1, least: 0 },
    ]);
    expect(isKnown(open.tail)).toBe(false);
  });

  test('makes one bin of tokens that a list with holes leaves out and of those that it names below them', () => {
    // Any of those that are left out may be likelier than the second and the third.
    const { tail } = nameLikeliest(listed([0.5, 0.1, 0.05], openTail(0.35, 0.35, 7)), { named: 1, bins: 4 });
    expect(tail).toEqual([{ count: 9, mass: 0.5, greatest: 0.35, least: 0 }]);
  });
});
