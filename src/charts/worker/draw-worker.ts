import type { Theme } from '../paint/theme.js';
import type { DrawnAnimation, DrawnPicture, Frame, Picture } from '../picture.js';
import { registerFonts } from '../text/fonts.js';
import { renderAnimation } from './render-animation.js';
import { renderPicture } from './render-picture.js';

// A thread's first bars take a second, for Chart.js and the fonts load with them, so they are drawn before anyone asks.
registerFonts();
renderPicture({
  kind: 'probability-bars',
  title: 'Warm-up',
  bars: [{ label: '·α你🍕', probability: { low: 0.2, high: 0.3 }, state: 'cut', chosen: true, note: 'cut' }],
});

/** What the pool hands to a thread. */
export interface DrawTask {
  readonly picture: Picture;
  readonly maxPages: number | undefined;
  readonly theme: Theme;
}

/** Draws one picture; called by the pool on its worker threads. */
export function draw({ picture, maxPages, theme }: DrawTask): DrawnPicture {
  return renderPicture(picture, { maxPages, theme });
}

/** What the pool hands to a thread for an animation. */
export interface AnimateTask {
  readonly frames: readonly Frame[];
  readonly theme: Theme;
}

/** Draws one animation; called by the pool on its worker thread. */
export async function animate({ frames, theme }: AnimateTask): Promise<DrawnAnimation> {
  return { gif: await renderAnimation(frames, { theme }) };
}
