import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparePairs } from '../../commands/compare/first.js';
import { findTextParting } from '../../commands/compare/parting.js';
import { parseModels } from '../../commands/compare/settings.js';
import { isUntold, predictRolls } from '../../commands/dice/prediction.js';
import { isSameToken } from '../../src/domain/same-token.js';
import { openTail } from '../../src/domain/tail.js';
import type { Candidate } from '../../src/domain/token.js';
import { createBranch } from '../../src/lesson/fork/branches.js';
import { parseDecimal, parseTemperatures } from '../../src/lesson/options/temperatures.js';
import { packStart } from '../../src/lesson/stored/stored-tokens.js';
import { textEnd, visibleEnd } from '../../src/lesson/text/shown-text.js';
import { endsText, tokenLabel } from '../../src/lesson/text/token-label.js';
import type { WrittenStep } from '../../src/lesson/writing/written-text.js';
import { visibleText } from '../../src/tokens/visible.js';
import { candidateOf, distributionOf } from '../builders/distribution.js';

// Sizes at which work that grows with the square of them would still go on when the test's time is over.

const token = (text: string, more: Partial<Candidate> = {}) => candidateOf(text, 1 / Math.E, more);

/** All of them almost as likely as each other. */
const even = (tokens: readonly Candidate[]) =>
  distributionOf(tokens.map((one, rank) => ({ ...one, logprob: Math.log(0.9 / tokens.length) - rank * 1e-9 })));

describe('tokens that a draw cannot tell apart', () => {
  test('are counted together as comparing each with each does it', () => {
    const any = fc.record({
      text: fc.constantFrom('', 'a', 'b', '\uFFFD', '</s>', '<|end|>'),
      bytes: fc.constantFrom(undefined, Buffer.from('a'), Buffer.from([0xf0])),
      id: fc.constantFrom(undefined, undefined, 1, 2),
    });
    const alike = (one: Candidate, other: Candidate) =>
      (endsText(one) && endsText(other)) ||
      isSameToken(one, other) ||
      (isUntold(one) && isUntold(other) && one.text === other.text);
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 10 }), (tokens) => {
        const distribution = even(tokens.map((one) => token(one.text, one)));
        const groups: Candidate[][] = [];
        for (const one of distribution.candidates) {
          const group = groups.find(([first]) => first !== undefined && alike(first, one));
          if (group === undefined) groups.push([one]);
          else group.push(one);
        }
        const { categories } = predictRolls({ distribution, temperature: 1 });
        expect(categories.map((category) => category.tokens)).toEqual(groups);
      }),
      { numRuns: 300 },
    );
  });
});

test('first tokens are compared two columns a turn', () => {
  const distribution = even(Array.from({ length: 20 }, (_, id) => token(`w${id}`, { id })));
  const firsts = [0.2, 0.7, 1.3, 1.9].map((temperature) => {
    return { title: `${temperature}`, distribution, temperature, drawn: undefined };
  });
  const work = comparePairs(firsts, true);
  let turns = 0;
  while (!work.next().done) turns += 1;
  expect(turns).toBeGreaterThanOrEqual(6);
});

describe('a branch of many tokens', () => {
  test('has a place wherever the text before it is whole', () => {
    const parts = fc.constantFrom('61', 'f0', '9f', '8d95', 'c3', 'a9', 'efbfbd', '');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 10 }), fc.array(parts, { maxLength: 3 }), (hexes, before) => {
        const toToken = (hex: string) => token('?', { bytes: Buffer.from(hex, 'hex') });
        const listed = { candidates: [token('x'), token('y')], tail: openTail(1 - 2 * Math.exp(-1), 0.26, undefined) };
        const steps: WrittenStep[] = hexes.map((hex) => ({ token: toToken(hex), listed }));
        const isWhole = (count: number) =>
          !Buffer.from([...before, ...hexes.slice(0, count)].join(''), 'hex')
            .toString()
            .includes('\uFFFD');
        const wanted = [...hexes.keys()].filter(isWhole).map((at) => before.length + at);
        const { places } = createBranch(before.map(toToken), steps);
        expect(places.map(({ place }) => place).toSorted((a, b) => a - b)).toEqual(wanted);
      }),
      { numRuns: 1000 },
    );
  });

  test('is made', () => {
    const steps = Array.from({ length: 60_000 }, () => ({ token: token(' word'), listed: undefined }));
    expect(createBranch([], steps)).toMatchObject({ places: [] });
  });
});

test('of many tokens no more are packed than are stored', () => {
  let packed = 0;
  const start = packStart(
    Array.from({ length: 100_000 }, (_, at) => at),
    (at) => {
      packed += 1;
      return [at];
    },
    100_000,
  );
  expect(start.length).toBe(500);
  expect(packed).toBeLessThanOrEqual(501);
  expect(packStart(['x'.repeat(100_000), 'x'.repeat(100_000), 'y'], (text) => text, 140_000)).toHaveLength(1);
});

describe('what is seen of a long text', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '😀', 'e\u0301', '\u200B'), maxLength: 40 });

  test('is its end, as if all of it had been looked at', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 20 }), (text, count) => {
        const end = (whole: string) => {
          const all = Array.from(whole);
          return all.length <= count ? whole : `…${all.slice(-count).join('')}`;
        };
        expect(textEnd(text, count)).toBe(end(text));
        expect(visibleEnd(text.repeat(3), count)).toBe(end(visibleText(text.repeat(3))));
      }),
      { numRuns: 1000 },
    );
  });

  test('a token that is longer than any has a label with both of its ends', () => {
    expect(tokenLabel(token(`first${'x'.repeat(1_000_000)}last`))).toMatch(/^firstx{140,}…x{140,}last$/);
    expect(tokenLabel(token('😀'.repeat(1000))).isWellFormed()).toBe(true);
    expect(tokenLabel(token('\uFFFD', { bytes: new Uint8Array(100_000) })).length).toBeLessThanOrEqual(300);
    for (const odd of ['\u200B', '\u0301', '\uFFFD', '\n', '😀']) {
      expect(tokenLabel(token(odd.repeat(100_000))).length).toBeLessThanOrEqual(300);
    }
    expect(tokenLabel(token('-'.repeat(300)))).toBe('-'.repeat(300));
  });

  test('two texts of hundreds of thousands of characters part where they part', () => {
    const named = (name: string, text: string) => ({ name, text, tokens: undefined, end: 'model' as const });
    const start = 'ab '.repeat(120_000);
    expect(findTextParting([named('A', `${start}x`), named('B', `${start}y`)], true)).toMatchObject({
      unit: 'character',
      agreeing: 360_000,
      ways: [
        { names: ['A'], goesOn: { says: 'x' } },
        { names: ['B'], goesOn: { says: 'y' } },
      ],
    });
  });
});

describe('what somebody typed', () => {
  test('is a number or none, however long it is', () => {
    expect(parseDecimal('0,85')).toBe(0.85);
    expect(parseDecimal(`${'1'.repeat(400_000)}x`)).toBeNaN();
    expect(() => parseTemperatures(`${'1'.repeat(400_000)}x`)).toThrow(/^“1{10,}…1{10,}x” is not a number from 0 to 2/);
  });

  test('is looked up among hundreds of thousands of models', () => {
    const known = Array.from({ length: 200_000 }, (_, at) => `Model-${at}`);
    const typed = Array.from({ length: 200_000 }, () => 'model-199999').join(',');
    expect(parseModels(`${typed},MODEL-5`, known, 'there')).toEqual(['Model-199999', 'Model-5']);
    expect(() => parseModels('none', known, 'there')).toThrow('has no model “none”');
  });
});
