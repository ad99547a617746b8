import { expect, test } from 'vitest';
import { COVER, createCover } from '../../../src/discord/withhold/cover.js';
import { createWordList } from '../../../src/discord/withhold/word-list.js';

const shown = (text: string, ...words: string[]) => createCover(words)?.text(text);

test.each([
  ['Damn it', `${COVER} it`],
  ['goDDamned', `goD${COVER}ed`],
  ['da\u200bm\u00adn', COVER],
  ['d\u00e0m\u0148', COVER],
  ['ｄａｍｎ', COVER],
  ['d4mn, D@mn, da⟨U+200B⟩mn', `${COVER}, ${COVER}, ${COVER}`],
  ['da**mn** it', `${COVER}**** it`],
  ['da\\*mn', COVER],
  ['\\ndamn\\n', `\\n${COVER}\\n`],
  ['dam', 'dam'],
])('a word is covered however it is written: %s', (text, expected) => {
  expect(shown(text, 'damn')).toBe(expected);
});

test('a short word is covered where it stands alone, and not within another', () => {
  expect(shown('The class has an ass, an A55 and assignments.', 'ass')).toBe(
    `The class has an ${COVER}, an ${COVER} and assignments.`,
  );
  expect(shown('他是笨蛋吗', '笨蛋')).toBe(`他是${COVER}吗`);
});

test('numbers stay true, whatever letters they look like', () => {
  const figures = '50.1% of 1337, 5e11, 1s, 7001 and $15';
  expect(shown(figures, 'so', 'leet', 'sell', 'is', 'tool', 'sis')).toBe(figures);
});

test('phrases and words of several parts', () => {
  expect(shown('Oh shut   up, you f-word!', 'shut up', 'f-word')).toBe(`Oh ${COVER}, you ${COVER}!`);
  expect(shown('shut·up', 'Shut Up')).toBe(COVER);
});

test('of words that overlap the longer one is found, and which were found is known', () => {
  const cover = createCover(['dam', 'damn', 'damnation', '42', '']);
  expect(cover?.text('Damnation, damn, 42')).toBe(`${COVER}, ${COVER}, 42`);
  expect([...(cover?.covered ?? [])]).toEqual(['damnation', 'damn']);
  expect(createCover([])).toBeUndefined();
});

test('a word over several tokens is covered in each of them', () => {
  expect(createCover(['badword'])?.pieces(['What', '·ba', 'dw', 'ords', '!'])).toEqual([
    'What',
    `·${COVER}`,
    COVER,
    `${COVER}s`,
    '!',
  ]);
});

test('a word that may have begun at the end of a text is known', () => {
  const { begunAt } = createWordList(['badword']);
  const begun = (text: string) => text.slice(0, begunAt(text));
  expect(begun('What a ba')).toBe('What a ');
  expect(begun('What a b4dw0r')).toBe('What a ');
  expect(begun('What a bat')).toBe('What a bat');
  expect(begun('a badword')).toBe('a badword');
});

test('in JSON only texts change, and it stays JSON', () => {
  const data = { text: 'line\nass "damn"', list: [1.0, 2e5, 'Damn'], damn: null };
  const written = JSON.stringify(data, null, 2).replace('200000', '2.0e5');
  const covered = createCover(['damn', 'ass'])?.content(written) ?? '';
  expect(JSON.parse(covered)).toEqual({ text: `line\n${COVER} "${COVER}"`, list: [1, 2e5, COVER], [COVER]: null });
  expect(covered).toContain('2.0e5');
});
