import { placeIn, placesLike } from '../../src/domain/find-token.js';
import { clamp, type Interval, middleOf } from '../../src/domain/interval.js';
import type { ListedTokens } from '../../src/domain/listed-tokens.js';
import type { Candidate } from '../../src/domain/token.js';
import { type DistributionRows, distributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { ownProbability } from '../../src/lesson/writing/written-text.js';
import { probabilityOf } from '../../src/sampling/surprisal.js';
import type { KeptText } from './result.js';

/** The hidden mass has a bar of its own. */
const TOKENS_SHOWN = 6;

/** A server's logprobs of one token, in its list and beside it, differ by rounding only. */
const SAME_LOGPROB = 0.001;

/**
 * What a step's token was drawn from; at temperature 0, where nothing is drawn, what the most likely one was taken from.
 *
 * @param step from 1 on
 * @returns undefined where the endpoint listed nothing at this place, or there is no such step
 */
export function stepRows(text: KeptText, step: number, locale: string): DistributionRows | undefined {
  const { token, listed } = text.steps[step - 1] ?? {};
  if (token === undefined || listed === undefined) return undefined;
  const { temperature, topP, topK, minP, order } = text;
  return distributionRows({
    ...(temperature === 0 ? { temperature: 1 } : { temperature, topP, topK, minP, order }),
    listed,
    count: TOKENS_SHOWN,
    drawn: drawnPlace(token, listed),
    verb: temperature === 0 ? 'taken' : 'drawn',
    locale,
  });
}

/**
 * The chance of a step's token as the step's picture has it: after temperature, before any cut. Two tokens keep the
 * relation (p/q) to the power of 1/T, so that it is known also of a token that has no bar.
 *
 * @param step from 1 on
 * @returns from 0 to 1 where nothing is known
 */
export function chartedChance(text: KeptText, step: number, locale: string): Interval {
  const drawn = text.steps[step - 1];
  if (drawn === undefined) return UNKNOWN;
  const own = ownProbability(drawn);
  const { temperature } = text;
  if (temperature === 0 || temperature === 1 || own.high === 1) return own;
  const [best] = drawn.listed?.candidates ?? [];
  const candidates = stepRows(text, step, locale)?.outcome.candidates;
  const [first] = candidates ?? [];
  if (best === undefined || first === undefined) return UNKNOWN;
  const place = drawn.listed && drawnPlace(drawn.token, drawn.listed);
  const charted = typeof place === 'number' ? candidates?.[place] : undefined;
  if (charted !== undefined) return { low: charted.low, high: charted.high, about: charted.about };
  const times = (probability: number) => (probability / probabilityOf(best.logprob)) ** (1 / temperature);
  const about = first.about === undefined ? undefined : times(middleOf(own)) * first.about;
  return clamp({ low: times(own.low) * first.low, high: times(own.high) * first.high, about });
}

const UNKNOWN: Interval = { low: 0, high: 1 };

/** Where a drawn token stands in the list; undefined where only tokens that look like it do, so that it may be hidden. */
export function drawnPlace(token: Candidate, { candidates }: ListedTokens): number | 'hidden' | undefined {
  if (placesLike(candidates, token).length === 0) return 'hidden';
  const place = placeIn(candidates, token);
  const isOther = Math.abs((candidates[place ?? -1]?.logprob ?? 0) - token.logprob) > SAME_LOGPROB;
  return isOther ? undefined : place;
}
