import { PlaygroundRefusal } from '../people/refusal.js';

const MAX_NAME = 32;

/** Marks that may stand on one letter: scripts need a few, and what piles them up is no name. */
const MANY_MARKS = /\p{M}{4}/u;

/** Controls, what turns the direction of writing, what is not to be seen, and what has no letter yet. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\u{115F}\u{1160}\u{3164}\u{FFA0}\u{2800}]/u;

/**
 * The name of somebody as it is shown, of what was typed: one line, 1 to 32 characters, at least one of them a
 * letter, a digit or a sign that is seen.
 *
 * @throws PlaygroundRefusal with what is wrong
 */
export function studentName(typed: string): string {
  const shown = typed.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
  // A joiner stands inside letters of some scripts and inside emoji; alone it is nothing to be seen.
  const visible = shown.replaceAll(/[\u200C\u200D]/g, '');
  if (visible === '' || Array.from(shown).length > MAX_NAME) {
    throw new PlaygroundRefusal(`A name has 1 to ${MAX_NAME} characters.`, 'name');
  }
  if (HIDDEN.test(visible) || MANY_MARKS.test(shown)) {
    throw new PlaygroundRefusal('This name has characters that cannot be shown. Use letters.', 'name');
  }
  if (!/[\p{L}\p{N}\p{S}\p{P}]/u.test(visible)) throw new PlaygroundRefusal('A name needs a letter.', 'name');
  return shown;
}

/**
 * What a name shares with another one that somebody could be taken for, also by who looks only once: marks on letters,
 * digits that look like letters, and whatever stands between letters do not matter either.
 */
export function foldClosely(name: string): string {
  return foldName(name.normalize('NFKD').replaceAll(/\p{M}/gu, ''))
    .replaceAll(/[01|!$5]/g, (sign) => CLOSE.get(sign) ?? sign)
    .replaceAll('L', 'I')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const CLOSE = new Map([
  ['0', 'O'],
  ['1', 'I'],
  ['|', 'I'],
  ['!', 'I'],
  ['$', 'S'],
  ['5', 'S'],
]);

/** Capital letters of other scripts that look like Latin ones, and those. */
const ALIKE = new Map(
  Array.from('АВЕЅІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ', (letter, at) => [letter, 'ABESIJKMHOPCTYXABEZHIKMNOPTYX'.charAt(at)]),
);

/**
 * What two names share when people would take them for the same: compatible forms, case, letters of another script that
 * look alike and joiners do not matter.
 */
export function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .normalize('NFKC')
    .replaceAll(/[\u200C\u200D]/g, '')
    .replaceAll(/[\p{Script=Cyrillic}\p{Script=Greek}]/gu, (letter) => ALIKE.get(letter) ?? letter)
    .replaceAll(/\s+/g, ' ')
    .trim();
}
