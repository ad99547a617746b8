import type { Language } from '../language.js';

/** One step of writing a reply. */
export function drawStepWords(language: Language) {
  return {
    progress: (step: number, steps: number) => `step ${language.count(step)} of ${language.count(steps)}`,
    contents: (at: { step: number; steps: number; after: string; drawn: string | undefined }) => {
      const drawn = at.drawn === undefined ? '' : ` comes ${at.drawn}`;
      const step = `Step ${language.count(at.step)} of ${language.count(at.steps)}`;
      return `${step}: after “${at.after}”${drawn}. Chances of the next token`;
    },
  };
}
