import { type Comparison, fitBradleyTerry } from '../../src/sampling/bradley-terry.js';
import { sum } from '../../src/sampling/sum.js';
import { type Answer, FEATURES, type FeatureName, type PairsResult, type Reward, type Source } from './result.js';
import { totalOf, votedPairs } from './tally.js';

/** Keeps weights small where votes are few: as if a little was known before. */
export const RIDGE = 0.25;

/** What counts as one step of a feature: easy to say, and about as far as two answers differ. */
export const STEPS: Readonly<Record<FeatureName, number>> = {
  /** Tokens, or words. */
  length: 10,
  /** Bits a token. */
  surprise: 1,
  exclamations: 1,
  questions: 1,
};

/** From fewer pairs little more than chance is learned. */
export const FEW_PAIRS = 5;

/**
 * Learns from votes which features of an answer win: a Bradley–Terry fit on features that are counted in steps; one that is
 * not known of every answer, or is the same on both sides of every pair, is left out.
 *
 * @returns undefined where nothing can be learned: no votes, or no difference between the answers
 */
export function learnReward(result: Pick<PairsResult, 'rounds'>, source: Source): Reward | undefined {
  const pairs = votedPairs(result, source);
  const answers = pairs.flatMap(({ a, b }) => [a, b]);
  const unit = answers.every(({ tokens }) => tokens !== undefined) ? 'tokens' : 'words';
  const features = FEATURES.flatMap((name) => {
    const values = answers.flatMap((answer) => featureOf(answer, name, unit) ?? []);
    const differs = pairs.some(({ a, b }) => featureOf(a, name, unit) !== featureOf(b, name, unit));
    return values.length === answers.length && differs ? [{ name, mean: sum(values) / values.length }] : [];
  });
  if (features.length === 0) return undefined;
  const inSteps = (answer: Answer) => features.map((feature) => stepsOf(answer, feature, unit) ?? 0);
  const comparisons = pairs.map(({ a, b, votes }): Comparison => {
    const [one, other] = [inSteps(a), inSteps(b)];
    const difference = one.map((value, at) => value - (other[at] ?? 0));
    return { difference, wins: votes.a + votes.same / 2, losses: votes.b + votes.same / 2 };
  });
  const weights = fitBradleyTerry(comparisons, RIDGE);
  return {
    source,
    pairs: pairs.length,
    votes: sum(pairs.map(({ votes }) => totalOf(votes))),
    unit,
    features: features.map((feature, at) => ({ ...feature, weight: weights[at] ?? 0 })),
  };
}

/** An answer's reward, 0 for an average one, in natural log-odds; undefined where a feature of it is not known. */
export function rewardOf(answer: Answer, { features, unit }: Reward): number | undefined {
  const parts = features.flatMap((feature) => {
    const value = stepsOf(answer, feature, unit);
    return value === undefined ? [] : [feature.weight * value];
  });
  return parts.length === features.length ? sum(parts) : undefined;
}

/** What is looked at of an answer; undefined where it is not known. */
export function featureOf(answer: Answer, name: FeatureName, unit: Reward['unit']): number | undefined {
  switch (name) {
    case 'length':
      return answer[unit];
    case 'surprise':
      return answer.bits;
    case 'exclamations':
      return countSigns(answer.text, /[!！]/g);
    case 'questions':
      return countSigns(answer.text, /[?？]/g);
  }
}

/** How many steps a feature is above the mean. */
function stepsOf(
  answer: Answer,
  { name, mean }: Pick<Reward['features'][number], 'name' | 'mean'>,
  unit: Reward['unit'],
): number | undefined {
  const value = featureOf(answer, name, unit);
  return value === undefined ? undefined : (value - mean) / STEPS[name];
}

function countSigns(text: string, sign: RegExp): number {
  return text.match(sign)?.length ?? 0;
}
