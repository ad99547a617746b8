import type { Picture } from '../kinds/registry.js';
import { THEMES, type ThemeName } from '../paint/theme.js';
import type { DrawnAnimation, DrawnPicture, Frame } from '../picture.js';
import { registerFonts } from '../text/fonts.js';
import { renderAnimation } from './render-animation.js';
import { renderPicture } from './render-picture.js';

// A thread's first picture takes some tenths of a second, because the fonts load with it, so one is drawn before anyone asks.
registerFonts();
renderPicture({
  kind: 'probability-bars',
  title: 'Warm-up',
  bars: [{ label: '·α你🍕', probability: { low: 0.2, high: 0.3 }, state: 'cut', chosen: true, note: 'cut' }],
});

/** For whom the pool wants something drawn. */
interface Audience {
  readonly theme: ThemeName;
  readonly locale: string;
}

/** What the pool hands to a thread. */
export interface DrawTask extends Audience {
  readonly picture: Picture;
  readonly page: number;
}

/** Draws one page of a picture; called by the pool on its worker threads. */
export function draw({ picture, page, theme, locale }: DrawTask): DrawnPicture {
  return renderPicture(picture, { page, theme: THEMES[theme], locale });
}

/** What the pool hands to a thread for an animation. */
export interface AnimateTask extends Audience {
  readonly frames: readonly Frame[];
}

/** Draws one animation; called by the pool on its worker thread. */
export async function animate({ frames, theme, locale }: AnimateTask): Promise<DrawnAnimation> {
  return { gif: await renderAnimation(frames, { theme: THEMES[theme], locale }) };
}
