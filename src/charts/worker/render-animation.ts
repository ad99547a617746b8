import { darkTheme, type Theme } from '../paint/theme.js';
import type { Frame } from '../picture.js';
import { type DrawnFrame, encodeAnimation } from './animation.js';
import { renderPicture } from './render-picture.js';

/** Bytes that a GIF has less of, so that whoever looks at it waits for no more. */
const DEFAULT_LIMIT = 2_000_000;
/** Each holds a few megabytes while the file is made. */
const MAX_FRAMES = 60;
const MIN_SECONDS = 0.6;
const MIN_LAST_SECONDS = 2;
/** Pixels, tried in this order; at the last, figures can just be read. */
const WIDTHS = [1100, 880, 660, 550];

/**
 * Draws an animation in the calling thread, which it holds for some 100 ms a frame: for worker threads only.
 *
 * Too large a file is made anew, smaller and at last of every other frame, until it is small enough.
 *
 * @param options.limit bytes that the file has less of, 2,000,000 by default; so many that two frames fit
 * @throws RangeError when there is no frame or more than 60, they differ in size, or what is to be drawn is not possible
 */
export async function renderAnimation(
  frames: readonly Frame[],
  { theme = darkTheme, locale = 'en', limit = DEFAULT_LIMIT }: { theme?: Theme; locale?: string; limit?: number } = {},
): Promise<Buffer> {
  if (frames.length > MAX_FRAMES) {
    throw new RangeError(`An animation has ${MAX_FRAMES} frames at most, not ${frames.length}.`);
  }
  let drawn = frames.map(({ picture, seconds }, at): DrawnFrame => {
    const least = at === frames.length - 1 ? MIN_LAST_SECONDS : MIN_SECONDS;
    return {
      png: renderPicture(picture, { theme, locale }).image,
      ms: Math.round(Math.max(least, seconds) * 100) * 10,
    };
  });
  for (const width of WIDTHS) {
    const gif = await encodeAnimation(drawn, width);
    if (gif.length < limit) return gif;
  }
  for (;;) {
    drawn = everyOther(drawn);
    const gif = await encodeAnimation(drawn, WIDTHS.at(-1));
    if (gif.length < limit) return gif;
  }
}

/** Half of the frames, the first and the last among them, which stay as long as all did. */
function everyOther(frames: readonly DrawnFrame[]): DrawnFrame[] {
  const last = frames.length - 1;
  const kept = [...frames.keys()].filter((at) => at === 0 || at === last || (at % 2 === 0 && at < last - 1));
  return kept.map((at, index) => {
    const until = kept[index + 1] ?? frames.length;
    const ms = frames.slice(at, until).reduce((sum, frame) => sum + frame.ms, 0);
    return { png: frames[at]?.png ?? Buffer.alloc(0), ms };
  });
}
