import { checkProbability } from '../../domain/check-figure.js';
import type { RenderOptions } from '../kinds/renderer.js';
import { barFill } from './bar-fill.js';
import type { BarRow } from './bar-rows.js';
import type { ProbabilityBar } from './probability-bar.js';

/**
 * The row of a token, its figure written.
 *
 * @throws RangeError when its probability is not in [0, 1] or the ends are the wrong way round
 */
export function probabilityRow(bar: ProbabilityBar, { theme, words }: Omit<RenderOptions, 'page'>): BarRow {
  const low = checkProbability(bar.probability.low);
  const high = checkProbability(bar.probability.high);
  return {
    label: bar.label || words.empty,
    family: bar.state === 'hidden' ? 'sans' : 'mono',
    low,
    // Ends that print alike are one figure, without a whisker.
    high: words.figures.isPercentRange({ low, high }) ? high : low,
    estimate: bar.probability.about,
    value: words.candidates.value(bar.probability),
    note: bar.note ?? (bar.state === 'cut' ? words.candidates.cut : undefined),
    struck: bar.state === 'cut',
    fill: barFill(bar.state, theme),
    strong: bar.chosen ?? false,
    arrow: bar.chosen ?? false,
    quiet: bar.state !== 'kept',
  };
}
