import { checkCount, formatCount } from '../../../words/format.js';
import { renderBarPages } from '../../bars/bar-pages.js';
import type { BarRow } from '../../bars/bar-rows.js';
import type { Theme } from '../../paint/theme.js';
import type { CountBars, DrawnPicture } from '../../picture.js';

/**
 * Draws counts side by side, on an axis from zero to the largest, on at most `maxPages` pages.
 *
 * @throws RangeError when a count is negative or not finite
 */
export function renderCountBars(picture: CountBars, maxPages: number, theme: Theme): DrawnPicture {
  const largest = Math.max(0, ...picture.bars.map((bar) => bar.count));
  return renderBarPages(
    picture.bars.map((bar) => toRow(bar, picture.unit, largest, theme)),
    { title: picture.title, subtitle: picture.subtitle, track: false, empty: 'Nothing to count.' },
    maxPages,
    theme,
  );
}

function toRow(bar: CountBars['bars'][number], unit: string, largest: number, theme: Theme): BarRow {
  const count = checkCount(bar.count);
  const share = largest === 0 ? 0 : count / largest;
  return {
    label: bar.label,
    family: 'mono',
    sublabel: bar.note,
    low: share,
    high: share,
    value: `${formatCount(count)} ${unit}`,
    fill: { kind: 'solid', colour: bar.emphasis ? theme.bar : theme.quietBar },
    strong: bar.emphasis ?? false,
    arrow: false,
    quiet: false,
  };
}
