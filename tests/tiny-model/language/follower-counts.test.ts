import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseCorpus, readCorpus } from '../../../src/tiny-model/language/corpus.js';
import { createFollowerCounts } from '../../../src/tiny-model/language/follower-counts.js';

const CORPUS = new URL('../../../assets/corpus/', import.meta.url);

const countsOf = (content: string) => createFollowerCounts(parseCorpus(content));

describe('what follows words in a few texts', () => {
  const counts = countsOf(
    [
      'A cup of tea. A CUP OF Tea, a cup of',
      'hot tea.',
      '',
      'Q: Do you like a cup of coffee?',
      'A: A cup of',
      '',
      'Of.',
    ].join('\n'),
  );

  test('is counted whatever the capitals, and written as most write it', () => {
    expect(counts.count('a cup of', 5)).toEqual({
      occurrences: 5,
      ends: 1,
      different: 3,
      followers: [
        { text: ' tea', count: 2 },
        { text: ' hot', count: 1 },
        { text: ' coffee', count: 1 },
      ],
      endings: [
        { text: 'a cup of', occurrences: 5 },
        { text: 'cup of', occurrences: 5 },
        { text: 'of', occurrences: 6 },
      ],
    });
    expect(counts.documents).toBe(3);
  });

  test('has signs as words of their own, without a space where there is none', () => {
    expect(counts.count('tea', 1)).toMatchObject({
      occurrences: 3,
      different: 2,
      followers: [{ text: '.', count: 2 }],
    });
    expect(counts.count('  TEA,  ', 5)).toMatchObject({ followers: [{ text: ' a', count: 1 }] });
  });

  test('does not go from one speaker, or one text, to the next, and has no marks of speakers', () => {
    expect(counts.count('coffee?', 5)).toMatchObject({ occurrences: 1, ends: 1, followers: [] });
    expect(counts.count('q', 5)).toMatchObject({ occurrences: 0 });
  });

  test('marks belong to the word that they stand in', () => {
    const marked = countsOf('हिन्दी में बात.');
    expect(marked.count('हिन्दी', 1)).toMatchObject({ occurrences: 1, followers: [{ text: ' में', count: 1 }] });
    expect(marked.count('में', 1)?.endings).toEqual([{ text: 'में', occurrences: 1 }]);
  });

  test('is nothing where words stand nowhere, and undefined where there are none', () => {
    expect(counts.count('a cup of xyzzy', 5)).toEqual({
      occurrences: 0,
      ends: 0,
      different: 0,
      followers: [],
      endings: ['a cup of xyzzy', 'cup of xyzzy', 'of xyzzy', 'xyzzy'].map((text) => ({ text, occurrences: 0 })),
    });
    expect(counts.count('xyzzy of', 5)?.endings).toEqual([
      { text: 'xyzzy of', occurrences: 0 },
      { text: 'of', occurrences: 6 },
    ]);
    for (const blank of ['', '  ', '\n']) expect(counts.count(blank, 5)).toBeUndefined();
  });
});

/** The texts once more, cut and counted in another way: with one search over each line of a file. */
function countAgain(prompt: string): { occurrences: number; followers: Map<string, number> } {
  const spaced = prompt.split(' ').join('\\s+');
  const found = new RegExp(
    `(?<![\\p{L}\\p{N}]|[\\p{L}\\p{N}]['’-])${spaced}(?![\\p{L}\\p{N}]|['’-][\\p{L}\\p{N}])`,
    'giu',
  );
  const followers = new Map<string, number>();
  let occurrences = 0;
  for (const name of readdirSync(CORPUS).filter((one) => one.endsWith('.txt'))) {
    for (const block of readFileSync(new URL(name, CORPUS), 'utf8').split(/\n\s*\n/)) {
      // A turn, or a line that goes on with the one before.
      const texts = block.trim().startsWith('Q:') ? block.split(/^\s*[QA]:/m) : [block];
      for (const text of texts) {
        for (const { 0: words, index } of text.matchAll(found)) {
          occurrences += 1;
          const rest = text.slice(index + words.length).trimStart();
          const next = /^[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|^\S/u.exec(rest)?.[0]?.toLowerCase();
          if (next !== undefined) followers.set(next, (followers.get(next) ?? 0) + 1);
        }
      }
    }
  }
  return { occurrences, followers };
}

test('counts in the embedded model’s texts are those of a search through their files', async () => {
  const counts = createFollowerCounts(await readCorpus(CORPUS.pathname));
  for (const prompt of ['a cup of', 'I like to play', 'to play', 'Once upon a time', 'the cat sat on the', 'she did']) {
    const again = countAgain(prompt);
    const counted = counts.count(prompt, 100);
    expect(counted?.occurrences).toBe(again.occurrences);
    expect(counted?.different).toBe(again.followers.size);
    for (const { text, count } of counted?.followers ?? []) {
      expect([prompt, text, again.followers.get(text.trim().toLowerCase())]).toEqual([prompt, text, count]);
    }
  }
  // What is shown first has something to show.
  expect(counts.count('a cup of', 1)?.occurrences).toBeGreaterThanOrEqual(20);
  expect(counts.count('I like to play', 1)).toMatchObject({ occurrences: 0 });
});
