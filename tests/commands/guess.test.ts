import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownPassage, wordsOf } from '../../commands/guess/hidden.js';
import { pointsOf } from '../../commands/guess/points.js';
import { readGuess, spellingsOf, wordKey } from '../../commands/guess/read-guess.js';
import { boundsOfWord, raceOf } from '../../commands/guess/shannon.js';
import { findNextWords } from '../../commands/guess/word-chances.js';
import { PASSAGES } from '../../commands/guess/words/passages.js';
import type { Distribution } from '../../src/domain/distribution.js';
import { openTail } from '../../src/domain/tail.js';
import { candidateOf } from '../builders/distribution.js';

/** What comes behind each text, as far as the words of this little language go. */
const LANGUAGE: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  The: { ' sun': 0.5, ' Sun': 0.1, ' s': 0.2, ' dog': 0.1, '!': 0.06, dog: 0.04 },
  'The sun': { ny: 0.4, '.': 0.5, ' is': 0.1 },
  'The sunny': { '.': 1 },
  'The Sun': { ' ': 1 },
  'The s': { ea: 0.5, o: 0.5 },
  'The sea': { '.': 0.9, t: 0.1 },
  'The seat': { '.': 0.5, '-': 0.5 },
  'The so': { '’s': 0.25, ' ': 0.75 },
  'The dog': { s: 0.5, ',': 0.5 },
  'The dogs': { '': 1 },
};

const request = { path: '/completions', body: {}, requestId: undefined, sentAt: 0, seconds: 1 };

/** @param listed how many tokens are named: the rest is only known together */
function languageModel({ listed = Number.POSITIVE_INFINITY, scores = true, route = 'completions' as const } = {}) {
  const chancesAfter = (text: string) => Object.entries(LANGUAGE[text] ?? { '.': 1 });
  return {
    next: async (text: string): Promise<Distribution> => {
      const all = chancesAfter(text).toSorted(([, one], [, other]) => other - one);
      const named = all.slice(0, listed);
      const rest = all.slice(listed).reduce((sum, [, chance]) => sum + chance, 0);
      return {
        candidates: named.map(([token, chance]) => candidateOf(token, chance)),
        tail: openTail(rest, named.at(-1)?.[1] ?? 1, all.length - named.length),
        model: 'm',
        route,
        scale: 'raw',
        request,
      };
    },
    goesOn: async (text: string, continuation: string) => {
      if (!scores) return undefined;
      // Each way to cut it, all tried.
      const chance = (before: string, left: string): number =>
        left === ''
          ? 1
          : chancesAfter(before).reduce(
              (sum, [token, one]) =>
                token !== '' && left.startsWith(token)
                  ? sum + one * chance(before + token, left.slice(token.length))
                  : sum,
              0,
            );
      const one = chance(text, continuation);
      return { low: one, high: one };
    },
  };
}

describe('the chance of a whole word', () => {
  const chanceOf = async (word: string, model = languageModel()) =>
    (await findNextWords('The', [[word]], 3, model)).asked[0]?.chance;

  test.each([
    // By hand: 0.5 × (0.5 + 0.1), and 0.1 × 1 with a capital.
    ['sun', 0.4],
    ['SUN', 0.4],
    ['sunny', 0.5 * 0.4],
    ['sea', 0.2 * 0.5 * 0.9],
    // A hyphen ends a word.
    ['seat', 0.2 * 0.5 * 0.1],
    // An apostrophe and a letter go on with it.
    ['so', 0.2 * 0.5 * 0.75],
    // Without a space it would go on with the word before.
    ['dog', 0.1 * 0.5],
    ['dogs', 0.1 * 0.5],
    ['cat', 0],
    ['s', 0],
  ])('%s', async (word, chance) => {
    const found = await chanceOf(word);
    expect(found?.low).toBeCloseTo(chance, 10);
    expect(found?.high).toBeCloseTo(chance, 10);
  });

  test('the likeliest words are found through their pieces', async () => {
    const { likeliest } = await findNextWords('The', [], 4, languageModel());
    expect(likeliest.map(({ key, chance }) => [key, Number(chance.low.toFixed(6))])).toEqual([
      ['sun', 0.4],
      ['sunny', 0.2],
      ['sea', 0.09],
      ['so', 0.075],
    ]);
  });

  test('is a range where not all tokens are listed, or nothing is scored; the true one is inside', async () => {
    const some = await chanceOf('sun', languageModel({ listed: 2 }));
    expect(some?.low).toBeLessThanOrEqual(0.4);
    expect(some?.high).toBeGreaterThanOrEqual(0.4);
    expect(some?.high).toBeLessThan(0.75);
    const bounded = await chanceOf('seat', languageModel({ scores: false, listed: 2 }));
    expect(bounded?.low).toBeLessThanOrEqual(0.01);
    expect(bounded?.high).toBeGreaterThanOrEqual(0.01);
    // By hand: 0.2 of “ s” and 0.3 that is not listed, which “seat”, “Seat” and “SEAT” share.
    expect(bounded?.high).toBeLessThanOrEqual(0.5 + 1e-9);
  });

  test('an assistant may begin without a space', async () => {
    const chat = await chanceOf('dog', languageModel({ route: 'chat' as 'completions' }));
    expect(chat?.high).toBeGreaterThan(0.05);
  });
});

describe('points', () => {
  test.each([
    [1, 10],
    [0.5, 9],
    [0.25, 8],
    [0.3, 8.3],
    [2 ** -10, 0],
    [1e-9, 0],
    [0, 0],
  ])('of a word with %d', (chance, points) => expect(pointsOf(chance)).toBe(points));
});

describe('a guess', () => {
  test.each([
    ['mat', 'mat'],
    [' Mat! ', 'Mat'],
    ['“mat”', 'mat'],
    ['don’t', 'don’t'],
    ['well-known', 'well-known'],
    ['собака', 'собака'],
    ['42', '42'],
    ['猫', '猫'],
    ['**mat**', 'mat'],
  ])('%s is taken', (typed, word) => expect(readGuess(typed)).toBe(word));

  test.each([
    ['   ', 'There is no word'],
    ['soft mat', 'these are several'],
    ['🐈', 'letters or digits'],
    ['mat🐈mat', 'letters or digits'],
    ['…', 'letters or digits'],
    ['@everyone<@1>', 'letters or digits'],
    ['x'.repeat(41), 'at most'],
    ['x\u202ey', 'letters or digits'],
  ])('%j is not', (typed, said) => expect(() => readGuess(typed)).toThrow(said));

  test('capitals and kinds of apostrophes make no other word', () => {
    expect(wordKey('Don’t')).toBe(wordKey("don't"));
    expect(spellingsOf(['McDonald'])).toEqual(['mcdonald', 'Mcdonald', 'McDonald', 'MCDONALD']);
  });
});

describe('what a share of right guesses tells of bits', () => {
  /** The least that Shannon's lower bound can be with this share at the first guess: tried out for falling shares. */
  function leastBound(first: number): number {
    let least = Number.POSITIVE_INFINITY;
    // Such shares are mixtures of even ones over 1, 2, 3 … words; two of them are enough for the least.
    for (let i = 1; i <= 40; i++) {
      for (let j = i + 1; j <= 41; j++) {
        const weight = (first - 1 / j) / (1 / i - 1 / j);
        if (weight < 0 || weight > 1) continue;
        const shares = Array.from(
          { length: j + 1 },
          (_, at) => (at < i ? weight / i : 0) + (at < j ? (1 - weight) / j : 0),
        );
        const bound = shares.reduce(
          (sum, share, at) => sum + (at + 1) * (share - (shares[at + 1] ?? 0)) * Math.log2(at + 1),
          0,
        );
        least = Math.min(least, bound);
      }
    }
    return least;
  }

  test.each([0.9, 0.5, 0.4, 1 / 3, 0.1, 0.05])('%d right', (right) => {
    const bounds = boundsOfWord(right);
    expect(bounds?.low).toBeCloseTo(leastBound(right), 6);
    const flag = -right * Math.log2(right) - (1 - right) * Math.log2(1 - right);
    expect(bounds?.high).toBeCloseTo(flag + (1 - right) * 11.82, 6);
  });

  test('all right is no bit, none right tells nothing', () => {
    expect(boundsOfWord(1)).toEqual({ low: 0, high: 0 });
    expect(boundsOfWord(0)).toBeUndefined();
  });

  test('room and model are held against each other over the words that somebody guessed', () => {
    const word = { word: 'mat', letters: 4 };
    const one = (value: number) => ({ low: value, high: value });
    const race = raceOf({
      guessed: [
        { ...word, chance: one(0.5), guesses: 4, right: 1, bits: one(1) },
        { ...word, chance: one(0.9), guesses: 0, right: 0, bits: one(99) },
        { ...word, chance: one(0.25), guesses: 2, right: 2, bits: one(3), letters: 6 },
      ],
    });
    expect(race).toMatchObject({ words: 2, letters: 10, room: 0.625, model: one(0.375), modelBits: one(0.4) });
    // By hand: log₂ 1 + 2 × (1 − 0.625) = 0.75 bits a word, of 5 letters.
    expect(race?.roomBits?.low).toBeCloseTo(0.15, 10);
    expect(raceOf({ guessed: [] })).toBeUndefined();
  });
});

describe('hidden texts', () => {
  const wordsIn = (text: string) => text.toLowerCase().match(/[a-z0-9']+/g) ?? [];
  const runsIn = (text: string) => {
    const words = wordsIn(text);
    return words.slice(5).map((_, at) => words.slice(at, at + 6).join(' '));
  };

  test('no six words in a row stand in the corpus of the embedded models', () => {
    const folder = join(import.meta.dirname, '../../assets/corpus');
    const ours = new Set(PASSAGES.flatMap(({ opening, rest }) => runsIn(opening + rest)));
    const beginnings = new Set([...ours].map((run) => run.split(' ', 1)[0]));
    const corpus = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.txt'))
      .map((name) => wordsIn(readFileSync(join(folder, name), 'utf8')));
    expect(corpus.flat().length).toBeGreaterThan(200_000);
    const seen = corpus.flatMap((words) =>
      words.flatMap((word, at) => {
        const run = beginnings.has(word) ? words.slice(at, at + 6).join(' ') : '';
        return ours.has(run) ? [run] : [];
      }),
    );
    expect(seen).toEqual([]);
  });

  test('there are twelve, short, with titles that differ', () => {
    expect(new Set(PASSAGES.map(({ title }) => title)).size).toBe(12);
    for (const { opening, rest } of PASSAGES) expect(wordsIn(opening + rest).length).toBeLessThan(60);
  });

  test('each word has what stands before it and the bits of its own tokens', () => {
    const token = (text: string, chance: number) => ({
      ...candidateOf(text, chance),
      probability: { low: chance, high: chance },
      rank: undefined,
      alternatives: [],
    });
    const tokens = [
      token('A', 1),
      token(' big', 0.5),
      token(' li', 0.5),
      token('on', 0.25),
      token(',', 0.125),
      token(' “', 0.5),
      token('Oh', 0.25),
    ];
    expect(wordsOf('A big', ' lion, “Oh', tokens)).toEqual([
      { before: '', text: ' lion', bits: { low: 3, high: 3 } },
      { before: ', “', text: 'Oh', bits: { low: 2, high: 2 } },
    ]);
  });

  test('of somebody’s own text six words are shown', () => {
    const text = 'One two, three four five\nsix  seven eight nine ten.';
    expect(ownPassage(text, 't')).toEqual({
      title: 't',
      opening: 'One two, three four five six',
      rest: ' seven eight nine ten.',
    });
    expect(() => ownPassage('Too few words here.', 't')).toThrow('at least 10 words');
  });
});
