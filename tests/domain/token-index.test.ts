import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ComparableToken, isSameToken } from '../../src/domain/same-token.js';
import { createTokenIndex } from '../../src/domain/token-index.js';

/** Whole characters, parts of them that look alike, and none, told more or less of. */
const token: fc.Arbitrary<ComparableToken> = fc.record({
  id: fc.constantFrom(undefined, undefined, 1, 2, 3),
  bytes: fc.constantFrom(
    undefined,
    new Uint8Array(),
    ...['61', 'f0', 'f09f', 'e4bd'].map((hex) => Buffer.from(hex, 'hex')),
  ),
  text: fc.constantFrom('', 'a', 'b', '\uFFFD', '\uFFFD\uFFFD'),
});

describe('an index of tokens', () => {
  test('finds what looking through all of them finds', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(token, fc.nat({ max: 9 })), { maxLength: 12 }), token, (added, wanted) => {
        const index = createTokenIndex();
        for (const [one, place] of added) index.add(one, place);
        const least = (fits: (one: ComparableToken) => boolean) => {
          const places = added.filter(([one]) => fits(one)).map(([, place]) => place);
          return places.length === 0 ? undefined : Math.min(...places);
        };
        expect(index.placeOf(wanted)).toBe(least((one) => isSameToken(one, wanted)));
      }),
      { numRuns: 5000 },
    );
  });

  test('is asked as many times as there are tokens, which looking through all of them would take hours for', () => {
    const index = createTokenIndex();
    const count = 200_000;
    for (let place = 0; place < count; place++) index.add({ text: `w${place}` }, place);
    let found = 0;
    for (let place = 0; place < count; place++) if (index.placeOf({ text: `w${place}` }) === place) found += 1;
    expect(found).toBe(count);
  });
});
