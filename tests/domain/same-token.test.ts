import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ComparableToken,
  isSameCandidate,
  isSameToken,
  mayBeSameToken,
  textKey,
} from '../../src/domain/same-token.js';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Whole characters, parts of them, and none. */
const bytes = fc.oneof(
  fc.constantFrom('', ' the', 'a', '你', '😀').map((text) => Buffer.from(text)),
  fc.constantFrom('f0', 'f09f', 'e4', 'e4bd', 'a0').map((hex) => Buffer.from(hex, 'hex')),
);

/** A token of which a server tells more or less. */
const tokenOf = (own: Uint8Array): fc.Arbitrary<ComparableToken> =>
  fc.record({
    id: fc.constantFrom(undefined, 1, 2),
    bytes: fc.constantFrom(undefined, own),
    text: fc.constant(decoder.decode(own)),
  });
const token = bytes.chain(tokenOf);

/** Whether anything tells a token from others. */
function isTold({ id, bytes: own, text }: ComparableToken): boolean {
  return id !== undefined || (own?.length ?? 0) > 0 || (text !== '' && !text.includes('\uFFFD'));
}

const runs = { numRuns: 2000, seed: 20_260_901 };

describe('two tokens', () => {
  test('are the same in either order', () => {
    fc.assert(
      fc.property(token, token, (one, other) => {
        expect(isSameToken(one, other)).toBe(isSameToken(other, one));
        expect(mayBeSameToken(one, other)).toBe(mayBeSameToken(other, one));
      }),
      runs,
    );
  });

  test('are the same where it is one token of which anything is told, and else may be', () => {
    fc.assert(
      fc.property(token, (one) => {
        expect(isSameToken(one, { ...one })).toBe(isTold(one));
        expect(mayBeSameToken(one, { ...one })).toBe(true);
      }),
      runs,
    );
  });

  test('that are the same may be the same', () => {
    fc.assert(
      fc.property(token, token, (one, other) => {
        if (isSameToken(one, other)) expect(mayBeSameToken(one, other)).toBe(true);
      }),
      runs,
    );
  });

  test('with ids are told by them alone', () => {
    fc.assert(
      fc.property(token, token, fc.nat(3), fc.nat(3), (one, other, id, otherId) => {
        expect(isSameToken({ ...one, id }, { ...other, id: otherId })).toBe(id === otherId);
        expect(mayBeSameToken({ ...one, id }, { ...other, id: otherId })).toBe(id === otherId);
      }),
      runs,
    );
  });

  test('without ids are told by their bytes where both tell them, or have a whole text', () => {
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        const isSame = Buffer.compare(one, other) === 0;
        const tokens = [one, other].map((own) => ({ bytes: own, text: decoder.decode(own) }));
        const [first = { text: '' }, second = { text: '' }] = tokens;
        if (one.length > 0 && other.length > 0) expect(isSameToken(first, second)).toBe(isSame);
        const [bare, told] = [{ text: first.text }, second];
        const isWhole = first.text !== '' && !first.text.includes('\uFFFD');
        expect(isSameToken(bare, told)).toBe(isWhole && isSame);
      }),
      runs,
    );
  });

  test('whatever is kept back of one token, nothing says that it is another', () => {
    fc.assert(
      fc.property(
        bytes.chain((own) => fc.tuple(tokenOf(own), tokenOf(own))),
        ([one, other]) => {
          const id = one.id === undefined || other.id === undefined ? {} : { id: one.id };
          expect(mayBeSameToken(one, { ...other, ...id })).toBe(true);
        },
      ),
      runs,
    );
  });

  test('that are parts of characters are not the same for looking alike', () => {
    const part = (hex?: string, id?: number): ComparableToken => ({
      text: '\uFFFD',
      bytes: hex === undefined ? undefined : Buffer.from(hex, 'hex'),
      id,
    });
    expect(isSameToken(part('f09f'), part('e4bd'))).toBe(false);
    expect(mayBeSameToken(part('f09f'), part('e4bd'))).toBe(false);
    expect(isSameToken(part(), part())).toBe(false);
    expect(mayBeSameToken(part(), part())).toBe(true);
    expect(mayBeSameToken(part(), part('f09f'))).toBe(true);
    expect(mayBeSameToken(part(), { text: ' cat' })).toBe(false);
    expect(isSameToken({ text: '' }, { text: '' })).toBe(false);
  });
});

test('two entries of one answer are one token where nothing tells them apart, their value included', () => {
  const part = { text: '\uFFFD', logprob: -1 };
  expect(isSameCandidate(part, { ...part, logprob: -1 + 1e-7 })).toBe(true);
  expect(isSameCandidate(part, { ...part, logprob: -1.1 })).toBe(false);
  expect(isSameCandidate({ ...part, id: 1 }, { ...part, id: 2 })).toBe(false);
  expect(isSameCandidate({ ...part, id: 1 }, { ...part, id: 1, logprob: -1.1 })).toBe(true);
});

test('tokens have the same key where their bytes are the same and known', () => {
  fc.assert(
    fc.property(token, token, (one, other) => {
      const [key, otherKey] = [textKey(one), textKey(other)];
      const isSame = isSameToken({ ...one, id: undefined }, { ...other, id: undefined });
      expect(key !== undefined && key === otherKey).toBe(isSame);
    }),
    runs,
  );
});
