import { defineWords } from '../define-words.js';

interface Marked {
  /** What the check found in it; may be empty. */
  readonly categories: readonly string[];
}

/** What people are told where a moderation endpoint was asked about a text of theirs, or about an answer. */
export const moderationErrors = defineWords({
  en: () => ({
    'answer-moderated': ({ categories }: Marked) =>
      `The answer is withheld, because an automatic check of this bot does not allow it${named(categories)}. The check can be wrong. Run this again, or ask in another way.`,
    'answer-check-failed': () =>
      'The answer is withheld, because the automatic check of answers does not answer at the moment. Try again in a minute. If it stays so, tell whoever runs this bot.',
    'text-moderated': ({ categories }: Marked) =>
      `This text was not used, because an automatic check of this bot does not allow it${named(categories)}. The check can be wrong. Write it in another way and try again.`,
    'moderation-failed': () =>
      'This text was not used, because the automatic check of texts does not answer at the moment. Try again in a minute. If it stays so, tell whoever runs this bot.',
  }),
});

function named(categories: readonly string[]): string {
  return categories.length === 0 ? '' : ` (${categories.join(', ')})`;
}
