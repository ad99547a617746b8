import { checkCount } from '../../../domain/check-figure.js';
import { renderBars } from '../../bars/bar-pages.js';
import type { BarRow } from '../../bars/bar-rows.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { CountBars } from './count-bars.js';

/** Draws counts side by side, on an axis from zero to the largest. */
export function renderCountBars(picture: CountBars, options: RenderOptions): RenderedPage {
  const { title, subtitle, bars, unit, unitOfOne = unit } = picture;
  const { theme, words } = options;
  const largest = Math.max(0, ...bars.map((bar) => bar.count));
  const rows = bars.map((bar): BarRow => {
    const count = checkCount(bar.count);
    const share = largest === 0 ? 0 : count / largest;
    return {
      label: bar.label || words.empty,
      family: 'mono',
      sublabel: bar.note,
      low: share,
      high: share,
      value: words.countBars.amount(count, count === 1 ? unitOfOne : unit),
      fill: { kind: 'solid', colour: bar.emphasis ? theme.bar : theme.quietBar },
      strong: bar.emphasis ?? false,
      arrow: false,
      quiet: false,
    };
  });
  return renderBars(rows, { title, subtitle }, { track: false, empty: words.countBars.nothing }, options);
}
