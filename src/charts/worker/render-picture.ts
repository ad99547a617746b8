import { renderBarColumns } from '../kinds/bar-columns/render-bar-columns.js';
import { renderBranchTree } from '../kinds/branch-tree/render-branch-tree.js';
import { renderCountBars } from '../kinds/count-bars/render-count-bars.js';
import { renderDrawStep } from '../kinds/draw-step/render-draw-step.js';
import { renderProbabilityBars } from '../kinds/probability-bars/render-probability-bars.js';
import { renderProbabilityStrip } from '../kinds/probability-strip/render-probability-strip.js';
import { renderRollCounts } from '../kinds/roll-counts/render-roll-counts.js';
import { renderTokenStrip } from '../kinds/token-strip/render-token-strip.js';
import { darkTheme, type Theme } from '../paint/theme.js';
import type { DrawnPicture, Picture } from '../picture.js';
import { partsOf } from '../picture-part.js';
import { chooseHanForms } from '../text/cjk-fonts.js';
import { registerFonts } from '../text/fonts.js';

/** Pages drawn when the caller names no number: what one message shows well. */
export const defaultMaxPages = 4;

/**
 * Draws a picture in the calling thread, which it holds for some 50 ms a page: for worker threads only.
 *
 * @param maxPages pages at most, at least 1
 * @throws RangeError when a probability or a count is not a possible one
 */
export function renderPicture(
  picture: Picture,
  { maxPages = defaultMaxPages, theme = darkTheme }: { maxPages?: number; theme?: Theme } = {},
): DrawnPicture {
  if (!Number.isInteger(maxPages) || maxPages < 1)
    throw new RangeError(`A picture has at least one page, not ${maxPages}.`);
  registerFonts();
  chooseHanForms(textsOf(picture));
  switch (picture.kind) {
    case 'token-strip':
      return renderTokenStrip(picture, maxPages, theme);
    case 'probability-bars':
      return renderProbabilityBars(picture, maxPages, theme);
    case 'bar-columns':
      return renderBarColumns(picture, maxPages, theme);
    case 'draw-step':
      return renderDrawStep(picture, maxPages, theme);
    case 'roll-counts':
      return renderRollCounts(picture, maxPages, theme);
    case 'count-bars':
      return renderCountBars(picture, maxPages, theme);
    case 'probability-strip':
      return renderProbabilityStrip(picture, maxPages, theme);
    case 'branch-tree':
      return renderBranchTree(picture, theme);
  }
}

function* textsOf(picture: Picture): Generator<string> {
  yield picture.title;
  if ('subtitle' in picture) yield picture.subtitle ?? '';
  if ('groups' in picture) yield* picture.groups ?? [];
  if ('text' in picture) yield picture.text + (picture.token ?? '');
  for (const { label } of partsOf(picture)) yield label;
}
