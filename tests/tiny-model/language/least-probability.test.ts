import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepFitting, LEAST } from '../../../src/tiny-model/language/least-probability.js';

const scores = fc.array(fc.tuple(fc.float({ min: -60, max: 60, noNaN: true }), fc.boolean()), {
  minLength: 1,
  maxLength: 50,
});

test('what fits has the softmax over its own scores, and what does not the least probability', () => {
  fc.assert(
    fc.property(scores, (tokens) => {
      fc.pre(tokens.some(([, fits]) => fits));
      const softmax = (kept: typeof tokens) => {
        const most = Math.max(...kept.map(([score]) => score));
        const sum = kept.reduce((all, [score]) => all + Math.exp(score - most), 0);
        return ([score]: (typeof tokens)[number]) => Math.exp(score - most) / sum;
      };
      const probabilities = Float64Array.from(tokens, softmax(tokens));
      keepFitting(
        probabilities,
        Uint8Array.from(tokens, ([, fits]) => (fits ? 1 : 0)),
      );
      const expected = softmax(tokens.filter(([, fits]) => fits));
      for (const [id, token] of tokens.entries()) {
        const right = token[1] ? Math.max(LEAST, expected(token)) : LEAST;
        expect(Math.abs((probabilities[id] ?? 0) / right - 1)).toBeLessThan(1e-9);
      }
      expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12);
    }),
  );
});

test('where nothing that fits has a probability, all that fits is as likely', () => {
  const probabilities = Float64Array.of(1, 0, 0, 0);
  keepFitting(probabilities, Uint8Array.of(0, 1, 1, 0));
  expect([...probabilities]).toEqual([LEAST, 0.5, 0.5, LEAST]);
});
