import { NONE } from '../../src/domain/interval.js';
import { takeTurns } from '../../src/lesson/asking/take-turns.js';
import { type GoodnessOfFit, testGoodnessOfFit } from '../../src/sampling/goodness-of-fit.js';
import { createSeededRandom } from '../../src/sampling/random.js';
import type { InTurns } from '../../src/sampling/turns.js';
import { comparable, isPossible, type Prediction, predictionOf } from './prediction.js';
import { type DiceResult, type Fit, rollsOf, type Unjudged } from './result.js';

/** Beyond the seeds that people may give, so that the test never sees the numbers that were rolled with. */
const TEST_SEED = 2 ** 40;

/** Tests all rolls so far against the prediction; it may take a fraction of a second, in which others get their turn. */
export async function judge(rolled: Unjudged): Promise<DiceResult> {
  const { result, prediction } = comparable(rolled, predictionOf(rolled));
  return { ...rolled, fit: await takeTurns(testFit(result, prediction)) };
}

function* testFit(result: Pick<DiceResult, 'counts'>, prediction: Prediction): InTurns<Fit> {
  const { probabilities } = prediction;
  const count = (place: number) => result.counts[place] ?? 0;
  // What cannot come up, and did not, tells nothing.
  const judged = probabilities
    .map((_, place) => place)
    .filter((place) => count(place) > 0 || isPossible(prediction, place));
  const { verdict, p, statistic, method, groups }: GoodnessOfFit = yield* testGoodnessOfFit(
    judged.map(count),
    judged.map((place) => probabilities[place] ?? NONE),
    createSeededRandom(TEST_SEED + rollsOf(result)),
  );
  return {
    verdict,
    p,
    statistic: Number.isFinite(statistic) ? statistic : undefined,
    method,
    groups: groups.map(({ categories, observed, expected }) => ({
      categories: categories.flatMap((place) => judged[place] ?? []),
      observed,
      expected,
    })),
  };
}
