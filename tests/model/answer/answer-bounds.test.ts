import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boundAnswer } from '../../../src/model/answer/answer-bounds.js';
import { buildDistribution } from '../../../src/model/answer/build-distribution.js';
import { parseLogprobs } from '../../../src/model/answer/parse-logprobs.js';
import { parsePromptLogprobs } from '../../../src/model/answer/parse-prompt-logprobs.js';
import { ModelError } from '../../../src/model/errors.js';
import { cutIntoParts } from '../../../src/model/wire/json-parts.js';
import { figuresOf } from '../../builders/one-bin.js';
import { asked } from '../asked.js';

/** A model's whole vocabulary, most likely first. */
interface Token {
  readonly id: number;
  readonly token: string;
  readonly logprob: number;
}

/** Falls steeply or gently, with ties among the tokens. */
function vocabulary(size: number, steepness: number): Token[] {
  const weights = Array.from({ length: size }, (_, id) => (1 + Math.floor(id / 3)) ** -steepness);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, id) => ({ id, token: `w${id}`, logprob: Math.log(weight / total) }));
}

const shapes = {
  array: (list: readonly Token[], drawn: Token) => ({ content: [{ ...drawn, top_logprobs: list }] }),
  'array without ids': (list: readonly Token[], { token, logprob }: Token) => ({
    content: [{ token, logprob, top_logprobs: list.map(({ token, logprob }) => ({ token, logprob })) }],
  }),
  map: (list: readonly Token[], { token, logprob }: Token) => ({
    tokens: [token],
    token_logprobs: [logprob],
    top_logprobs: [Object.fromEntries(list.map(({ token, logprob }) => [token, logprob]))],
  }),
};

const wanted = (listed: number) => ({ listed, tokens: 1 });

describe('a list that is longer than was asked for', () => {
  test('becomes a distribution of which everything that is told is true', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 600 }),
        fc.double({ min: 0.2, max: 4, noNaN: true }),
        fc.integer({ min: 1, max: 100 }),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(...Object.values(shapes)),
        fc.constantFrom('sorted', 'drawn first', 'reversed'),
        (size, steepness, listed, length, place, shape, order) => {
          const all = vocabulary(size, steepness);
          const drawn = all[place % size];
          if (drawn === undefined) throw new Error('no token');
          // A top-k of at least as many as were asked for, with the drawn token beside it where it is not among them.
          const top = all.slice(0, listed + (length % size));
          const list = top.includes(drawn) ? top : [...top, drawn];
          if (order === 'drawn first') list.unshift(...list.splice(list.indexOf(drawn), 1));
          if (order === 'reversed') list.reverse();
          const json = { choices: [{ index: 0, logprobs: shape(list, drawn) }] };
          boundAnswer(json, wanted(listed));
          const [position] = parseLogprobs(json.choices[0]?.logprobs);
          if (position === undefined) throw new Error('no place');
          expect(position.sampled).toMatchObject({ text: drawn.token, logprob: drawn.logprob });
          expect(position.listed.length).toBeLessThanOrEqual(Math.max(20, listed) + 1);
          if (list.length < 2) return;
          const { candidates, hiddenMass, cap } = figuresOf(buildDistribution(position, { ...asked, listed }));
          const sum = candidates.reduce((total, { logprob }) => total + Math.exp(logprob), 0);
          expect(hiddenMass).toBeCloseTo(Math.max(0, 1 - sum), 9);
          const known = new Map(all.map(({ token, logprob }) => [token, logprob]));
          expect(candidates.filter(({ text, logprob }) => logprob !== known.get(text))).toEqual([]);
          const shown = new Set(candidates.map(({ text }) => text));
          const hidden = all.filter(({ token }) => !shown.has(token)).map(({ logprob }) => Math.exp(logprob));
          expect(Math.max(0, ...hidden)).toBeLessThanOrEqual(cap + 1e-12);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('is left alone where it keeps to what was asked for, and in any order', () => {
    for (const shape of Object.values(shapes)) {
      const all = vocabulary(101, 1).reverse();
      const json = { choices: [{ index: 0, logprobs: shape(all, all[0] as Token) }] };
      const before = structuredClone(json);
      boundAnswer(json, wanted(100));
      expect(json).toEqual(before);
    }
  });

  test('of prompt logprobs by id, the likeliest', async () => {
    const all = vocabulary(5000, 1);
    const place = Object.fromEntries(
      all.map(({ id, token, logprob }) => [id, { logprob, rank: id + 1, decoded_token: token }]),
    );
    const json = { choices: [{ index: 0, prompt_logprobs: [null, place] }] };
    boundAnswer(json, wanted(20));
    const lists = await parsePromptLogprobs(json);
    expect(lists?.[1]?.map(({ id }) => id)).toEqual(Array.from({ length: 21 }, (_, id) => id));
  });

  test('that sums to more than one, or repeats a token, is not made to look right', () => {
    const all = vocabulary(300, 0.5).map((token) => ({ ...token, logprob: token.logprob + 0.5 }));
    const cut = (list: readonly object[]) => {
      const json = { choices: [{ logprobs: { content: [{ token: 'w0', logprob: -1, top_logprobs: list }] } }] };
      boundAnswer(json, wanted(20));
      return json.choices[0]?.logprobs.content[0]?.top_logprobs;
    };
    const impossible = all.map((token) => ({ ...token, logprob: 0.5 }));
    const read = (list: readonly object[]) => {
      const [position] = parseLogprobs({ content: [{ token: 'w0', logprob: -1, top_logprobs: cut(list) }] });
      return position && buildDistribution(position, { ...asked, listed: 20 });
    };
    expect(() => read(all)).toThrow(/sum to 164.9%/);
    expect(() => read(impossible)).toThrow(/above 100%/);
    const longer = (list: readonly object[]) =>
      Array.from({ length: 4 }, () => list)
        .flat()
        .map((one) => ({ ...one, id: undefined }));
    expect(() => cut(longer(all))).toThrow(/sum to 659.\d%/);
    expect(() => cut(longer(impossible))).toThrow(/above 100%/);
    const repeated = vocabulary(50, 1).flatMap((token) => [token, token, token]);
    expect(cut(repeated)).toHaveLength(21);
    expect(new Set(cut(repeated)).size).toBe(21);
  });
});

test('a place without a list counts as well', () => {
  const content = Array.from({ length: 20_001 }, () => ({ token: 'a', logprob: -1 }));
  const json = { choices: [{ logprobs: { content } }] };
  expect(() => boundAnswer(json, { listed: 5, tokens: undefined })).toThrow(ModelError);
  boundAnswer(json, { listed: 5, tokens: 8 });
  expect(content).toHaveLength(8);
});

test('the longest text, with each of its tokens echoed and ranked beside 20 others, is left whole', () => {
  const tokens = 17_502;
  const place = Object.fromEntries(
    Array.from({ length: 21 }, (_, id) => [
      100_000 + id,
      { logprob: -3.4657359 - id, rank: id + 1, decoded_token: ' w' },
    ]),
  );
  const logprobs = {
    tokens: Array.from({ length: tokens }, () => ' w'),
    token_logprobs: Array.from({ length: tokens }, () => -1.5),
    top_logprobs: Array.from({ length: tokens }, () => ({ ' w': -1.5, ' v': -0.5 })),
  };
  const choice = { index: 0, logprobs, prompt_logprobs: Array.from({ length: tokens }, () => place) };
  boundAnswer({ choices: [choice] }, { listed: 20, tokens: undefined });
  expect(choice.prompt_logprobs).toHaveLength(tokens);
  expect(choice.prompt_logprobs.at(-1)).toEqual(place);
  expect(() => cutIntoParts({ choices: [choice] })).not.toThrow();
});
