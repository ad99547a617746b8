import { type Letters, readLetters } from './read-letters.js';

/** A word of the list that stands in a text. */
export interface Found {
  /** As it stands on the list. */
  readonly word: string;
  /** Where in the text, in UTF-16 code units. */
  readonly from: number;
  readonly to: number;
}

/** Finds the words of a list, however they are written. */
export interface WordList {
  /** Those that stand in a text, from its beginning to its end; of two that overlap the one that begins first, or is longer. */
  find(text: string): readonly Found[];
  /** Where a word may have begun at the end of a text that still grows; the text's length where none has. */
  begunAt(text: string): number;
}

interface Node {
  readonly next: Map<string, Node>;
  /** The word that ends here. */
  word?: string;
  /** It counts only where it stands alone. */
  isAlone?: boolean;
}

/** Digits and signs that are written for letters. */
const WRITTEN_FOR: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'il',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '+': 't',
  '€': 'e',
};

/** So short a word is a part of many others, as “ass” is of “class”: it counts where it stands alone. */
const SHORT = 3;

/** Where words are written without spaces, nothing stands alone. */
const WITHOUT_SPACES =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Hangul}]/u;

const LETTER = /[\p{L}\p{N}]/u;

const NUMBER = /^[\d.,+!$€\s]*(?:e[+-]?\d+)?$/i;

/** Makes a list of words ready; what has no letter is left out. */
export function createWordList(words: readonly string[]): WordList {
  const root: Node = { next: new Map() };
  for (const word of words) {
    const letters = [...readLetters(word, true).letters.join('').trim()];
    if (!letters.some((letter) => /\p{L}/u.test(letter))) continue;
    let node = root;
    for (const letter of letters) {
      const next = node.next.get(letter) ?? { next: new Map() };
      node.next.set(letter, next);
      node = next;
    }
    node.word = word;
    node.isAlone = letters.length <= SHORT && !WITHOUT_SPACES.test(word);
  }

  return {
    find(text) {
      const read = readLetters(text);
      const found: Found[] = [];
      for (let at = 0; at < read.letters.length; at += 1) {
        const longest = longestFrom(root, read, at);
        if (longest === undefined) continue;
        found.push({ word: longest.word, from: read.from[at] ?? 0, to: read.to[longest.end - 1] ?? 0 });
        at = longest.end - 1;
      }
      return found;
    },
    begunAt(text) {
      const read = readLetters(text);
      const { letters } = read;
      for (let at = Math.max(0, letters.length - MAX_LETTERS); at < letters.length; at += 1) {
        if (reachesEnd(root, read, at)) return read.from[at] ?? text.length;
      }
      return text.length;
    },
  };
}

/** No word of a list has more. */
const MAX_LETTERS = 200;

/** The branches that a letter of a text can take. */
function* branches(node: Node, letter: string): Generator<{ readonly node: Node; readonly isSign: boolean }> {
  const same = node.next.get(letter);
  if (same !== undefined) yield { node: same, isSign: false };
  for (const other of WRITTEN_FOR[letter] ?? '') {
    const meant = node.next.get(other);
    if (meant !== undefined) yield { node: meant, isSign: true };
  }
}

function longestFrom(root: Node, read: Letters, start: number): { word: string; end: number } | undefined {
  let longest: { word: string; end: number } | undefined;
  const { letters } = read;
  const walk = (node: Node, at: number, signs: number): void => {
    if (node.word !== undefined && at > (longest?.end ?? start) && counts(node, read, start, at, signs)) {
      longest = { word: node.word, end: at };
    }
    const letter = letters[at];
    if (letter === undefined) return;
    for (const next of branches(node, letter)) walk(next.node, at + 1, signs + (next.isSign ? 1 : 0));
  };
  walk(root, start, 0);
  return longest;
}

/** Whether what was found is the word: numbers stay numbers, and a short word stands alone. */
function counts({ isAlone }: Node, { letters }: Letters, start: number, end: number, signs: number): boolean {
  if (signs > 0 && NUMBER.test(letters.slice(start, end).join(''))) return false;
  if (!isAlone) return true;
  // “1s” is a second, and no “is”.
  if (signs > 0 && !/\p{L}/u.test(letters[start] ?? '')) return false;
  return !LETTER.test(letters[start - 1] ?? '') && !LETTER.test(letters[end] ?? '');
}

function reachesEnd(root: Node, { letters }: Letters, start: number): boolean {
  const walk = (node: Node, at: number): boolean => {
    const letter = letters[at];
    // A word that is whole is found as such.
    if (letter === undefined) return node !== root && node.next.size > 0;
    for (const next of branches(node, letter)) if (walk(next.node, at + 1)) return true;
    return false;
  };
  return walk(root, start);
}
