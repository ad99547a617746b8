import { defineWords } from '../define-words.js';

/** What is said of a model's reply. */
export const replyNotices = defineWords({
  en: () => ({
    'thought-for-too-long': () => 'The model used all its tokens to think and wrote no answer. Raise max_tokens.',
    'only-thought': () => 'The model thought, and then wrote no answer.',
    'answer-held-back': () => 'The endpoint’s content filter held the answer back.',
    'empty-answer': () => 'The model answered with an empty text.',
    'ended-early': () => 'The connection ended before the model said that it was done.',
    'without-probabilities': () => 'This endpoint gave no probabilities for the reply.',
    'probabilities-at-start-alone': () => 'Probabilities came for only the start of the reply.',
  }),
});
