import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { get_encoding } from '@dqbd/tiktoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commonWords } from '../../../commands/embed/words/common-words.js';
import type { Measuring, RunOptions } from '../../../commands/lesson/runs/lesson-run.js';
import { findLessonRun } from '../../../commands/lesson/runs/lesson-runs.js';
import { tokensOfWords } from '../../../commands/lesson/runs/tokens-of-words.js';
import type { Truth } from '../../../commands/lesson/runs/truth.js';
import { type OpenServices, openServices } from '../../builders/services.js';
import { createVectorModel, vectorOf } from '../../builders/vectors.js';
import { plainTraining } from '../../byte-pair/plain-byte-pairs.js';
import { press } from '../press.js';

let services: OpenServices;
beforeAll(async () => {
  services = await openServices();
});
afterAll(() => services.close());

/** Runs what a unit's file may run. */
async function find(name: string, options: RunOptions, what: Measuring, where: OpenServices = services) {
  const run = findLessonRun(name);
  if (run === undefined) throw new Error(`${name} runs`);
  run.check(options, 'en-US');
  const found = await run.find(options, what, { ...press('1'), commandNeeds: [] }, where);
  expect(await run.picture(found.runId, 'en-US', where)).toEqual(found.picture);
  return found;
}

const exactly = (value: number) => ({ low: value, high: value });

/** The values of a ranking by their labels. */
function ranked(truth: Truth): Record<string, number> {
  if (truth.kind !== 'ranking') throw new Error('is a ranking');
  return Object.fromEntries(truth.items.map(({ label, value }) => [label, value.low]));
}

describe('the sample class', () => {
  // Fourteen people, each with what they say to tennis and to football.
  const people = ['both', 'both', 'both', 'both', 'tennis', ...Array(6).fill('football'), ...Array(3).fill('neither')];
  const says = (sport: string) => people.filter((one) => one === sport || one === 'both').length;
  const both = people.filter((one) => one === 'both').length;

  test.each([
    ['first', both / says('tennis')],
    ['second', both / says('football')],
  ])('has a chance given the %s question, and shows whom it counts', async (given, chance) => {
    expect(people).toHaveLength(14);
    const { measured, picture } = await find('sample-class', { given }, { measure: 'chance-given' });
    expect(measured).toEqual({ kind: 'number', unit: 'share', value: exactly(chance) });
    expect(picture).toMatchObject({ kind: 'two-questions', given });
  });
});

describe('words in the texts', () => {
  const folder = join(import.meta.dirname, '../../../assets/corpus');
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
  const count = (pattern: RegExp) => texts.reduce((sum, text) => sum + (text.match(pattern)?.length ?? 0), 0);

  test('are followed by each word in as many places as one finds by looking for both', async () => {
    const { measured, picture } = await find('followers', { prompt: 'a cup of' }, { measure: 'followers' });
    const all = count(/\ba cup of\b/gi);
    expect(ranked(measured)).toMatchObject({
      tea: count(/\ba cup of tea\b/gi) / all,
      coffee: count(/\ba cup of coffee\b/gi) / all,
    });
    expect(picture?.kind).toBe('bar-columns');
  });

  test.each(['like to play', 'I like to play'])('%s stands there as often as one finds it', async (prompt) => {
    const { measured } = await find('followers', { prompt }, { measure: 'occurrences' });
    const times = count(new RegExp(`\\b${prompt}\\b`, 'gi'));
    expect(measured).toEqual({ kind: 'number', unit: 'count', value: exactly(times) });
  });
});

describe('the tokens of words', () => {
  test('are counted where each word stands', async () => {
    const text = 'An international otter met an axolotl.';
    const encoding = get_encoding('o200k_base');
    /** For each letter, in which token it stands. */
    const owners = [...encoding.encode(text)].flatMap((id, at) =>
      [...new TextDecoder().decode(encoding.decode_single_token_bytes(id))].map(() => at),
    );
    encoding.free();
    const tokensOf = (word: string) => new Set(owners.slice(text.indexOf(word), text.indexOf(word) + word.length)).size;
    const of = ['international', 'otter', 'axolotl'];
    const { measured } = await find('tokenize', { text }, { measure: 'tokens-of-words', of });
    expect(ranked(measured)).toEqual(Object.fromEntries(of.map((word) => [word, tokensOf(word)])));
    const one = await find('tokenize', { text }, { measure: 'tokens-of-word', of: ['otter'] });
    expect(one.measured).toEqual({ kind: 'number', unit: 'tokens', value: exactly(tokensOf('otter')) });
  });

  test('a token that has a part of a word counts, and a word that is not there does not', () => {
    // “naïve·cat”: ï has two bytes; the tokens are “na”, “ïve·c” and “at”.
    expect(ranked(tokensOfWords('naïve cat', [2, 6, 2], ['naïve', 'cat', 'dog']))).toEqual({ naïve: 2, cat: 2 });
    // Of a text of which only the beginning is known, what lies beyond is not known.
    expect(ranked(tokensOfWords('naïve cat', [2, 6], ['naïve', 'cat']))).toEqual({ naïve: 2 });
  });
});

describe('a vocabulary that is learned', () => {
  const text = 'The king was singing, and the ring was swinging. Bring the king a ring!';
  const pieces = ['The', ' king', ' was', ' singing', ',', ' and', ' the', ' ring', ' was', ' swinging', '.', ' Bring'];
  const all = [...pieces, ' the', ' king', ' a', ' ring', '!'];
  const counts = new Map(all.map((piece) => [piece, all.filter((one) => one === piece).length]));

  /** A piece after merges, each as the hexadecimal digits of both bytes. */
  function cut(piece: string, merges: readonly string[]): string[] {
    const row = Array.from(piece, (letter) => Buffer.from(letter).toString('hex'));
    for (const merge of merges) {
      for (let at = 0; at < row.length; at += 1) {
        if (`${row[at]} ${row[at + 1]}` === merge) row.splice(at, 2, merge.replace(' ', ''));
      }
    }
    return row;
  }

  test('begins with the pair that stands there most', async () => {
    expect(all.join('')).toBe(text);
    const { measured, picture } = await find('learn-pairs', { text, merges: 5 }, { measure: 'pairs' });
    const pairs = ranked(measured);
    const times = (pair: string) => text.split(pair).length - 1;
    expect(pairs).toMatchObject({ in: times('in'), ng: times('ng'), ri: times('ri'), '·w': times(' w') });
    const [first] = plainTraining(counts, 1);
    const [best] = Object.entries(pairs).toSorted(([, one], [, other]) => other - one);
    expect(Buffer.from(first?.replace(' ', '') ?? '', 'hex').toString()).toBe(best?.[0]);
    expect(picture).toMatchObject({ kind: 'count-bars' });
  });

  test.each([1, 6, 12])('makes the text and its words shorter: after %i merges', async (merges) => {
    const learned = plainTraining(counts, merges);
    const left = all.reduce((sum, piece) => sum + cut(piece, learned).length, 0);
    const after = await find('learn-curve', { text, merges }, { measure: 'tokens-after' });
    expect(after.measured).toEqual({ kind: 'number', unit: 'tokens', value: exactly(left) });
    expect(after.picture?.kind).toBe('curve');
    const of = ['singing', 'Bring'];
    const words = await find('learn-cut', { text, merges }, { measure: 'tokens-of-words', of });
    // The space before a word is no part of it; alone it is no token of the word.
    const expected = of.map((word) => [word, cut(` ${word}`, learned).filter((part) => part !== '20').length]);
    expect(ranked(words.measured)).toEqual(Object.fromEntries(expected));
    expect(words.picture?.kind).toBe('token-strip');
  });
});

describe('words as vectors', () => {
  const cosine = (one: ArrayLike<number>, other: ArrayLike<number>) => {
    const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Array.from(a).reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
    return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
  };
  const withVectors = () =>
    ({ ...services, inside: { ...services.inside, embeddings: createVectorModel().embeddings } }) as OpenServices;

  test.each([
    ['embed', 'scatter'],
    ['likeness', 'likeness-bars'],
  ])('%s: how alike some are to the first', async (name, kind) => {
    const words = 'cat, dog, king, apple';
    const what = { measure: 'likeness', of: ['king', 'dog'] };
    const { measured, picture } = await find(name, { words }, what, withVectors());
    const likenesses = ranked(measured);
    expect(Object.keys(likenesses)).toEqual(['dog', 'king']);
    for (const [word, likeness] of Object.entries(likenesses)) {
      expect(likeness).toBeCloseTo(cosine(vectorOf('cat'), vectorOf(word)), 6);
    }
    expect(picture?.kind).toBe(kind);
    if (picture?.kind === 'likeness-bars') {
      expect(picture.bars.map(({ likeness }) => likeness)).toEqual(
        picture.bars.map(({ likeness }) => likeness).toSorted((one, other) => other - one),
      );
    }
  });

  test('an analogy leads to the word whose vector is closest to the sum', async () => {
    const options = { a: 'king', b: 'queen', c: 'man', expected: 'woman' };
    const { measured, picture } = await find('analogy', options, { measure: 'closest' }, withVectors());
    const unit = (word: string) => Array.from(vectorOf(word), (value) => value / Math.hypot(...vectorOf(word)));
    const [king, queen, man] = [unit('king'), unit('queen'), unit('man')];
    const target = queen.map((value, at) => value - (king[at] ?? 0) + (man[at] ?? 0));
    const others = commonWords('en-US').filter((word) => !['king', 'queen', 'man'].includes(word));
    const [best] = others.toSorted((one, two) => cosine(target, vectorOf(two)) - cosine(target, vectorOf(one)));
    const [first] = Object.entries(ranked(measured)).toSorted(([, one], [, other]) => other - one);
    expect(first?.[0]).toBe(best);
    expect(first?.[1]).toBeCloseTo(cosine(target, vectorOf(best ?? '')), 6);
    expect(picture?.kind).toBe('likeness-bars');
  });
});

test.each([
  ['sample-class', { given: 'third' }],
  ['followers', {}],
  ['learn-pairs', { text: 'the king and the ring', merges: 0 }],
  ['learn-cut', { words: 'no text' }],
  ['analogy', { a: 'king', b: 'queen' }],
])('%s does not take what it cannot run with', (name, options) => {
  expect(() => findLessonRun(name)?.check(options, 'en-US')).toThrow();
});
