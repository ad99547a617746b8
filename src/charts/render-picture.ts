import { renderBarColumns } from './bar-columns.js';
import { renderBranchTree } from './branch-tree.js';
import { chooseHanForms } from './cjk-fonts.js';
import { renderCountBars } from './count-bars.js';
import { renderDrawStep } from './draw-step.js';
import { registerFonts } from './fonts.js';
import type { DrawnPicture, Picture } from './picture.js';
import { partsOf } from './picture-part.js';
import { renderProbabilityBars } from './probability-bars.js';
import { renderProbabilityStrip } from './probability-strip.js';
import { renderRollCounts } from './roll-counts.js';
import { darkTheme, type Theme } from './theme.js';
import { renderTokenStrip } from './token-strip.js';

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
