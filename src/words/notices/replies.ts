import { defineWords } from '../define-words.js';

/** What is said of a model's reply. */
export const replyNotices = defineWords({
  en: ({ count }) => ({
    'thought-for-too-long': () => 'The model used all its tokens to think and wrote no answer. Raise max_tokens.',
    'only-thought': () => 'The model thought, and then wrote no answer.',
    'answer-held-back': () => 'The server’s content filter held the answer back.',
    'empty-answer': () => 'The model answered with an empty text.',
    'ended-early': () => 'The connection ended before the model had finished.',
    'without-probabilities': () => 'This server gave no probabilities for the answer.',
    'places-distrusted': ({ places }: { readonly places: number }) =>
      `At ${places === 1 ? 'one token' : `${count(places)} tokens`} the server’s numbers cannot be right, so they are left out.`,
    'probabilities-at-start-alone': () => 'Probabilities came only for the start of the answer.',
  }),
});
