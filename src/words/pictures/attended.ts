import type { Language } from '../language.js';

/** Where tokens of a text look, and what comes next. */
export function attendedWords(language: Language) {
  return {
    nothing: 'No token to look at.',
    contents: 'Tokens in order, with how much of the attention goes to each',
    guesses: 'The likeliest next tokens, row by row',
    swapped: 'Two texts, with how much of the attention goes to each token, and the chances of the next token',
    /** @param weight undefined where the token comes later */
    figures: (weight: number | undefined, looks: boolean, isMarked = false) => {
      const share = weight === undefined ? 'not seen, because it comes later' : language.percent(weight);
      const remarks = [...(isMarked ? ['changes places'] : []), ...(looks ? ['this token looks'] : [])];
      return remarks.length === 0 ? share : `${share} (${remarks.join(', ')})`;
    },
    chance: (probability: number, isBound: boolean) => {
      const value = language.percent(probability);
      // `< 0.1%` says by itself that it is the most.
      return isBound && !value.startsWith('<') ? `≤ ${value}` : value;
    },
    /** Before the first token of a row or a text. */
    inRow: (row: string, token: string) => `${row}: ${token}`,
    ofText: (number: number, token: string) => `text ${language.count(number)}: ${token}`,
    next: (token: string) => `next: ${token}`,
    /** Before what may come next. */
    lead: 'next:',
  };
}
