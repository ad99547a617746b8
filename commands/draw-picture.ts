import { altText } from '../src/charts/alt.js';
import type { Picture } from '../src/charts/picture.js';
import { type PicturesBlock, pictures } from '../src/discord/reply.js';
import type { Services } from '../src/services.js';

/**
 * Draws a picture with its alt text, ready for a reply.
 *
 * @param name of the files, without ending; several pages are numbered
 * @returns the block, and how many of the picture's tokens or bars are on its pages
 */
export async function drawPicture(
  services: Services,
  picture: Picture,
  name: string,
  signal: AbortSignal,
): Promise<{ picture: PicturesBlock; shown: number }> {
  const { pages, shown } = await services.charts.draw(picture, { signal });
  const alt = altText(picture);
  const block = pictures(
    pages.map((png, at) =>
      pages.length === 1
        ? { name: `${name}.png`, png, alt }
        : { name: `${name}-${at + 1}.png`, png, alt: `Picture ${at + 1} of ${pages.length}. ${alt}` },
    ),
  );
  return { picture: block, shown };
}
