import { chartWords } from '../../words/pictures.js';
import { kindOf, type Picture } from '../kinds/registry.js';
import { darkTheme, type Theme } from '../paint/theme.js';
import type { DrawnPicture } from '../picture.js';
import { chooseHanForms } from '../text/cjk-fonts.js';
import { registerFonts } from '../text/fonts.js';
import { rendererOf } from './renderers.js';

/** Pages drawn when the caller names no number: what one message shows well. */
const DEFAULT_MAX_PAGES = 4;

/**
 * Draws a picture in the calling thread, which it holds for some 50 ms a page: for worker threads only.
 *
 * @param options.maxPages pages at most, at least 1
 * @param options.locale of the words on it, English by default
 * @throws RangeError when a probability or a count is not a possible one
 */
export function renderPicture(
  picture: Picture,
  {
    maxPages = DEFAULT_MAX_PAGES,
    theme = darkTheme,
    locale = 'en',
  }: { maxPages?: number | undefined; theme?: Theme | undefined; locale?: string | undefined } = {},
): DrawnPicture {
  if (!Number.isInteger(maxPages) || maxPages < 1)
    throw new RangeError(`A picture has at least one page, not ${maxPages}.`);
  registerFonts();
  chooseHanForms(textsOf(picture));
  return rendererOf(picture)(picture, { maxPages, theme, words: chartWords(locale) });
}

function* textsOf(picture: Picture): Generator<string> {
  const kind = kindOf(picture);
  yield picture.title;
  if ('subtitle' in picture) yield picture.subtitle ?? '';
  yield* kind.otherTexts?.(picture) ?? [];
  for (const { label } of kind.parts(picture)) yield label;
}
