import { altText, MAX_ALT_TEXT } from '../charts/alt.js';
import type { Charts, Picture } from '../charts/picture.js';
import { partsOf, picturePart } from '../charts/picture-part.js';
import { plain } from '../discord/markdown.js';
import { type Block, pictures, text } from '../discord/reply.js';
import { UserError } from '../errors.js';
import type { Services } from '../services.js';

/**
 * Draws a picture with its alt text, ready for a reply. Where it cannot be drawn now, the reply says so, and in words what
 * it would show.
 *
 * @param name of the files, without ending; several pages are numbered, and each one's alt text says what is on it
 * @returns the block, and how many of the picture's tokens or bars are on its pages
 */
export async function drawPicture(
  services: Services,
  picture: Picture,
  name: string,
  signal: AbortSignal,
): Promise<{ picture: Block; shown: number }> {
  let drawn: Awaited<ReturnType<Charts['draw']>>;
  try {
    drawn = await services.charts.draw(picture, { signal });
  } catch (error) {
    if (signal.aborted || !(error instanceof UserError)) throw error;
    const words = text(`-# ${plain(error.message)} In words: ${plain(altText(picture))}`);
    return { picture: words, shown: partsOf(picture).length };
  }
  const { pages, shown, perPage } = drawn;
  let from = 0;
  const block = pictures(
    pages.map((image, at) => {
      const [number, place] = pages.length === 1 ? ['', ''] : [`-${at + 1}`, `Picture ${at + 1} of ${pages.length}. `];
      const part = picturePart(picture, from, perPage[at] ?? 0);
      from += perPage[at] ?? 0;
      return {
        name: `${name}${number}.png`,
        image,
        alt: place + altText(part, { longest: MAX_ALT_TEXT - place.length }),
      };
    }),
  );
  return { picture: block, shown };
}
