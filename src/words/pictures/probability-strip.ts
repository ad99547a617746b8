import type { Language } from '../language.js';

/** A reply whose tokens are coloured by their probability. */
export function probabilityStripWords(language: Language) {
  return {
    nothing: 'No tokens: the reply is empty.',
    /** Beside the scale of colours. */
    scale: (captions: string | undefined) => (captions ? `chance · below: ${captions}` : 'chance of each token'),
    under: (percent: number) => `under ${percent}%`,
    atMostSoLikely: 'at most this likely',
    notTold: 'not told',
    contents: (captions: string | undefined) =>
      `Tokens in order with their chances${captions ? ` and ${captions}` : ''}`,
    figures: (probability: string, caption: string) => `${probability}${caption && `, ${caption}`}`,
    atMost: (probability: number) => {
      const value = language.percent(probability);
      // `< 0.1%` says by itself that it is the most.
      return value.startsWith('<') ? value : `at most ${value}`;
    },
  };
}
