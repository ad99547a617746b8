import { expect, test } from 'vitest';
import { nextwordWords } from '../../commands/nextword/words.js';
import { samplingWords } from '../../commands/sampling/words.js';
import { createFact, sentenceOf } from '../../src/facts.js';

const nextword = nextwordWords('en');
const sampling = samplingWords('en');
const sum = { low: 0.4, high: 0.4 };

test.each([
  [nextword.rest(1), 'It is a part of a character, so 1 more token came with it.'],
  [nextword.rest(2), 'It is a part of a character, so 2 more tokens came with it.'],
  [nextword.listsOnly(1), '-# The server lists only 1 token.'],
  [nextword.listsOnly(5), '-# The server lists only 5 tokens.'],
  [
    sampling.topPBeyond(1, sum),
    '. The 1 token that the server lists has only 40%. So the cut lies **beyond it**, and nobody knows where.',
  ],
  [
    sampling.topK(6, 5),
    '**Top-k 6** keeps the 6 likeliest tokens. The server lists only 5, so nobody knows the other one.',
  ],
  [
    sentenceOf(createFact('run-not-kept', { days: 1 }), 'en'),
    'The numbers behind this button are no longer kept (they are kept for 1 day). Run the command again.',
  ],
  [
    sentenceOf(createFact('too-many-under-way', { underWay: 1 }), 'en'),
    'You have 1 reply that is not finished yet. Wait for it, then try again.',
  ],
  [
    sentenceOf(
      createFact('limit-reached', { of: 'commands', who: 'person', per: 'minute', most: 1, seconds: 9 }),
      'en',
    ),
    'Each person has 1 command a minute, and yours are used up. Try again in 9 seconds.',
  ],
  [
    sentenceOf(createFact('field-too-long', { field: 'Top-k', most: 1 }), 'en'),
    'The field “Top-k” takes up to 1 character. Shorten the text, then try again.',
  ],
])('%s', (said, sentence) => {
  expect(said).toBe(sentence);
});
