import { defineWords } from '../define-words.js';

/** What people are told of errors that belong to no part. */
export const generalErrors = defineWords({
  en: () => ({
    /** A sentence that was written elsewhere, such as one that an earlier version has stored. */
    said: ({ sentence }: { sentence: string }) => sentence,
    unforeseen: ({ incident }: { incident: string }) =>
      `Something went wrong inside Tokenscope. Try again; if it happens again, tell whoever runs this bot to look for ` +
      `${incident} in its log.`,
    'without-words': () => 'Another version of Tokenscope noted here what happened, and this one has no words for it.',
  }),
});
