import { defineWords } from '../define-words.js';

/** What people are told whose guess is not taken, or who play `/guess` together. */
export const guessErrors = defineWords({
  en: ({ count }) => ({
    'guess-is-empty': () => 'There is no word in your guess. Press Guess… again and type one.',
    'guess-is-several': () =>
      'A guess is one word, and these are several. Press Guess… again and type only the next word.',
    'guess-has-no-letters': () =>
      'A guess is one word of letters or digits, without other signs or emoji. Press Guess… again and type one.',
    'guess-is-too-long': ({ most }: { readonly most: number }) =>
      `A word can have ${count(most)} letters at most. Press Guess… again and type a shorter one.`,
    'guess-is-late': () => 'The chart is there already, so this guess came too late. Guess again in the next round.',
    'guess-of-earlier-round': () => 'This guess was for an earlier round. Press Guess… below the text as it is now.',
    'guess-has-no-text': () => 'There is no text before the gap. Write the beginning of a sentence.',
    'guess-has-no-more-rounds': ({ most }: { readonly most: number }) =>
      `This board has ${count(most)} rounds, and there is no room for more. Start a new one with /guess.`,
    'hidden-text-is-short': ({ least }: { readonly least: number }) =>
      `A hidden text needs at least ${count(least)} words. Take a longer one.`,
    'hidden-text-is-over': () => 'This text has no more words to guess. Take another one in the menu.',
    'guess-not-led-by-you': () =>
      'Only who started this round can leave out a word, or somebody who manages this place. Ask one of them.',
  }),
});
