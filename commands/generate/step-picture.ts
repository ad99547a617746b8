import type { DrawStep } from '../../src/charts/kinds/draw-step/draw-step.js';
import type { Frame } from '../../src/charts/picture.js';
import type { DistributionRows } from '../../src/lesson/rows/distribution-rows.js';
import { addedLabel, textUpTo } from '../../src/lesson/writing/written-text.js';
import type { KeptText } from './result.js';
import { stepRows } from './step-rows.js';
import { generateWords } from './words.js';

/** Two frames a step: a longer animation takes too long to look at, and to draw. */
export const ANIMATED_STEPS = 8;

/** In seconds: long enough to read the bars, and then what was drawn. */
const PAUSE = { distribution: 0.9, draw: 1.3, last: 3 };

/**
 * The picture of one step: the text before it, the bars, and the token that was drawn.
 *
 * @param step from 1 on
 * @param rows of the step, as `stepRows` gives them
 */
export function stepPicture(
  text: KeptText,
  step: number,
  rows: DistributionRows | undefined,
  locale: string,
): DrawStep {
  const words = generateWords(locale);
  const token = text.steps[step - 1]?.token;
  return {
    kind: 'draw-step',
    title: words.title,
    step,
    steps: text.steps.length,
    text: textUpTo(text, step - 1),
    token: token === undefined ? undefined : (addedLabel(text.steps, step - 1) ?? words.end),
    // Beside these bars there is no room for how many they are.
    bars: (rows?.bars ?? []).map((bar) => (bar.state === 'hidden' ? { ...bar, label: words.allOthers } : bar)),
  };
}

/** The first steps, each before and after its draw. */
export function stepFrames(text: KeptText, locale: string): Frame[] {
  const steps = Math.min(text.steps.length, ANIMATED_STEPS);
  return Array.from({ length: steps }, (_, at): Frame[] => {
    const drawn = stepPicture(text, at + 1, stepRows(text, at + 1, locale), locale);
    const undrawn = { ...drawn, token: undefined, bars: drawn.bars.map((bar) => ({ ...bar, chosen: false })) };
    return [
      { picture: undrawn, seconds: PAUSE.distribution },
      { picture: drawn, seconds: at + 1 === steps ? PAUSE.last : PAUSE.draw },
    ];
  }).flat();
}
