import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildDistribution } from '../../src/model/answer/build-distribution.js';
import { parseLogprobs } from '../../src/model/answer/parse-logprobs.js';
import { ModelError } from '../../src/model/errors.js';
import { figuresOf } from '../builders/one-bin.js';
import { asked } from './asked.js';
import { mutate } from './mutate.js';
import { listExchanges, readExchange } from './recorded.js';

/** Stands in where the recorded answers are missing. */
const handWritten = {
  content: [
    {
      token: 'a',
      logprob: -0.5,
      bytes: [97],
      top_logprobs: [
        { token: 'a', logprob: -0.5, bytes: [97] },
        { token: 'b', logprob: -1.5, bytes: null },
      ],
    },
  ],
};

describe('whatever a server sends', () => {
  const value = fc.oneof(
    fc.double({ min: -30, max: 0, noNaN: true }),
    fc.constantFrom(-9999, -3.4e38, null, Number.NaN, Number.NEGATIVE_INFINITY, 'x', -0, 1e-8),
    fc.double(),
  );
  const token = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom('', '\uFFFD', '\uD83D', 'token_id:7', 'bytes:\\xf0\\x9f', '5', '__proto__', 'constructor'),
    fc.constantFrom(null, 3, undefined),
  );
  const bytes = fc.oneof(
    fc.constant(null),
    fc.array(fc.integer({ min: -1, max: 300 }), { maxLength: 4 }),
    fc.constant('x'),
  );
  const item = fc.record(
    { token, logprob: value, bytes, id: fc.option(fc.integer({ min: -1, max: 5 })) },
    { requiredKeys: [] },
  );
  const chatShape = fc.record({
    content: fc.array(
      fc.oneof(
        item.chain((own) => fc.array(item, { maxLength: 6 }).map((top) => ({ ...own, top_logprobs: top }))),
        fc.anything(),
      ),
    ),
  });
  const mapShape = fc.record(
    {
      tokens: fc.array(token, { maxLength: 5 }),
      token_logprobs: fc.oneof(fc.array(value, { maxLength: 5 }), fc.anything()),
      top_logprobs: fc.oneof(
        fc.array(fc.dictionary(fc.string(), value), { maxLength: 5 }),
        fc.array(fc.array(item)),
        fc.anything(),
      ),
    },
    { requiredKeys: ['tokens'] },
  );

  function check(logprobs: unknown, listed: number): void {
    try {
      for (const position of parseLogprobs(logprobs)) {
        expect(position.sampled.logprob).toBeLessThanOrEqual(0);
        const built = figuresOf(buildDistribution(position, { ...asked, listed }));
        let before = 0;
        for (const { logprob } of built.candidates) {
          expect(Number.isFinite(logprob)).toBe(true);
          expect(logprob).toBeLessThanOrEqual(before);
          before = logprob;
        }
        expect(built.candidates.length).toBeGreaterThan(0);
        expect(built.hiddenMass).toBeGreaterThanOrEqual(0);
        expect(built.hiddenMass).toBeLessThanOrEqual(1);
        expect(built.cap).toBeGreaterThanOrEqual(0);
        expect(built.cap).toBeLessThanOrEqual(built.hiddenMass);
      }
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      expect(['no-logprobs', 'protocol']).toContain(error.kind);
    }
  }

  test('it ends in a sorted list of probabilities or in a ModelError', () => {
    fc.assert(fc.property(fc.oneof(chatShape, mapShape, fc.anything()), fc.integer({ min: 1, max: 20 }), check), {
      numRuns: 3000,
    });
  });

  test('so do mutations of the recorded answers', () => {
    const answers = listExchanges()
      .map((name) => readExchange(name).response?.choices?.[0]?.logprobs)
      .filter((logprobs) => logprobs !== undefined);
    if (answers.length === 0) answers.push(handWritten);
    fc.assert(
      fc.property(
        fc.constantFrom(...answers),
        fc.infiniteStream(fc.nat()),
        fc.oneof(value, token, fc.anything()),
        (answer, picks, put) => check(mutate(answer, picks, put), 5),
      ),
      { numRuns: 3000 },
    );
  });
});
