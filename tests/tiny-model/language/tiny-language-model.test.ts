import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Probabilities } from '../../../src/tiny-model/language/next-token-model.js';
import { likeliest, mostLikely } from '../../../src/tiny-model/language/ranking.js';
import { nextOf, smallModel, vocabulary, writeOn } from '../fixtures.js';

const model = smallModel();
const { encode, endOfText, size } = vocabulary();

const nextAfter = (text: string) => nextOf(model, encode(text));

describe('a proper distribution', () => {
  const sum = (probabilities: Probabilities) => ({
    total: [...probabilities].reduce((total, probability) => total + probability, 0),
    least: Math.min(...probabilities),
  });

  test('a distribution sums to 1 over the vocabulary with nothing at zero, after any tokens', () => {
    const anyToken = fc.integer({ min: 0, max: size - 1 });
    const knownToken = fc.constantFrom(...encode('Q: Why is the capital of France\nA: The sky a token 8  '), endOfText);
    fc.assert(
      fc.property(fc.array(fc.oneof(anyToken, knownToken), { maxLength: 14 }), (history) => {
        const { total, least } = sum(nextOf(model, history));
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
        const probabilities = nextAfter(text);
        const top = mostLikely(probabilities, count);
        expect(new Set(top.map((token) => token.id)).size).toBe(count);
        for (const [index, token] of top.entries()) {
          expect(token.logprob).toBe(Math.log(probabilities[token.id] ?? 0));
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

  test('every token of the vocabulary has a probability', () => {
    expect(nextAfter('The sky')).toHaveLength(size);
  });
});

test.each(['', 'The sky is blue.\n'])('no line of prose begins as the turns of a conversation do: after %j', (text) => {
  const probabilities = nextAfter(text);
  const [q = -1, a = -1] = [...encode('Q'), ...encode('A')];
  expect(probabilities[q]).toBeLessThan(1e-5);
  expect(probabilities[a]).toBeLessThan(0.5);
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
    expect(writeOn(model, text, next.length).slice(0, next.length)).toBe(next);
  });

  test.each([
    ['Q: Why is the sky blue?\nA:', ' The sky is blue because air scatters blue light more than red light.'],
    ['Q: why is the sky blue\nA: ', 'The sky is blue because air scatters blue light more than red light.'],
    ['Q: can you tell me why grass is gren please\nA:', ' Grass is green because of chlorophyll.'],
    ['Q: How many legs has a spider?\nA:', ' A spider has 8 legs.'],
    ['Q: Who won the lottery on Mars?\nA:', ' I do not know that. I am only a very small model.'],
  ])('%j is answered to the end', (prompt, answer) => {
    expect(writeOn(model, prompt, 60).replace(/\nQ:.*/s, '')).toBe(answer);
  });

  test('other tokens for the same characters make no difference to what comes next', () => {
    const usual = nextAfter('The capital of France');
    const bytewise = Array.from('The capital of France', (character) => encode(character)).flat();
    expect(bytewise.length).toBeGreaterThan(encode('The capital of France').length);
    expect(likeliest(nextOf(model, bytewise.slice(-12)))).toBe(likeliest(usual));
  });
});
