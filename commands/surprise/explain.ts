import type { Place } from '../../src/lesson/command/definition.js';
import type { Explanation } from '../../src/lesson/command/explanation.js';
import { linkTo } from '../../src/lesson/command/view.js';
import { tokenLabel } from '../../src/lesson/text/token-label.js';
import { surpriseOf } from './facts.js';
import { keptTokens, type SurpriseResult, withExpectedWord } from './result.js';
import { surpriseWords } from './words.js';

/** What **Explain** tells of a scored text: one token's surprise, counted by doubling, and the mean of all. */
export function explainSurprise(result: SurpriseResult, { runId, locale }: Place): Explanation {
  const words = surpriseWords(locale);
  const { facts } = result;
  const known = [...facts.mostSurprising.map(({ token }) => token), ...keptTokens(result)].flatMap((token) => {
    const surprise = surpriseOf(token);
    const probability = token.probability?.high;
    if (surprise === undefined || surprise.isBound || probability === undefined) return [];
    return [{ label: tokenLabel(token), probability, bits: surprise.bits }];
  });
  const most = known.reduce((one, other) => (other.bits > one.bits ? other : one), {
    label: '',
    probability: 0,
    bits: 0,
  });
  const expected = withExpectedWord(result) === undefined ? undefined : facts.word?.expected?.text.trim();
  return {
    idea: words.idea,
    example: words.example({ ...most, average: facts.average }),
    next: expected === undefined ? words.nextWord : words.nextSwap(expected),
    tryIt: expected === undefined ? linkTo('nextword') : { action: 'swap', runId, label: words.swap(expected) },
  };
}
