import { checkLikeness } from '../../../domain/check-figure.js';
import { renderBars } from '../../bars/bar-pages.js';
import type { BarRow } from '../../bars/bar-rows.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { LikenessBars } from './likeness-bars.js';

/**
 * Draws likenesses on an axis from 0 to 1; below 0 there is no bar.
 *
 * @throws RangeError when one is not in [−1, 1]
 */
export function renderLikenessBars({ title, subtitle, bars }: LikenessBars, options: RenderOptions): RenderedPage {
  const { theme, words } = options;
  const rows = bars.map(({ label, likeness, note, chosen = false, quiet = false }): BarRow => {
    const share = Math.max(0, checkLikeness(likeness));
    return {
      label: label || words.empty,
      family: 'mono',
      low: share,
      high: share,
      value: words.figures.decimals(likeness, 2),
      note,
      fill: { kind: 'solid', colour: quiet ? theme.quietBar : theme.bar },
      strong: chosen,
      arrow: chosen,
      quiet,
    };
  });
  return renderBars(rows, { title, subtitle }, { track: true, empty: words.heatMap.nothing }, options);
}
