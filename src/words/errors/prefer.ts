import { defineWords } from '../define-words.js';

/** What people are told when `/prefer` cannot do what they press. */
export const preferErrors = defineWords({
  en: ({ count }) => ({
    'pair-not-open': () =>
      'This pair is closed, so nobody can vote on it any more. Vote on the pair that is shown now, or press Next pair.',
    'pair-still-open': () => 'People still vote on this pair. Close it first, then go on to the next one.',
    'pairs-full': ({ pairs }: { pairs: number }) =>
      `There is no room for more than these ${count(pairs)} pairs. Start a new round with /prefer.`,
    'no-prompt': () => 'There is no question to ask. Write one and try again.',
    'no-reward': () =>
      'There is nothing to learn from yet. Vote on a pair, close it, and try again. A sample class can vote, too: it is in the menu.',
    'reward-not-known': () =>
      'The server did not tell enough about these answers, so their reward is not known. Close more pairs and learn it anew.',
  }),
});
