/** How much the retrieved passages count beside the n-gram model; tuned by `tests/bench/tiny-model.mjs`. */
export interface MixtureParameters {
  /** Weight of a vote from a passage that fits the query word for word. */
  readonly strength: number;
  /** A passage of similarity s has the weight strength·s^power. */
  readonly power: number;
  /** Each further token of common context multiplies a vote by this. */
  readonly growth: number;
  /** The passages never get more than this of the probability. */
  readonly ceiling: number;
  /** Sum of the weights of the default answers. */
  readonly defaults: number;
}

export const mixtureParameters: MixtureParameters = {
  strength: 20,
  power: 6,
  growth: 2.5,
  ceiling: 0.97,
  defaults: 20,
};
