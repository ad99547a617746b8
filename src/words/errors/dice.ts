import { defineWords } from '../define-words.js';

/** What people are told when `/dice` rolls fewer times than was asked for. */
export const diceErrors = defineWords({
  en: ({ count }) => ({
    'dice-table-full': ({ most }: { most: number }) =>
      `A table holds ${count(most)} rolls, and this one has no room for as many more. Run /dice again for a new one.`,
    'rolled-elsewhere': ({ rolled, now }: { rolled: string; now: string }) =>
      `These are rolls of ${rolled}, and Tokenscope is set up with ${now} now. Run /dice again.`,
    'rolls-of-too-many-requests': ({ rolled, wanted, most }: { rolled: number; wanted: number; most: number }) =>
      `${rolled} of ${wanted} were rolled: the endpoint gives one answer to a request, and Tokenscope sends no more than ${most} requests at once.`,
  }),
});
