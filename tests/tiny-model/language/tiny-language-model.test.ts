import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NextTokenDistribution } from '../../../src/tiny-model/language/next-token-distribution.js';
import { END_OF_TEXT, ID_LIMIT, isTokenId, VOCABULARY_SIZE } from '../../../src/tiny-model/language/vocabulary.js';
import { smallModel, vocabulary } from '../fixtures.js';

const model = smallModel();
const { encode, decode } = vocabulary();

const nextAfter = (text: string) => model.next(encode(text));
const likeliest = (distribution: NextTokenDistribution) => decode([distribution.top(1)[0]?.id ?? -1]);

function greedy(prompt: string): string {
  const history = encode(prompt);
  const reply: number[] = [];
  while (reply.length < 60) {
    const id = model.next(history).top(1)[0]?.id ?? END_OF_TEXT;
    if (id === END_OF_TEXT) break;
    history.push(id);
    reply.push(id);
  }
  return decode(reply);
}

describe('a proper distribution', () => {
  const sum = (distribution: NextTokenDistribution) => {
    let total = 0;
    let least = 1;
    for (let id = 0; id < ID_LIMIT; id++) {
      if (!isTokenId(id)) continue;
      const probability = distribution.probability(id);
      total += probability;
      least = Math.min(least, probability);
    }
    return { total, least };
  };

  test('a distribution sums to 1 over the vocabulary with nothing at zero, after any tokens', () => {
    const anyToken = fc.integer({ min: 0, max: 199_997 });
    const knownToken = fc.constantFrom(
      ...encode('Q: Why is the capital of France\nA: The sky a token 8  '),
      END_OF_TEXT,
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(anyToken, knownToken), { maxLength: 14 }), (history) => {
        const { total, least } = sum(model.next(history));
        expect(Math.abs(total - 1)).toBeLessThan(1e-9);
        expect(least).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    '',
    'The capital of France is',
    'The capital of France is ',
    'Q: Why is the sky blue?\nA:',
    'Q: Why is the sky blue?\nA: Caf',
    'Q: zzz qqq\nA:',
    ' ',
    '😀',
  ])('the distribution sums to 1 after %j', (text) => {
    expect(Math.abs(sum(nextAfter(text)).total - 1)).toBeLessThan(1e-9);
  });

  test('a distribution lists the most likely tokens in order, and as many as asked for', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 400 }), (text, count) => {
        const distribution = nextAfter(text);
        const top = distribution.top(count);
        expect(new Set(top.map((token) => token.id)).size).toBe(count);
        for (const [index, token] of top.entries()) {
          expect(token.logprob).toBeCloseTo(Math.log(distribution.probability(token.id)), 9);
          const before = top[index - 1];
          if (before) {
            expect(before.logprob).toBeGreaterThanOrEqual(token.logprob);
            if (before.logprob === token.logprob) expect(before.id).toBeLessThan(token.id);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test('the vocabulary has all mergeable tokens and the end of a document', () => {
    const ids = Array.from({ length: ID_LIMIT + 5 }, (_, id) => id).filter(isTokenId);
    expect(ids.length).toBe(VOCABULARY_SIZE);
    expect(ids.at(-1)).toBe(END_OF_TEXT);
  });
});

test.each(['', 'The sky is blue.\n'])('no line of prose begins as the turns of a conversation do: after %j', (text) => {
  const distribution = nextAfter(text);
  const [q = -1, a = -1] = [...encode('Q'), ...encode('A')];
  expect(distribution.probability(q)).toBeLessThan(1e-5);
  expect(distribution.probability(a)).toBeLessThan(0.5);
});

describe('what it learned', () => {
  test.each([
    ['The capital of France is', ' Paris'],
    ['the capital of italy is', ' Rome'],
    ['The capital of Japan is', ' Tokyo'],
    ['The capital of France is ', 'Paris'],
    ['Why is the sky blue?', '\n'],
    ['A spider has ', '8'],
  ])('%j goes on with %j', (text, next) => {
    expect(likeliest(nextAfter(text))).toBe(next);
  });

  test.each([
    ['Q: Why is the sky blue?\nA:', ' The sky is blue because air scatters blue light more than red light.'],
    ['Q: why is the sky blue\nA: ', 'The sky is blue because air scatters blue light more than red light.'],
    ['Q: can you tell me why grass is gren please\nA:', ' Grass is green because of chlorophyll.'],
    ['Q: How many legs has a spider?\nA:', ' A spider has 8 legs.'],
    ['Q: Who won the lottery on Mars?\nA:', ' I do not know that. I am only a very small model.'],
  ])('%j is answered to the end', (prompt, answer) => {
    expect(greedy(prompt).replace(/\nQ:.*/s, '')).toBe(answer);
  });

  test('other tokens for the same characters make no difference to what comes next', () => {
    const usual = model.next(encode('The capital of France'));
    const bytewise = Array.from('The capital of France', (character) => encode(character)).flat();
    expect(bytewise.length).toBeGreaterThan(encode('The capital of France').length);
    expect(likeliest(model.next(bytewise.slice(-12)))).toBe(likeliest(usual));
  });
});
