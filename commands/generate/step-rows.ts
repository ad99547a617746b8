import { placeIn, placesLike } from '../../src/domain/find-token.js';
import type { Candidate } from '../../src/domain/token.js';
import { type DistributionRows, distributionRows } from '../../src/lesson/rows/distribution-rows.js';
import type { Listed } from '../../src/lesson/writing/written-text.js';
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
    listed: { ...listed, vocabularySize: text.vocabularySize },
    count: TOKENS_SHOWN,
    drawn: drawnPlace(token, listed),
    verb: temperature === 0 ? 'taken' : 'drawn',
    locale,
  });
}

/** Where a drawn token stands in the list; undefined where only tokens that look like it do, so that it may be hidden. */
export function drawnPlace(token: Candidate, { candidates }: Listed): number | 'hidden' | undefined {
  if (placesLike(candidates, token).length === 0) return 'hidden';
  const place = placeIn(candidates, token);
  const isOther = Math.abs((candidates[place ?? -1]?.logprob ?? 0) - token.logprob) > SAME_LOGPROB;
  return isOther ? undefined : place;
}
