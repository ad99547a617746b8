import { renderBars } from '../../bars/bar-pages.js';
import { probabilityRow } from '../../bars/probability-row.js';
import type { RenderedPage, RenderOptions } from '../renderer.js';
import type { ProbabilityBars } from './probability-bars.js';

/** Draws how likely each next token is, on an axis that always ends at 100%. */
export function renderProbabilityBars(
  { title, subtitle, bars }: ProbabilityBars,
  options: RenderOptions,
): RenderedPage {
  return renderBars(
    bars.map((bar) => probabilityRow(bar, options)),
    { title, subtitle },
    { track: true, empty: options.words.candidates.nothing },
    options,
  );
}
