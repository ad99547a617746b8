import { graphemes } from '../../src/words/graphemes.js';
import type { ShownToken, TokenizeResult } from './result.js';

/** What there is to see in the tokens of a text, which its sentence says. */
export type Seen =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'one-token' }
  /** A character of several tokens, such as an emoji; or several characters that no token cuts apart. */
  | { readonly kind: 'split-character'; readonly shared: string; readonly isOne: boolean; readonly tokens: number }
  /** More tokens than characters. */
  | { readonly kind: 'tiny-pieces'; readonly characters: number }
  /** A word of several tokens; the one with the most. */
  | { readonly kind: 'split-word'; readonly word: string; readonly tokens: number }
  | { readonly kind: 'whole-words' }
  | { readonly kind: 'pieces'; readonly charactersEach: number };

/** A longer run of letters is hardly a word; characters. */
const MAX_WORD = 40;

/** In a longer text one character is not what there is to see. */
const SHORT = 24;

/** Writing that puts no spaces between words, so that nothing here tells where one ends. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;

/** What to point out in the tokens of a text. */
export function whatIsSeen({ counts, tokens, groups }: TokenizeResult): Seen {
  const own = tokens.filter(({ around }) => !around);
  if (counts.own === 0) return { kind: 'nothing' };
  if (counts.own === 1) return { kind: 'one-token' };
  if (counts.own > counts.characters) {
    const character = mostSplit(own, groups);
    return character !== undefined && counts.characters < SHORT
      ? character
      : { kind: 'tiny-pieces', characters: counts.characters };
  }
  const words = wordsIn(own);
  const [longest] = words
    .filter(({ word }) => Array.from(word).length <= MAX_WORD)
    .toSorted((one, other) => other.tokens - one.tokens);
  if (longest !== undefined && longest.tokens > 1) return { kind: 'split-word', ...longest };
  const character = mostSplit(own, groups);
  if (character !== undefined) return character;
  const areWords =
    words.length >= 2 &&
    words.every(({ tokens: ofIt }) => ofIt === 1) &&
    !own.some(({ label }) => UNSPACED.test(label));
  return areWords ? { kind: 'whole-words' } : { kind: 'pieces', charactersEach: counts.characters / counts.own };
}

/** The character that most tokens share. */
function mostSplit(tokens: readonly ShownToken[], groups: readonly string[]): Seen | undefined {
  const counts = groups.map((_, group) => tokens.filter((token) => token.group === group).length);
  const most = Math.max(0, ...counts);
  const shared = groups[counts.indexOf(most)];
  return shared === undefined
    ? undefined
    : { kind: 'split-character', shared, isOne: [...graphemes(shared)].length === 1, tokens: most };
}

const LETTERS = /^\p{L}[\p{L}\p{M}]*$/u;

/** The words that stand between spaces and signs, with how many tokens each is. */
function wordsIn(tokens: readonly ShownToken[]): { readonly word: string; readonly tokens: number }[] {
  const words: { word: string; tokens: number }[] = [];
  let isOpen = false;
  for (const { label } of tokens) {
    const letters = label.replace(/^·/, '');
    const isLetters = LETTERS.test(letters) && !UNSPACED.test(letters);
    const last = words.at(-1);
    if (isLetters && isOpen && last !== undefined && !label.startsWith('·')) {
      last.word += letters;
      last.tokens += 1;
    } else if (isLetters) words.push({ word: letters, tokens: 1 });
    isOpen = isLetters;
  }
  return words;
}
