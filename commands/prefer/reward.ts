import { type Comparison, fitBradleyTerry } from '../../src/sampling/bradley-terry.js';
import { sum } from '../../src/sampling/sum.js';
import { type Answer, FEATURES, type FeatureName, type PairsResult, type Reward, type Source } from './result.js';
import { totalOf, votedPairs } from './tally.js';

/** Keeps weights small where votes are few: as if a little was known before. */
export const RIDGE = 0.1;

/** From fewer pairs little more than chance is learned. */
export const FEW_PAIRS = 5;

/**
 * Learns from votes which features of an answer win: a Bradley–Terry fit on features that are scaled to a standard deviation
 * of 1 over the answers; one that is not known of every answer, or is the same in all, is left out.
 *
 * @returns undefined where nothing can be learned: no votes, or no difference between the answers
 */
export function learnReward(result: Pick<PairsResult, 'rounds'>, source: Source): Reward | undefined {
  const pairs = votedPairs(result, source);
  const answers = pairs.flatMap(({ a, b }) => [a, b]);
  const unit = answers.every(({ tokens }) => tokens !== undefined) ? 'tokens' : 'words';
  const features = FEATURES.flatMap((name) => {
    const values = answers.flatMap((answer) => featureOf(answer, name, unit) ?? []);
    const mean = sum(values) / values.length;
    const deviation = Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
    return values.length === answers.length && deviation > 1e-9 ? [{ name, mean, deviation }] : [];
  });
  if (features.length === 0) return undefined;
  const scaled = (answer: Answer) => features.map((feature) => scaledFeature(answer, feature, unit) ?? 0);
  const comparisons = pairs.map(({ a, b, votes }): Comparison => {
    const [one, other] = [scaled(a), scaled(b)];
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
    const value = scaledFeature(answer, feature, unit);
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

function scaledFeature(
  answer: Answer,
  { name, mean, deviation }: Pick<Reward['features'][number], 'name' | 'mean' | 'deviation'>,
  unit: Reward['unit'],
): number | undefined {
  const value = featureOf(answer, name, unit);
  return value === undefined ? undefined : (value - mean) / deviation;
}

function countSigns(text: string, sign: RegExp): number {
  return text.match(sign)?.length ?? 0;
}

/** A step of a feature that is easy to say: about a standard deviation, or one sign. */
export function stepOf({ name, deviation }: Pick<Reward['features'][number], 'name' | 'deviation'>): number {
  if (name === 'length') return Math.max(1, Math.round(deviation));
  if (name === 'surprise') return Math.max(0.1, Math.round(deviation * 10) / 10);
  return 1;
}
