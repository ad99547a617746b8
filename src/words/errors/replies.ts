import { defineWords } from '../define-words.js';

/** What people are told when nothing comes of a press on what a model wrote. */
export const repliesErrors = defineWords({
  en: () => ({
    'resample-temperature': () =>
      'A temperature is a number from 0 to 2, such as 0.85. Choose “Answer at another temperature…” again.',
    'reply-without-probabilities': () =>
      'The server gave no probabilities with this answer, so there are none to show.',
    'reply-not-cut': () => 'This answer was not cut, so there is no longer one.',
    'fork-without-probabilities': () =>
      'The server gave no probabilities with this text, so nobody knows what else could have stood in it. /model shows what the server can do.',
    'fork-without-places': () => 'No other token is known at any place of this text. Ask for a longer text.',
    'fork-no-such-place': () => 'Choose one of the places in the menu.',
    'fork-no-such-branch': () => 'Choose one of the branches in the menu.',
    'fork-no-such-token': () => 'Choose one of the tokens in the menu.',
    'fork-tree-full': () => 'The tree is full. Start a new one.',
  }),
});
