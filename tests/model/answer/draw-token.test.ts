import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinTokens } from '../../../src/domain/join-tokens.js';
import { takeFirstCharacter } from '../../../src/model/answer/draw-token.js';
import type { LogprobPosition } from '../../../src/model/answer/parse-logprobs.js';

function position(text: string): LogprobPosition {
  return {
    sampled: { text, bytes: undefined, id: undefined, logprob: -1 },
    listed: [],
    given: 0,
    keyedByText: false,
  };
}

/** The text of a first token that is written as U+FFFD, from the whole text and the tokens after it. */
function firstText(after: readonly string[], text: string): string | undefined {
  return takeFirstCharacter(['\uFFFD', ...after].map(position), text)[0]?.text;
}

test('a character of which the server tells the bytes of some parts only is written once', () => {
  const part = (bytes: Uint8Array | undefined): LogprobPosition => {
    const { sampled, ...rest } = position('\uFFFD');
    return { ...rest, sampled: { ...sampled, bytes } };
  };
  const taken = takeFirstCharacter([part(Uint8Array.of(0xf0, 0x9f)), part(undefined), position('!')], '😀!');
  expect(joinTokens(taken)).toBe('😀');
});

describe('the text of a part of a character', () => {
  test('is the shortest beginning that what comes after can follow', () => {
    /** The definition, character by character. */
    const defined = (after: string, text: string): string => {
      const known = after.split('\uFFFD')[0] ?? '';
      let own = '';
      for (const character of known === '' ? '' : text) {
        own += character;
        const rest = text.slice(own.length);
        if (rest.startsWith(known) || known.startsWith(rest)) return own;
      }
      return '\uFFFD';
    };
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '🙂', '中'), maxLength: 12 });
    const nextToken = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '🙂'), minLength: 1, maxLength: 4 });
    const others = fc.array(fc.constantFrom('a', '🙂', '\uFFFD'), { maxLength: 3 });
    fc.assert(
      fc.property(nextToken, others, texts, (next, rest, text) => {
        expect(firstText([next, ...rest], text)).toBe(defined([next, ...rest].join(''), text));
      }),
      { numRuns: 3000 },
    );
  });

  test('is found in a text that repeats what comes after nearly everywhere', () => {
    const letters = 400_000;
    expect(firstText([`${'a'.repeat(letters / 2)}b`], 'a'.repeat(letters))).toBe('a'.repeat(letters / 2));
  });
});
