import { defineWords } from '../define-words.js';

/** What people are told who vote, answer or guess together. */
export const roomErrors = defineWords({
  en: ({ count }) => ({
    'vote-is-closed': () =>
      'This round is closed, so nobody can vote any more. Start a new one with the same command to vote again.',
    'vote-is-full': ({ most }: { most: number }) =>
      `This round has the votes of ${count(most)} people, and there is no room for more. Start a new one with the same command.`,
    'may-not-close-vote': () =>
      'Only who started this round can close it, or somebody who manages this place. Ask one of them.',
  }),
});
