import { describe, expect, test } from 'vitest';
import { capOf, massOf } from '../../../src/domain/tail.js';
import { UNLISTED_LOGPROB } from '../../../src/domain/token.js';
import { buildDistribution } from '../../../src/model/answer/build-distribution.js';
import { parseLogprobs } from '../../../src/model/answer/parse-logprobs.js';
import { asked } from '../asked.js';

type Entry = Record<string, unknown>;

function entry(token: string, logprob: unknown, rest: Entry = {}): Entry {
  return { token, logprob, bytes: [...Buffer.from(token)], ...rest };
}

function read(logprobs: unknown, listed: number) {
  const [position] = [...parseLogprobs(logprobs)];
  if (position === undefined) throw new Error('no position');
  const { candidates, tail, untold } = buildDistribution(position, { ...asked, listed });
  const texts = candidates.map(({ text }) => text);
  return { position, texts, hidden: massOf(tail), cap: capOf(tail), untold };
}

const chat = (sampled: Entry, top: Entry[]) => ({ content: [{ ...sampled, top_logprobs: top }] });
const sum = (...logprobs: number[]) => logprobs.reduce((total, logprob) => total + Math.exp(logprob), 0);

describe('a sampled token that a server keeps out of the list', () => {
  test('is a candidate like any other', () => {
    const { texts, hidden, cap } = read(chat(entry('Hello', -0.00006), [entry('Hi', -9.8), entry('Hey', -10.1)]), 3);
    expect(texts).toEqual(['Hello', 'Hi', 'Hey']);
    expect(hidden).toBeCloseTo(Math.max(0, 1 - sum(-0.00006, -9.8, -10.1)), 9);
    expect(cap).toBeLessThanOrEqual(Math.exp(-10.1));
  });

  test('in the maps of completions too, and in a list of objects that stands there', () => {
    const maps = { tokens: ['Hello'], token_logprobs: [-0.5], top_logprobs: [{ Hi: -1.5, Hey: -3 }] };
    expect(read(maps, 2).texts).toEqual(['Hello', 'Hi', 'Hey']);
    const objects = { ...maps, top_logprobs: [[entry('Hi', -1.5), entry('Hey', -3)]] };
    expect(read(objects, 2).texts).toEqual(['Hello', 'Hi', 'Hey']);
  });

  test('stays with the others where it is less likely than all that are listed', () => {
    const { texts, hidden } = read(chat(entry('rare', -8), [entry('Hi', -0.5), entry('Hey', -2)]), 2);
    expect(texts).toEqual(['Hi', 'Hey']);
    expect(hidden).toBeCloseTo(1 - sum(-0.5, -2), 9);
  });

  test('stays out where its value cannot be of the same distribution', () => {
    expect(read(chat(entry('a', -0.1), [entry('b', -0.2), entry('c', -3)]), 2).texts).toEqual(['b', 'c']);
  });

  test('is not put in where it may be one that is listed', () => {
    const part = { token: '\uFFFD', logprob: -1 };
    expect(read(chat({ ...part, logprob: -1.2 }, [part, entry('b', -2)]), 2).texts).toEqual(['\uFFFD', 'b']);
  });
});

describe('a sampled token that stands in the list twice', () => {
  const others = [entry('Yo', -2), entry('Hey', -3)];

  test('counts once', () => {
    const { texts, hidden } = read(chat(entry('Hi', -0.3), [entry('Hi', -0.3), entry('Hi', -0.3), ...others]), 3);
    expect(texts).toEqual(['Hi', 'Yo', 'Hey']);
    expect(hidden).toBeCloseTo(1 - sum(-0.3, -2, -3), 9);
  });

  test('counts once in the middle of a list that is not sorted, and where it has an id', () => {
    const yo = entry('Yo', -3);
    const unsorted = [yo, entry('Hey', -3.5), entry('Hi', -0.3), yo];
    expect(read(chat(yo, unsorted), 3)).toMatchObject({ texts: ['Hi', 'Yo', 'Hey'] });
    expect(read(chat(yo, unsorted), 3).hidden).toBeCloseTo(1 - sum(-0.3, -3, -3.5), 9);
    const withIds = unsorted.map((one) => ({ ...one, id: String(one.token).length + Number(one.logprob) * -10 }));
    expect(read(chat(withIds[0] ?? {}, withIds), 3).texts).toEqual(['Hi', 'Yo', 'Hey']);
  });

  test('two tokens of one text with values of their own stay apart', () => {
    const twins = [entry('a', -0.7), entry('a', -1.5)];
    expect(read(chat(entry('a', -0.7), twins), 2).hidden).toBeCloseTo(1 - sum(-0.7, -1.5), 9);
  });

  test('what was left out can be as likely as all that is hidden', () => {
    const { hidden, cap } = read(chat(entry('Hi', -1), [entry('Hi', -1), entry('Hi', -1), entry('Yo', -2)]), 3);
    expect(cap).toBeCloseTo(hidden, 12);
  });
});

describe('a token without a value', () => {
  test('is told, and can have what the others leave', () => {
    const { texts, untold, hidden, cap } = read(
      {
        tokens: [' Paris'],
        token_logprobs: [null],
        top_logprobs: [{ ' Paris': null, ' a': -11.5, ' the': -12 }],
      },
      3,
    );
    expect(texts).toEqual([' a', ' the']);
    expect(untold?.map(({ text }) => text)).toEqual([' Paris']);
    expect(hidden).toBeCloseTo(1 - sum(-11.5, -12), 9);
    expect(cap).toBeCloseTo(hidden, 12);
  });

  test.each([null, Number.NaN, 'NaN', 'none', {}, undefined])('%j is no value', (value) => {
    const { untold } = read(chat(entry('a', value), [entry('a', value), entry('b', -1)]), 2);
    expect(untold?.map(({ text }) => text)).toEqual(['a']);
  });

  test.each([
    [1e-7, 0],
    [-0, 0],
    ['-0.5', -0.5],
    ['-1.5e-3', -0.0015],
  ])('%j is the value %d', (value, logprob) => {
    expect(read(chat(entry('a', value), [entry('b', -9)]), 2).position.sampled.logprob).toBe(logprob);
  });

  test.each([-9999, Number.NEGATIVE_INFINITY, '-Infinity', '-inf', -3.4e38])('%j is none that is left out', (value) => {
    const { position, untold } = read(chat(entry('a', -0.5), [entry('a', -0.5), entry('b', value)]), 2);
    expect(untold).toBeUndefined();
    expect(position.given).toBe(2);
  });

  test('one whose value stands beside the list is told', () => {
    const { texts, untold } = read(chat(entry('a', -0.5), [entry('a', null), entry('b', -1.5)]), 2);
    expect(texts).toEqual(['a', 'b']);
    expect(untold).toBeUndefined();
  });
});

test('parts of different characters, with bytes and without ids, are not one token', () => {
  const listed = { token: '\uFFFD', bytes: [0xf0, 0x9f], logprob: Math.log(0.6) };
  const drawn = { token: '\uFFFD', bytes: [0xe4, 0xbd], logprob: null };
  const { position, hidden } = read(chat(drawn, [listed, entry('a', Math.log(0.2))]), 2);
  expect(position.sampled.logprob).toBe(UNLISTED_LOGPROB);
  expect(hidden).toBeCloseTo(0.2, 9);
});
