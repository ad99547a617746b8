import { defineWords } from '../../../src/words/define-words.js';

/** What stands on pictures that only a lesson shows. */
export const lessonRunWords = defineWords({
  en: ({ percent }) => ({
    circles: {
      title: (prompt: string) => `How does “${prompt}” go on?`,
      greedy: 'Always the likeliest token',
      sampled: 'Drawn by luck',
      repeated: (share: number) => `${percent(share)} stood there before`,
    },
  }),
});
