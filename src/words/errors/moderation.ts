import { defineWords } from '../define-words.js';

/** What people are told whose text a moderation endpoint was asked about. */
export const moderationErrors = defineWords({
  en: () => ({
    'text-moderated': ({ categories }: { categories: readonly string[] }) =>
      `This text was not used, because an automatic check of this bot does not allow it${categories.length === 0 ? '' : ` (${categories.join(', ')})`}. The check can be wrong. Write it in another way and try again.`,
    'moderation-failed': () =>
      'This text was not used, because the automatic check of texts does not answer at the moment. Try again in a minute. If it stays so, tell whoever runs this bot.',
  }),
});
