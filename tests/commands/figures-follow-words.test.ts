import { expect, test } from 'vitest';
import { surpriseFacts } from '../../commands/surprise/facts.js';
import { mostSurprisingLines } from '../../commands/surprise/list.js';
import { type SurpriseWords, surpriseWords } from '../../commands/surprise/words.js';
import { rowWords } from '../../src/lesson/rows/words.js';
import { lessonWords } from '../../src/lesson/words.js';
import { defineWords } from '../../src/words/define-words.js';
import { distributionOf } from '../builders/distribution.js';

/** `/surprise` as if somebody had begun to put it into German. */
const translated = defineWords<SurpriseWords>({
  en: () => surpriseWords('en'),
  de: (language) => ({
    ...surpriseWords('en'),
    figures: language,
    rank: (low) => `Rang ${language.count(low)}`,
    expected: (label, probability) => `erwartet ${label} ${language.percent(probability)}`,
  }),
});

test.each([
  ['de', /^1\. +b +2,5\u00a0% +5,32 Bit +Rang 1\.234 +erwartet a 75\u00a0%$/],
  ['fr', /^1\. +b +2\.5% +5\.32 bits +rank 1,234 +expected a 75%$/],
])('the list of /surprise for %s has its figures in the language of its words', async (locale, line) => {
  const { candidates } = distributionOf([
    { text: 'a', bytes: undefined, id: undefined, logprob: Math.log(0.75) },
    { text: 'b', bytes: undefined, id: undefined, logprob: Math.log(0.025) },
  ]);
  const facts = await surpriseFacts([
    {
      text: 'b',
      bytes: undefined,
      id: undefined,
      probability: { low: 0.025, high: 0.025 },
      rank: { low: 1234, high: 1234 },
      alternatives: candidates,
    },
  ]);
  const lines = facts === undefined ? [] : mostSurprisingLines(facts, undefined, translated(locale));
  expect(lines).toEqual([expect.stringMatching(line)]);
});

test('English words have English figures, whatever the locale', () => {
  const { entropy } = lessonWords('de');
  const { figures } = rowWords('de');
  expect(figures).toBe(rowWords('en').figures);
  expect([figures.percent(0.025), entropy({ low: 1.5, high: 1.5 })]).toEqual(['2.5%', '1.50 bits']);
});
