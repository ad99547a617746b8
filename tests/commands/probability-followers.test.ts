import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { explainFollowers } from '../../commands/probability/followers/explain.js';
import { followersInFull } from '../../commands/probability/followers/in-full.js';
import { viewFollowers } from '../../commands/probability/followers/view.js';
import { probabilityResult, type WordsResult } from '../../commands/probability/result.js';
import { altText } from '../../src/charts/alt.js';
import { candidateOf } from '../builders/distribution.js';
import { placeAt } from '../builders/place.js';

const exactly = (chance: number) => ({ low: chance, high: chance });

function counted(more: Partial<WordsResult> = {}): WordsResult {
  return {
    kind: 'words',
    prompt: 'a cup of',
    endpoint: { label: 'embedded', tiny: true },
    model: 'small',
    occurrences: 12,
    ends: 1,
    documents: 9623,
    words: 400_000,
    different: 5,
    followers: [
      { text: ' tea', count: 6, chance: exactly(0.4) },
      { text: '.', count: 2, chance: exactly(0.0001) },
      { text: ' hot', count: 1 },
    ],
    endings: [
      { text: 'a cup of', occurrences: 12 },
      { text: 'cup of', occurrences: 14 },
      { text: 'of', occurrences: 900 },
    ],
    likeliest: [candidateOf(' coffee', 0.5, { id: 7 }), candidateOf('.', 0.25, { id: 8 })],
    request: { path: '/corpus/followers', body: { input: 'a cup of' }, sentAt: 0, seconds: 0.25 },
    ...more,
  };
}

const NEVER: Partial<WordsResult> = {
  prompt: 'I like to play',
  occurrences: 0,
  ends: 0,
  different: 0,
  followers: [],
  endings: [
    { text: 'I like to play', occurrences: 0 },
    { text: 'like to play', occurrences: 0 },
    { text: 'to play', occurrences: 1 },
    { text: 'play', occurrences: 30 },
  ],
};

const place = placeAt();
const blocksOf = (result: WordsResult) => viewFollowers(result, place).blocks;
const textsOf = (result: WordsResult) =>
  blocksOf(result).flatMap((block) => (block.kind === 'text' ? [block.markdown] : []));
const altOf = (result: WordsResult) =>
  blocksOf(result).flatMap((block) => (block.kind === 'picture' ? [altText(block.picture)] : []))[0];
const buttonsOf = (result: WordsResult) =>
  blocksOf(result).flatMap((block) =>
    block.kind === 'row' ? block.buttons.map((button) => ('link' in button ? button.link : button.label)) : [],
  );
const entriesOf = (result: WordsResult) =>
  blocksOf(result).flatMap((block) => (block.kind === 'go-on-links' ? block.entries.map(({ label }) => label) : []));

describe('words that stand in the texts', () => {
  test('have what follows them as counts, in percent, and as the model says', () => {
    expect(altOf(counted())).toBe(
      'What comes after “a cup of”? Chances of the next word, in the columns counted in the texts, said by the model: ' +
        'tea 50% (6 of 12), 40%; full stop 17% (2 of 12), < 0.1%; hot 8.3% (1 of 12), no figure; ' +
        'others, or the end 25% (3 of 12), no figure',
    );
    expect(textsOf(counted())).toEqual([
      '`a cup of▮`',
      '“a cup of” stands **12 times** in the texts. Given these words, **“tea”** came next in **6 of 12**: 50%. The model says **40%**.',
      '-# counted in the 9,623 texts of the embedded model · small',
    ]);
    expect(buttonsOf(counted())).toEqual(['Other words…', 'Only “cup of”', 'Explain']);
    expect(entriesOf(counted())).toEqual(['Only “of”']);
  });

  test.each([
    [
      'once',
      { occurrences: 1, ends: 0, different: 1, followers: [{ text: ' tea', count: 1, chance: exactly(0.2) }] },
      '“a cup of” stands only **once** in the texts, and **“tea”** follows. One place says little. The model says **20%**.',
    ],
    [
      'at the end alone',
      { occurrences: 2, ends: 2, different: 0, followers: [] },
      '“a cup of” stands **2 times** in the texts, and each time nothing comes after it.',
    ],
  ])('%s', (_, more, sentence) => {
    expect(textsOf(counted(more))[1]).toBe(sentence);
    expect(textsOf(counted(more)).join('')).not.toMatch(/NaN|undefined/);
  });

  test('the last row is named by what is in it', () => {
    const last = (more: Partial<WordsResult>) => altOf(counted(more))?.split('; ').at(-1);
    expect(last({ ends: 0 })).toBe('2 other words 25% (3 of 12), no figure');
    expect(last({ ends: 3, different: 3 })).toBe('the text ends 25% (3 of 12), no figure');
    expect(last({ occurrences: 9, ends: 0, different: 3 })).toBe('hot 11% (1 of 9), no figure');
  });
});

describe('words that stand nowhere', () => {
  test('have their endings, and the longest one that does stand there comes first', () => {
    expect(altOf(counted(NEVER))).toBe(
      'How often do these words stand in the texts? Counts: I like to play 0 times; like to play 0 times; to play 1 time; play 30 times',
    );
    expect(textsOf(counted(NEVER))[1]).toBe(
      '“I like to play” stands **nowhere** in the texts, so there is nothing to count. Drop words from the front: “to play” stands there **1 time**. The model drops words, too, and guesses **“coffee”** (50%).',
    );
    expect(buttonsOf(counted(NEVER))).toEqual(['Only “to play”', 'Other words…', 'Explain']);
    expect(entriesOf(counted(NEVER))).toEqual(['Only “play”']);
  });

  test('are only told where not even the last one is known', () => {
    const unknown = { ...NEVER, prompt: '*xyzzy*', endings: [{ text: '*xyzzy*', occurrences: 0 }] };
    expect(textsOf(counted(unknown))[1]).toBe(
      '“\\*xyzzy\\*” stands **nowhere** in the texts. So there is nothing to count. The model has to answer all the same, and guesses **“coffee”** (50%).',
    );
    const two = { ...unknown, endings: [{ text: 'blorb *xyzzy*', occurrences: 0 }, ...unknown.endings] };
    expect(textsOf(counted(two))[1]).toContain('in the texts, and not even its last word does.');
    expect(buttonsOf(counted(unknown))).toEqual(['Other words…', 'Explain']);
    expect(explainFollowers(counted(unknown), place)).toMatchObject({
      example: '“\\*xyzzy\\*”: 0 times. Nothing can be divided by 0, so counting gives no answer here.',
      tryIt: { value: 'standard', label: 'Count “a cup of”' },
    });
  });
});

test('Explain divides the counts that are shown', () => {
  expect(explainFollowers(counted(), place)).toMatchObject({
    example: 'P(“tea” given “a cup of”) = 6/12 = 50%: 6 times “a cup of tea”, divided by 12 times “a cup of”.',
    tryIt: { value: 'unseen', label: 'Count “I like to play”' },
  });
  expect(explainFollowers(counted(NEVER), place)).toMatchObject({
    example: expect.stringContaining('“to play”: 1 time. “play”: 30 times. Divided by 0'),
    tryIt: { value: 'shorter', label: 'Count “to play”' },
  });
});

test('Details have all counts, and say how they were found', () => {
  const details = followersInFull(counted(), 'en')
    .flatMap((block) => (block.kind === 'text' ? [block.markdown] : []))
    .join('\n');
  for (const line of [
    '    6     50%     40%  tea',
    '    1    8.3%       –  hot',
    '    2     17%       –  (all others)',
    '    1    8.3%       –  (the text ends)',
    '   14  cup of',
  ]) {
    expect(details).toContain(`${line}\n`);
  }
  expect(details).toContain('`·coffee` 50%, `.` 25%');
  expect(details).toContain('9,623 texts');
});

test('a result is the same after it was stored', () => {
  const stored: unknown = JSON.parse(JSON.stringify(z.encode(probabilityResult, counted())));
  const read = z.decode(probabilityResult, stored as z.input<typeof probabilityResult>);
  expect(viewFollowers(read as WordsResult, place)).toEqual(viewFollowers(counted(), place));
});
