import { altText, longestAltText } from '../../src/charts/alt.js';
import type { Picture } from '../../src/charts/picture.js';
import { picturePart } from '../../src/charts/picture-part.js';
import { type PicturesBlock, pictures } from '../../src/discord/reply.js';
import type { Services } from '../../src/services.js';

/**
 * Draws a picture with its alt text, ready for a reply.
 *
 * @param name of the files, without ending; several pages are numbered, and each one's alt text says what is on it
 * @returns the block, and how many of the picture's tokens or bars are on its pages
 */
export async function drawPicture(
  services: Services,
  picture: Picture,
  name: string,
  signal: AbortSignal,
): Promise<{ picture: PicturesBlock; shown: number }> {
  const { pages, shown, perPage } = await services.charts.draw(picture, { signal });
  let from = 0;
  const block = pictures(
    pages.map((image, at) => {
      const [number, place] = pages.length === 1 ? ['', ''] : [`-${at + 1}`, `Picture ${at + 1} of ${pages.length}. `];
      const part = picturePart(picture, from, perPage[at] ?? 0);
      from += perPage[at] ?? 0;
      return { name: `${name}${number}.png`, image, alt: place + altText(part, longestAltText - place.length) };
    }),
  );
  return { picture: block, shown };
}
