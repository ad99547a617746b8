import { defineWords } from '../../words/define-words.js';

/** What stands in the rows of a distribution: plain text. */
export const rowWords = defineWords({
  en: (language) => ({
    /** How figures are written beside these words. */
    figures: language,
    /** All tokens that have no row of their own; undefined where nobody tells how many they are. */
    others: (count: number | undefined) =>
      count === undefined ? 'all other tokens' : language.plural(count, { one: 'other token', other: 'other tokens' }),
    /** Behind their label, where it stands for several. */
    together: ' together',
    cutBy: (causes: readonly string[]) => `cut by ${causes.join(' and ')}`,
    partlyCut: 'partly cut',
    mayBeCut: 'may be cut',
    someMayBeCut: 'some may be cut',
    tied: 'tied',
    mayBeTied: 'may be tied',
    /** What greedy drawing does with tokens that are tied. */
    tiedGreedy: (tokens: number) => `tied: greedy may take ${tokens > 2 ? 'any of them' : 'either'}`,
    /** Points at the token that was drawn, or taken where nothing is drawn. */
    marked: (how: 'drawn' | 'taken', isOneOfThese: boolean) => `◀ ${isOneOfThese ? 'one of these was ' : ''}${how}`,
  }),
});
