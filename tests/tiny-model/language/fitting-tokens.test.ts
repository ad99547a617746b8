import { describe, expect, test } from 'vitest';
import { learnFittingTokens } from '../../../src/tiny-model/language/fitting-tokens.js';
import { isRefusedWord } from '../../../src/tiny-model/language/refused-words.js';
import { vocabulary } from '../fixtures.js';

const { encode, decode, bytes, size, endOfText, specialName } = vocabulary();
const texts = ['My café costs 5 €. 😀'];
const all = Array.from({ length: size }, (_, id) => id);
/** The tokens of one byte each, which a text would not be cut into. */
const apart = (text: string) => Array.from(Buffer.from(text), (byte) => all.find((id) => bytes(id)[0] === byte) ?? -1);

/** The tokens that fit behind a history. */
function behind(history: readonly number[], counted: readonly (readonly number[])[] = texts.map(encode)): number[] {
  const learnt = { texts, counted: counted.map((ids) => Uint16Array.from(ids)) };
  const fitting = learnFittingTokens(learnt, vocabulary()).after(history);
  return all.filter((id) => fitting[id] === 1);
}

describe('of characters', () => {
  const isAscii = (id: number) => bytes(id).every((byte) => byte < 0x80);
  const single = (ids: readonly number[]) => ids.filter((id) => bytes(id).length === 1 && !isAscii(id));

  test('those fit that the texts have, and of parts the beginnings of these', () => {
    const fits = behind(encode('My '));
    expect(fits.filter(isAscii)).toEqual(all.filter(isAscii));
    expect(single(fits).map((id) => bytes(id)[0])).toEqual([0xc3, 0xe2, 0xf0]);
    for (const id of fits) expect(decode([id])).toMatch(/^[^\uFFFD]*\uFFFD?$/);
  });

  test.each(['é', '€', '😀'])('inside %s only its next byte fits', (character) => {
    const ids = apart(character);
    for (let length = 1; length < ids.length; length++) {
      const fits = behind([...encode('a '), ...ids.slice(0, length)]);
      expect(single(fits)).toEqual(ids.slice(length, length + 1));
      // A longer token goes on with the same character.
      for (const id of fits) expect(character).toContain(decode([...ids.slice(0, length), id]).replace('\uFFFD', ''));
      expect(fits.some((id) => isAscii(id) || specialName(id) !== undefined)).toBe(false);
    }
  });

  test('inside one that no text has any that may go on with it fits, and nothing else', () => {
    const fits = behind(
      apart('🦦')
        .slice(0, 2)
        .with(1, apart('\u00e9')[1] ?? -1),
    );
    expect(fits.length).toBeGreaterThan(0);
    for (const id of fits) expect(bytes(id).every((byte) => byte >= 0x80 && byte < 0xc0)).toBe(true);
  });
});

describe('of words', () => {
  const isLetters = (id: number) => /^\p{L}+$/u.test(decode([id]));
  const makesRefused = (begun: string) => all.filter((id) => isLetters(id) && isRefusedWord(begun + decode([id])));

  test.each(['hel', 'as', 'sh'])('all fit behind “%s” but those that end it badly', (begun) => {
    const [never, without] = [makesRefused(begun), behind([])];
    expect(never.length).toBeGreaterThan(0);
    expect(behind(encode(begun))).toEqual(without.filter((id) => !never.includes(id)));
    expect(behind(encode(`The ${begun}`))).toEqual(without.filter((id) => !never.includes(id)));
  });

  test('where a longer word of the texts begins so, the word must go on, and not to another bad one', () => {
    const [counted, begun] = [[apart('hello')], apart('hell')];
    expect(behind(begun.slice(0, 3), counted)).toContain(begun[3]);
    const fits = behind(begun, counted);
    expect(fits).toContain(apart('o')[0]);
    const never = makesRefused('hell');
    expect(fits).toEqual(behind([], counted).filter((id) => isLetters(id) && !never.includes(id)));
  });

  test('a word does not go on behind a token that is no text', () => {
    expect(behind([...encode('hel'), endOfText])).toEqual(behind([]));
  });
});
