import type { Language } from '../language.js';

/** What a search keeps. */
export function beamWords(language: Language) {
  const fates = { best: 'on the way to the likeliest', kept: undefined, dropped: 'dropped' } as const;
  return {
    nothing: 'Nothing was found.',
    contents: 'What is kept at each step: the last token, and the chance of the whole text',
    /** In the place of a token, where a text has ended before. */
    waiting: 'ended',
    /** Before the first of a step. */
    step: (step: number, name: string) => `step ${language.count(step)}: ${name}`,
    figures: (cell: { probability: number; fate: keyof typeof fates; waits: boolean; after: string | undefined }) => {
      const { probability, fate, waits, after } = cell;
      const place = waits ? 'ended before' : after === undefined ? undefined : `after ${after}`;
      const notes = [place, fates[fate]].filter(Boolean);
      return notes.length === 0
        ? language.percent(probability)
        : `${language.percent(probability)} (${notes.join(', ')})`;
    },
  };
}
