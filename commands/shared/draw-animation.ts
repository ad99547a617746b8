import { animationAltText } from '../../src/charts/alt.js';
import type { Frame } from '../../src/charts/picture.js';
import { type PicturesBlock, pictures } from '../../src/discord/reply.js';
import type { Services } from '../../src/services.js';

/**
 * Draws an animation with its alt text, ready for a reply.
 *
 * @param name of the file, without ending
 * @param alt what it shows in words: by default its first and its last picture
 */
export async function drawAnimation(
  services: Services,
  frames: readonly Frame[],
  name: string,
  signal: AbortSignal,
  alt = animationAltText(frames),
): Promise<PicturesBlock> {
  const { gif } = await services.charts.animate(frames, { signal });
  return pictures([{ name: `${name}.gif`, image: gif, alt }]);
}
