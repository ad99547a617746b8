/** What draws from a distribution came to, at a temperature and with nothing cut. */
export interface TailDraws {
  /** All of which it is known whether they are listed. */
  readonly draws: number;
  /** Those that are not. */
  readonly hidden: number;
}

/** What is believed of a number in [0, 1]: an estimate, and how far 95 of 100 truths are below and above it at most. */
export interface Belief {
  readonly about: number;
  readonly below: number;
  readonly above: number;
}

/** The normal quantile that leaves out 2.5% on either side. */
const Z_95 = 1.959963984540054;

const STEPS = 400;

/**
 * What to believe after draws: of each value, what was believed before × the binomial chance of the draws, scaled to sum to 1.
 * Before, either side of the estimate is believed to be half of a normal distribution. The new estimate is the median, and the
 * ends leave out 2.5% on either side.
 *
 * @param before with both sides above 0
 * @param hiddenAt the share of hidden tokens, in [0, 1], if the number has a value
 * @see Bayes 1763, "An essay towards solving a problem in the doctrine of chances"; Gelman et al. 2013, "Bayesian data
 *   analysis", sections 2.1 to 2.4
 */
export function believeDraws(
  before: Belief,
  { draws, hidden }: TailDraws,
  hiddenAt: (value: number) => number,
): Belief {
  const values = Array.from({ length: STEPS + 1 }, (_, step) => step / STEPS);
  const logs = values.map((value) => {
    const off = value - before.about;
    const distance = (off * Z_95) / Math.max(1e-6, off < 0 ? before.below : before.above);
    const share = hiddenAt(value);
    return -(distance * distance) / 2 + power(share, hidden) + power(1 - share, draws - hidden);
  });
  const most = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - most));
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const quantile = (part: number) => {
    let sum = 0;
    const place = weights.findIndex((weight) => {
      sum += weight / whole;
      return sum >= part;
    });
    return values[place === -1 ? STEPS : place] ?? 1;
  };
  const about = quantile(0.5);
  // A step to each side, so that the range is never narrower than the steps.
  return { about, below: about - quantile(0.025) + 1 / STEPS, above: quantile(0.975) - about + 1 / STEPS };
}

/** ln(share^times), where 0⁰ is 1. */
function power(share: number, times: number): number {
  return times === 0 ? 0 : times * Math.log(share);
}
