import { chartWords } from '../../words/pictures.js';
import { kindOf, type Picture } from '../kinds/registry.js';
import { encodeCard } from '../paint/card.js';
import { darkTheme, size, type Theme } from '../paint/theme.js';
import type { DrawnPicture } from '../picture.js';
import { addRoom } from '../room/draw-room.js';
import { chooseHanForms } from '../text/cjk-fonts.js';
import { registerFonts } from '../text/fonts.js';
import { IMAGE_MAP_KEYWORD, imageMap } from './image-map.js';
import { rendererOf } from './renderers.js';

/** Pixels that a picture leaves to what a room said below it, where it can. */
const LOWER = 150;

/**
 * Draws one page of a picture in the calling thread, which it holds for some 50 ms: for worker threads only.
 *
 * @param options.page from 0 on, the first by default; where there is no such page, the nearest
 * @param options.locale of the words on it, English by default
 * @throws RangeError when a probability or a count is not a possible one
 */
export function renderPicture(
  picture: Picture,
  {
    page = 0,
    theme = darkTheme,
    locale = 'en',
  }: { page?: number | undefined; theme?: Theme | undefined; locale?: string | undefined } = {},
): DrawnPicture {
  registerFonts();
  chooseHanForms(textsOf(picture));
  const words = chartWords(locale);
  const usualHeight = size.usualHeight - (picture.room ? LOWER : 0);
  const { card: drawn, areas, ...place } = rendererOf(picture)(picture, { page, usualHeight, theme, words });
  const { card, regions } = picture.room ? addRoom(drawn, picture.room, words) : { card: drawn, regions: [] };
  const map = imageMap(picture, { ...place, height: card.height, areas, room: regions }, words);
  return { ...place, image: encodeCard(card, { keyword: IMAGE_MAP_KEYWORD, text: JSON.stringify(map) }) };
}

function* textsOf(picture: Picture): Generator<string> {
  const kind = kindOf(picture);
  yield picture.title;
  if ('subtitle' in picture) yield picture.subtitle ?? '';
  yield* kind.otherTexts?.(picture) ?? [];
  for (const { label } of kind.parts(picture)) yield label;
  yield picture.room?.heading ?? '';
  for (const { label } of picture.room?.kind === 'shares' ? picture.room.options : []) yield label;
}
