import { renderBarPages } from '../../bars/bar-pages.js';
import { probabilityRow } from '../../bars/probability-row.js';
import type { DrawnPicture } from '../../picture.js';
import type { RenderOptions } from '../renderer.js';
import type { ProbabilityBars } from './probability-bars.js';

/** Draws how likely each next token is, on an axis that always ends at 100%. */
export function renderProbabilityBars(
  { title, subtitle, bars }: ProbabilityBars,
  options: RenderOptions,
): DrawnPicture {
  return renderBarPages(
    bars.map((bar) => probabilityRow(bar, options)),
    { title, subtitle, track: true, empty: options.words.candidates.nothing },
    options,
  );
}
