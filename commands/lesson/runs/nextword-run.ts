import { exactly, type Interval, sumOf } from '../../../src/domain/interval.js';
import type { ListedTokens } from '../../../src/domain/listed-tokens.js';
import { capOf } from '../../../src/domain/tail.js';
import type { Candidate } from '../../../src/domain/token.js';
import { probabilityOf } from '../../../src/sampling/surprisal.js';
import { chartedChance } from '../../nextword/chance.js';
import type { NextwordResult } from '../../nextword/result.js';
import { nextword } from '../../nextword.js';
import { defineLessonRun, type Measures } from './lesson-run.js';

/** The likeliest tokens that a ranking holds. */
const MAX_RANKED = 40;

/** What of what comes next a prediction may be about. */
export const nextwordMeasures = {
  /** The chances of some words, or of the likeliest tokens. */
  chances: (result, of) => ({
    kind: 'ranking',
    unit: 'share',
    items:
      of.length > 0
        ? of.map((word) => ({ label: word, value: chanceOfWord(result, word) }))
        : result.distribution.candidates.slice(0, MAX_RANKED).map((token) => ({
            label: token.text.trim(),
            value: sureChance(result, token),
          })),
  }),
  /** How many tokens have a chance above nothing. */
  possible({ distribution }) {
    const value = possibleIn(distribution);
    return Number.isFinite(value.high) ? { kind: 'number', unit: 'tokens', value } : undefined;
  },
  /** The chance of the likeliest token. */
  'best-chance': (result) => {
    const [best] = result.distribution.candidates;
    return { kind: 'number', unit: 'share', value: best === undefined ? exactly(0) : sureChance(result, best) };
  },
} satisfies Measures<NextwordResult>;

/** What comes next, with chances as they are on the chart. */
export const nextwordRun = defineLessonRun(nextword, {
  measures: nextwordMeasures,
});

/** Answers are not judged by an estimate. */
function sureChance(result: NextwordResult, token: Candidate): Interval {
  const { low, high } = chartedChance(result, token, true);
  return { low, high };
}

/** Of a token that says this word; of one that is not listed only its bounds are known. */
function chanceOfWord(result: NextwordResult, word: string): Interval {
  const { candidates, tail } = result.distribution;
  const token = candidates.find(({ text }) => text.trim() === word.trim());
  if (token !== undefined) return sureChance(result, token);
  const least = candidates.at(-1);
  return { low: 0, high: Math.min(capOf(tail), least === undefined ? 1 : probabilityOf(least.logprob)) };
}

/** Of tokens that are not listed by name it may only be known what they have together: those are as many as that takes at least. */
export function possibleIn({ candidates, tail }: ListedTokens): Interval {
  const named = candidates.filter(({ logprob }) => probabilityOf(logprob) > 0).length;
  const others = tail.map(({ count, mass, greatest, least }): Interval => {
    if (least > 0) return exactly(count);
    return mass === 0 ? { low: 0, high: count } : { low: Math.min(count, Math.ceil(mass / greatest)), high: count };
  });
  return sumOf([exactly(named), ...others]);
}
