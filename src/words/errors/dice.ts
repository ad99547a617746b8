import { defineWords } from '../define-words.js';

/** What people are told when `/dice` rolls fewer times than was asked for. */
export const diceErrors = defineWords({
  en: ({ count }) => ({
    'dice-table-full': ({ most }: { most: number }) =>
      `There is room for ${count(most)} rolls, and so many more do not fit here. Run /dice again.`,
    'rolled-elsewhere': ({ rolled, now }: { rolled: string; now: string }) =>
      `These are rolls of ${rolled}, but now Tokenscope works with ${now}. Run /dice again.`,
    'rolls-of-too-many-requests': ({ rolled, wanted, most }: { rolled: number; wanted: number; most: number }) =>
      `${rolled} of ${wanted} were rolled, because the server gives one answer to each request, and Tokenscope sends at most ${most} requests at once.`,
  }),
});
