import type { Language } from '../language.js';

/** Replies that share their beginnings. */
export function branchWords(language: Language) {
  return {
    nothing: 'No branch to show.',
    contents: 'Branches of the text',
    /** @param branch.after the name of the one before */
    figures: (branch: { probability: number | undefined; after: string | undefined; isCurrent: boolean }) => {
      const { probability, after, isCurrent } = branch;
      const value = probability === undefined ? undefined : language.percent(probability);
      return [value, after && `after ${after}`, isCurrent && '(current)'].filter(Boolean).join(' ');
    },
  };
}
