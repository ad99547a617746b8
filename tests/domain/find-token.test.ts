import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findIn, othersThan, placeIn, placesLike } from '../../src/domain/find-token.js';
import { isSameToken, isTold, mayBeSameToken } from '../../src/domain/same-token.js';
import type { Candidate } from '../../src/domain/token.js';
import { candidateOf } from '../builders/distribution.js';

const part = (hex: string | undefined, probability = 0.1, id?: number): Candidate =>
  candidateOf('\uFFFD', probability, { bytes: hex === undefined ? undefined : Buffer.from(hex, 'hex'), id });

/** A token of which a server tells more or less. */
const token = fc
  .record({
    own: fc.constantFrom(
      ...[' the', 'a', '😀'].map((text) => Buffer.from(text)),
      ...['f0', 'f09f', 'e4bd'].map((hex) => Buffer.from(hex, 'hex')),
    ),
    told: fc.boolean(),
    id: fc.constantFrom(undefined, 1, 2),
    probability: fc.constantFrom(0.1, 0.2, 0.3),
  })
  .map(({ own, told, id, probability }) =>
    candidateOf(own.toString('utf8'), probability, { bytes: told ? own : undefined, id }),
  );
const list = fc.array(token, { maxLength: 8 });

const runs = { numRuns: 2000, seed: 20_260_904 };

describe('the place of a token in a list', () => {
  test('is that of an entry that is the same, and of no other value than all that may be it', () => {
    fc.assert(
      fc.property(list, token, (candidates, one) => {
        const place = placeIn(candidates, one);
        if (place === undefined) return;
        const found = candidates[place];
        expect(found && isSameToken(found, one)).toBe(true);
        expect(findIn(candidates, one)).toBe(found);
        for (const other of candidates.filter((entry) => mayBeSameToken(entry, one)))
          expect(other.logprob).toBe(found?.logprob);
      }),
      runs,
    );
  });

  test('is found where it is listed once and anything tells it', () => {
    fc.assert(
      fc.property(list, token, fc.nat(), (candidates, one, at) => {
        const others = candidates.filter((entry) => !mayBeSameToken(entry, one));
        // Parts of which no id is told may be several tokens, of which one that has an id is the first.
        if (!isTold(one) || placesLike(others, one).length > 0) return;
        const place = at % (others.length + 1);
        expect(placeIn(others.toSpliced(place, 0, one), one)).toBe(place);
        expect(placeIn(others, one)).toBeUndefined();
      }),
      runs,
    );
  });

  test('is not that of a part of another character that looks alike', () => {
    const listed = [part('f09f', 0.6), candidateOf(' a', 0.2)];
    expect(placesLike(listed, part('e4bd'))).toEqual([]);
    expect(placeIn(listed, part('e4bd'))).toBeUndefined();
    expect(placeIn(listed, part('f09f'))).toBe(0);
  });

  test('is not known where nothing is told of the part, or of one in the list', () => {
    const listed = [part('f09f', 0.6), candidateOf(' a', 0.2)];
    expect(placesLike(listed, part(undefined))).toEqual([0]);
    expect(placeIn(listed, part(undefined))).toBeUndefined();
    expect(placeIn([part(undefined, 0.6), part('e4bd', 0.2)], part('e4bd'))).toBeUndefined();
  });

  test('is not known among several of one text with values of their own, and is where they agree', () => {
    expect(placeIn([candidateOf(' a', 0.6), candidateOf(' a', 0.2)], candidateOf(' a', 1))).toBeUndefined();
    expect(
      placeIn([candidateOf(' b', 0.6), candidateOf(' a', 0.2), candidateOf(' a', 0.2)], candidateOf(' a', 1)),
    ).toBe(1);
    expect(
      placeIn([candidateOf(' a', 0.6, { id: 1 }), candidateOf(' a', 0.2, { id: 2 })], candidateOf(' a', 1, { id: 2 })),
    ).toBe(1);
  });

  test('is not known where a whole character may have been drawn as several tokens', () => {
    const listed = [part('f0', 0.6, 1), part('f09f', 0.2, 2)];
    expect(placesLike(listed, part('f09f98'))).toEqual([0, 1]);
    expect(placeIn(listed, part('f09f'))).toBeUndefined();
    expect(placeIn(listed, part('f09f', 0.1, 2))).toBe(1);
  });
});

test('every entry of a list is a token’s own, or like it, or known to be another', () => {
  fc.assert(
    fc.property(list, token, (candidates, one) => {
      const others = othersThan(candidates, one);
      for (const entry of candidates) expect(others.includes(entry)).toBe(!mayBeSameToken(entry, one));
    }),
    runs,
  );
});
