import type { ListedModel } from './listed-model.js';
import type { Parameter } from './request-shape.js';

/** How much to ask for of what could stand at a place. */
export interface Listing {
  /** How many of the most likely tokens to list by name. */
  readonly listed: number;
  /** What to send besides. */
  readonly parameters: readonly Parameter[];
}

/** A vocabulary of no more tokens is listed whole, so that nothing is left open: about 100 KB, read in some milliseconds. */
const MAX_WHOLE = 5000;

/** Of a larger one so many: nearly as quick as a hundred, and what they leave open is seldom seen in a figure. */
const QUICKLY_LISTED = 1000;

/** With so many bins for all others, what they leave open is smaller than any figure shows. */
const BINS = { atOnePlace: 128, atMany: 64 };

/**
 * What to ask for at a single place, where a long list takes no time.
 *
 * @param wish.everyName all tokens are needed by name, and not in bins
 */
export function listAtOnePlace(
  { least, everyName }: { readonly least: number; readonly everyName: boolean },
  model: ListedModel | undefined,
): Listing {
  if (model?.tailBins && !everyName) return { listed: least, parameters: [tailBins(BINS.atOnePlace)] };
  return { listed: Math.max(least, mostAtOnePlace(model)), parameters: [] };
}

/** How many tokens are listed by name in no time. */
export function mostAtOnePlace(model: ListedModel | undefined): number {
  const size = model?.vocabularySize ?? Number.POSITIVE_INFINITY;
  return size <= MAX_WHOLE ? size : QUICKLY_LISTED;
}

/** What to ask for at each of many places, where long lists would add up. */
export function listAtMany(least: number, model: ListedModel | undefined): Listing {
  return { listed: least, parameters: model?.tailBins ? [tailBins(BINS.atMany)] : [] };
}

function tailBins(value: number): Parameter {
  return { name: 'tail_bins', value, wanted: false };
}
