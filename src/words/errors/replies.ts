import { defineWords } from '../define-words.js';

/** What people are told when nothing comes of a press on what a model wrote. */
export const repliesErrors = defineWords({
  en: ({ count }) => ({
    'resample-temperature': () =>
      'A temperature is a number from 0 to 2, such as 0.85. Choose “Answer at another temperature…” again.',
    'reply-without-probabilities': () =>
      'The server gave no probabilities with this answer, so there are none to show.',
    'reply-without-thoughts': () => 'No thoughts came with this answer, so there are none to show.',
    'reply-not-cut': () => 'This answer was not cut, so there is no longer one.',
    'question-fills-window': ({
      tokens,
      window,
      isEstimate,
    }: {
      readonly tokens: number;
      readonly window: number;
      readonly isEstimate: boolean;
    }) =>
      `That is too long, even without what was said before: ${isEstimate ? 'about ' : ''}${count(tokens)} tokens, and the model can read ${count(window)} at once. Shorten it, then try again.`,
    'nothing-to-go-on-from': () =>
      'This answer is empty, so there is nothing to go on from. Press “Another answer”, and go on from that one.',
    'nothing-asked': () => 'You wrote nothing to ask. Write a few words, then try again.',
    'fork-without-probabilities': () =>
      'The server gave no probabilities with this text, so nobody knows what else could have stood in it. /model shows what the server can do.',
    'fork-without-places': () => 'No other token is known at any place of this text. Ask for a longer text.',
    'fork-no-such-place': () => 'Choose one of the places in the menu.',
    'fork-no-such-branch': () => 'Choose one of the branches in the menu.',
    'fork-no-such-token': () => 'Choose one of the tokens in the menu.',
    'fork-tree-full': () => 'The tree is full. Start a new one.',
  }),
});
