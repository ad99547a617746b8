import type { DrawStep, Frame } from '../../src/charts/picture.js';
import { placeIn, placesLike } from '../../src/domain/find-token.js';
import type { Candidate } from '../../src/domain/token.js';
import { describeSampling } from '../../src/lesson/describe/describe-sampling.js';
import { type DistributionRows, distributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { addedLabel, type Listed, textUpTo, type WrittenText } from '../../src/lesson/writing/written-text.js';

/** The hidden mass has a bar of its own. */
const TOKENS_SHOWN = 6;

/** Two frames a step: a longer animation takes too long to look at, and to draw. */
export const ANIMATED_STEPS = 8;

/** A server's logprobs of one token, in its list and beside it, differ by rounding only. */
const SAME_LOGPROB = 0.001;

/** In seconds: long enough to read the bars, and then what was drawn. */
const PAUSE = { distribution: 0.9, draw: 1.3, last: 3 };

/**
 * What a step's token was drawn from; at temperature 0, where nothing is drawn, what the most likely one was taken from.
 *
 * @param step from 1 on
 * @returns undefined where the endpoint listed nothing at this place, or there is no such step
 */
export function stepRows(written: WrittenText, step: number): DistributionRows | undefined {
  const { token, listed } = written.steps[step - 1] ?? {};
  if (token === undefined || listed === undefined) return undefined;
  const { temperature, topP, topK, minP, order } = written;
  return distributionRows({
    ...(temperature === 0 ? { temperature: 1 } : { temperature, topP, topK, minP, order }),
    listed: { ...listed, vocabularySize: written.vocabularySize },
    count: TOKENS_SHOWN,
    drawn: drawnPlace(token, listed),
    verb: temperature === 0 ? 'taken' : 'drawn',
  });
}

/** Where a drawn token stands in the list; undefined where only tokens that look like it do, so that it may be hidden. */
export function drawnPlace(token: Candidate, { candidates }: Listed): number | 'hidden' | undefined {
  if (placesLike(candidates, token).length === 0) return 'hidden';
  const place = placeIn(candidates, token);
  const isOther = Math.abs((candidates[place ?? -1]?.logprob ?? 0) - token.logprob) > SAME_LOGPROB;
  return isOther ? undefined : place;
}

/** The picture of one step: the text before it, the bars, and the token that was drawn. */
export function stepPicture(written: WrittenText, step: number): DrawStep {
  const token = written.steps[step - 1]?.token;
  return {
    kind: 'draw-step',
    title:
      written.temperature === 0 ? 'Greedy: the most likely token is taken' : `Drawn at ${describeSampling(written)}`,
    step,
    steps: written.steps.length,
    text: textUpTo(written, step - 1),
    token: token === undefined ? undefined : (addedLabel(written.steps, step - 1) ?? '⟨end⟩'),
    // Beside these bars there is no room for how many they are.
    bars: (stepRows(written, step)?.bars ?? []).map((bar) =>
      bar.state === 'hidden' ? { ...bar, label: 'all others' } : bar,
    ),
  };
}

/** The first steps, each before and after its draw. */
export function stepFrames(written: WrittenText): Frame[] {
  const steps = Math.min(written.steps.length, ANIMATED_STEPS);
  return Array.from({ length: steps }, (_, at): Frame[] => {
    const drawn = stepPicture(written, at + 1);
    const undrawn = { ...drawn, token: undefined, bars: drawn.bars.map((bar) => ({ ...bar, chosen: false })) };
    return [
      { picture: undrawn, seconds: PAUSE.distribution },
      { picture: drawn, seconds: at + 1 === steps ? PAUSE.last : PAUSE.draw },
    ];
  }).flat();
}
