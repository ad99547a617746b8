import type { ShownToken, TokenizeResult } from './result.js';

/** What there is to see in the tokens of a text, which its sentence says. */
export type Seen =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'one-token' }
  /** A character of several tokens, such as an emoji. */
  | { readonly kind: 'split-character'; readonly character: string; readonly tokens: number }
  /** More tokens than characters. */
  | { readonly kind: 'tiny-pieces'; readonly characters: number }
  /** A word of several tokens; the one with the most. */
  | { readonly kind: 'split-word'; readonly word: string; readonly tokens: number }
  | { readonly kind: 'whole-words' }
  | { readonly kind: 'pieces'; readonly charactersEach: number };

/** A longer run of letters is no word, as in a text that has no spaces. */
const MAX_WORD = 24;

/** What to point out in the tokens of a text. */
export function whatIsSeen({ counts, tokens, groups }: TokenizeResult): Seen {
  const own = tokens.filter(({ around }) => !around);
  if (counts.own === 0) return { kind: 'nothing' };
  if (counts.own === 1) return { kind: 'one-token' };
  if (counts.own > counts.characters) {
    const [character, amount] = mostOf(own, groups);
    if (character !== undefined && counts.characters < MAX_WORD) {
      return { kind: 'split-character', character, tokens: amount };
    }
    return { kind: 'tiny-pieces', characters: counts.characters };
  }
  const words = wordsIn(own);
  const [longest] = words.toSorted((one, other) => other.tokens - one.tokens);
  if (longest !== undefined && longest.tokens > 1) return { kind: 'split-word', ...longest };
  const [character, amount] = mostOf(own, groups);
  if (character !== undefined) return { kind: 'split-character', character, tokens: amount };
  const areWords = words.length >= 2 && words.every(({ word }) => Array.from(word).length <= MAX_WORD);
  return areWords ? { kind: 'whole-words' } : { kind: 'pieces', charactersEach: counts.characters / counts.own };
}

/** The character that most tokens share. */
function mostOf(tokens: readonly ShownToken[], groups: readonly string[]): [string | undefined, number] {
  const counts = groups.map((_, group) => tokens.filter((token) => token.group === group).length);
  const most = Math.max(0, ...counts);
  return [groups[counts.indexOf(most)], most];
}

const LETTERS = /^\p{L}[\p{L}\p{M}]*$/u;

/** The words that stand between spaces and signs, with how many tokens each is; those too long for a word are none. */
function wordsIn(tokens: readonly ShownToken[]): { readonly word: string; readonly tokens: number }[] {
  const words: { word: string; tokens: number }[] = [];
  let isOpen = false;
  for (const { label } of tokens) {
    const letters = label.replace(/^·/, '');
    const isLetters = LETTERS.test(letters);
    const last = words.at(-1);
    if (isLetters && isOpen && last !== undefined && !label.startsWith('·')) {
      last.word += letters;
      last.tokens += 1;
    } else if (isLetters) words.push({ word: letters, tokens: 1 });
    isOpen = isLetters;
  }
  return words.filter(({ word }) => Array.from(word).length <= MAX_WORD);
}
