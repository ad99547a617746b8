import type { RandomNumbers } from '../language/random.js';
import { parameterPlaces, type TransformerParameters, type TransformerShape } from '../transformer/shape.js';

/** Of the normal distribution, for a model of usual width. */
const SPREAD = 0.02;

/**
 * Sets parameters to where training begins: gains 1, matrices drawn from a normal distribution, those that add to the
 * numbers of a place narrower by √(2 · layers).
 *
 * @see Radford et al. 2019, "Language models are unsupervised multitask learners", section 2.3
 */
export function initialise(
  shape: TransformerShape,
  parameters: TransformerParameters,
  random: RandomNumbers,
  usual = SPREAD,
): void {
  for (const { name, rows, columns, from } of parameterPlaces(shape)) {
    const spread = name.endsWith('-out') ? usual / Math.sqrt(2 * shape.layers) : usual;
    for (let each = from; each < from + rows * columns; each++) {
      parameters.all[each] = name.endsWith('gain') ? 1 : spread * normal(random);
    }
  }
}

/** @see Box and Muller 1958, "A note on the generation of random normal deviates" */
function normal(random: RandomNumbers): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
