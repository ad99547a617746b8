import type { DrawOrder } from '../domain/draw-order.js';
import { between, exactly, type Interval, NONE } from '../domain/interval.js';
import type { Tail } from '../domain/tail.js';
import { share, type TemperedBounds, temper, temperRest } from './bounds.js';
import type { Cuts, Verdict } from './cuts.js';
import { entropyWith } from './entropy-bounds.js';
import { checkListed, checkTemperature, type ListedDistribution } from './listed.js';
import { createWeighing, tailTopWeight, type Weighing } from './tail.js';
import { type ListedTruncation, truncate, truncateListed } from './truncation.js';

/** A listed distribution, and how a token is to be drawn from it. */
export interface ChainRequest extends ListedDistribution, Cuts {
  /** 0 takes the most likely token; 1 leaves the model's own distribution as it is. */
  readonly temperature: number;
  /** `temperature-first` by default. */
  readonly order?: DrawOrder | undefined;
}

/** One listed token after temperature and cuts. */
export interface ChainCandidate extends Verdict, Interval {
  /** What is drawn from: the same scaled so that all kept tokens sum to 1; 0 for a cut token. */
  readonly afterCut: Interval;
}

/** A distribution after the sampling chain: temperature and cuts. `low` and `high` are equal where a number is known exactly. */
export interface ChainOutcome {
  /** One for each listed token, in order; `low` and `high` are its probability after temperature, before the cuts. */
  readonly candidates: readonly ChainCandidate[];
  /** All other tokens together. */
  readonly hidden: ChainCandidate;
  /** How many tokens are left to draw from; the upper end is Infinity where nobody tells how many there are. */
  readonly left: Interval;
  /** The probability of all that are cut, as the cuts find it; none at temperature 0, where nothing is drawn. */
  readonly lost: Interval;
  /** In bits, after temperature, before the cuts. */
  readonly entropy: Interval;
}

/**
 * What temperature, top-k, top-p and min-p, in this order, make of a distribution of which only a part is listed.
 *
 * The order is that of Hugging Face transformers (`_get_logits_processor`), each step on what the one before left, scaled
 * to sum to 1. Servers differ: vLLM applies temperature, min-p, then top-k and top-p (`v1/sample/sampler.py`), which
 * differs only where min-p and top-p are both set; llama.cpp applies the temperature last by default (`--samplers`), so
 * that its top-p and min-p look at the distribution at temperature 1, and takes this order where it is asked for
 * (`samplers`); top-k is the same everywhere.
 *
 * With `cuts-first` the cuts look at the distribution at temperature 1, and what they keep is drawn from at the temperature.
 *
 * At temperature 0 the most likely token is drawn whatever the cuts; where the most likely are tied, they are `unsure`.
 * Every interval holds for every tail that is possible; those of `candidates`, `hidden` and `entropy` are tight (see
 * `temper`, `entropyBounds`), `afterCut` is where nothing is `unsure`.
 *
 * @throws RangeError when the numbers are no distribution, or on a bad temperature or cut
 */
export function runChain(request: ChainRequest): ChainOutcome {
  const { probabilities, temperature } = request;
  checkTemperature(temperature);
  if (temperature === 0) return { ...runGreedy(request, temper(request, 0)), entropy: NONE };

  const tail = checkListed(request);
  const weighing = createWeighing(probabilities[0] ?? 0, temperature);
  const weights = probabilities.map(weighing.weight);
  const bounds = temperRest(weights, tail, weighing);
  const truncation =
    request.order === 'cuts-first'
      ? cutFirst(request, tail, weighing, weights)
      : truncateListed(probabilities, tail, weighing, request, weights);
  const { places, lost, counts, keptWeight } = truncation;
  let upTo = 0;
  let entropy: Interval | undefined;
  return {
    candidates: weights.map((weight, place): ChainCandidate => {
      const { state, cutBy } = truncation.candidates[place] as Verdict;
      upTo += weight;
      return {
        low: weight / bounds.all.high,
        high: weight / bounds.all.low,
        state,
        cutBy,
        afterCut: afterCut(weight, upTo, state, keptWeight),
      };
    }),
    hidden: { ...bounds.hidden, ...truncation.hidden, afterCut: hiddenAfterCut(weights, tail, weighing, truncation) },
    left: {
      low: counts.low + places.low,
      high: Math.min(request.topK ?? Number.POSITIVE_INFINITY, counts.high + places.high),
    },
    lost,
    // Few look at it, and it is most of the work.
    get entropy() {
      entropy ??= entropyWith(probabilities, tail, weighing);
      return entropy;
    },
  };
}

/** Cuts at temperature 1; what is kept then weighs as the temperature has it. */
function cutFirst(request: ChainRequest, tail: Tail, weighing: Weighing, weights: readonly number[]): ListedTruncation {
  const { probabilities } = request;
  const truncation = truncateListed(probabilities, tail, createWeighing(probabilities[0] ?? 0, 1), request);
  const { places } = truncation;
  const { sure, possible } = keptOf(weights, truncation);
  return {
    ...truncation,
    keptWeight: {
      low: sure + tailTopWeight(tail, weighing, places.low).low,
      high: possible + tailTopWeight(tail, weighing, places.high).high,
    },
  };
}

/** The weight of the listed tokens that are surely kept, and of those that may be. */
function keptOf(
  weights: readonly number[],
  { candidates }: Pick<ListedTruncation, 'candidates'>,
): { sure: number; possible: number } {
  let [sure, possible] = [0, 0];
  for (let place = 0; place < weights.length; place += 1) {
    const weight = weights[place] as number;
    const state = candidates[place]?.state;
    if (state === 'kept') sure += weight;
    if (state !== 'cut') possible += weight;
  }
  return { sure, possible };
}

function runGreedy(request: ChainRequest, bounds: TemperedBounds): Omit<ChainOutcome, 'entropy'> {
  const verdicts = truncate([1, ...bounds.candidates.slice(1).map(() => 0), 0], request);
  const tied = (bounds.candidates[0]?.low ?? 0) < 1;
  const outcomes = [...bounds.candidates, bounds.hidden].map((bound, place): ChainCandidate => {
    if (tied && bound.high > 0) return { ...bound, state: 'unsure', afterCut: bound };
    return { ...bound, ...(verdicts[place] ?? { state: 'unsure' }), afterCut: bound };
  });
  const hidden = outcomes.pop() ?? { ...NONE, state: 'unsure', afterCut: NONE };
  return { candidates: outcomes, hidden, left: exactly(1), lost: NONE };
}

/** @param upTo the weight of the token and of all that are listed before it */
function afterCut(weight: number, upTo: number, state: Verdict['state'], kept: Interval): Interval {
  if (state === 'cut') return NONE;
  // A token is kept together with all that are listed before it.
  const least = Math.max(kept.low, upTo);
  return { low: state === 'kept' ? weight / Math.max(kept.high, least) : 0, high: weight / least };
}

function hiddenAfterCut(
  weights: readonly number[],
  tail: Tail,
  weighing: Weighing,
  truncation: ListedTruncation,
): Interval {
  const { hidden, places, keptWeight } = truncation;
  if (hidden.state === 'cut') return NONE;
  const { sure, possible } = keptOf(weights, truncation);
  // Equal ends that were computed in two ways can be a last digit apart.
  return between(
    share(Math.max(tailTopWeight(tail, weighing, places.low).low, keptWeight.low - possible), possible),
    share(Math.min(tailTopWeight(tail, weighing, places.high).high, Math.max(0, keptWeight.high - sure)), sure),
  );
}
