import { checkProbability, formatPercentRange } from '../../../words/format.js';
import { barFill } from '../../bars/bar-fill.js';
import { renderBarPages } from '../../bars/bar-pages.js';
import type { BarRow } from '../../bars/bar-rows.js';
import type { Theme } from '../../paint/theme.js';
import type { DrawnPicture, ProbabilityBar, ProbabilityBars } from '../../picture.js';

/**
 * Draws how likely each next token is, on an axis that always ends at 100%, on at most `maxPages` pages.
 *
 * @throws RangeError when a probability is not in [0, 1] or its ends are the wrong way round
 */
export function renderProbabilityBars(picture: ProbabilityBars, maxPages: number, theme: Theme): DrawnPicture {
  return renderBarPages(
    picture.bars.map((bar) => toRow(bar, theme)),
    { title: picture.title, subtitle: picture.subtitle, track: true, empty: 'No token to show.' },
    maxPages,
    theme,
  );
}

/** The row of a bar, its figure written. */
export function toRow(bar: ProbabilityBar, theme: Theme): BarRow {
  const low = checkProbability(bar.probability.low);
  const value = formatPercentRange(low, checkProbability(bar.probability.high));
  // Ends that print alike are one figure, without a whisker.
  const high = value.includes('–') ? bar.probability.high : low;
  return {
    label: bar.label === '' ? '(empty)' : bar.label,
    family: bar.state === 'hidden' ? 'sans' : 'mono',
    low,
    high,
    value,
    note: bar.note,
    fill: barFill(bar.state, theme),
    strong: bar.chosen ?? false,
    arrow: bar.chosen ?? false,
    quiet: bar.state !== 'kept',
  };
}
