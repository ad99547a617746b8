/** The n-gram model and the passages beside each other. */
export interface Balance {
  /** The passages get at most this share of the probability; elsewhere than in answers times the similarity of the best. */
  readonly ceiling: number;
  /** The n-gram model is sharpened to the power 1 + sharpness·s, s being the similarity of the best passage. */
  readonly sharpness: number;
  /** A passage that is as similar as the part r of the best one has the part r^choice of its weight. */
  readonly choice: number;
}

/** How much the retrieved passages count beside the n-gram model; `tests/bench/tiny-model.mjs` measures the effect. */
export interface MixtureParameters {
  /** Weight of a vote from a passage that fits the query word for word. */
  readonly strength: number;
  /** The best passage, of similarity s, has the weight strength·s^power. */
  readonly power: number;
  /** Each further token of common context multiplies a vote by this. */
  readonly growth: number;
  /** Where a question was asked. */
  readonly answer: Balance;
  /** Elsewhere, where the words so far say less about those to come. */
  readonly text: Balance;
  /** Sum of the weights of the default answers. */
  readonly defaults: number;
}

/**
 * A compromise between held-out perplexity, which falls without sharpening and without default answers, and replies that
 * stay on their question at temperature 1.
 */
export const MIXTURE_PARAMETERS: MixtureParameters = {
  strength: 8,
  power: 8,
  growth: 4,
  answer: { ceiling: 0.99, sharpness: 1, choice: 16 },
  text: { ceiling: 0.6, sharpness: 0, choice: 8 },
  defaults: 3,
};
