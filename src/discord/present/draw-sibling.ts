import type { Picture } from '../../charts/kinds/registry.js';
import type { ThemeName } from '../../charts/paint/theme.js';
import type { Charts, DrawnPicture, DrawOptions } from '../../charts/picture.js';

/** A picture in another theme than the shown one. */
export interface Sibling {
  readonly drawn: DrawnPicture;
  /** What its file is called beside `name.png`: `name.light.png`. */
  nameBeside(name: string): string;
}

/**
 * Draws a picture once more, in the theme that stands beside the shown one. It is an extra: one that cannot be drawn is
 * left out, and whoever draws the shown picture hears what is wrong.
 *
 * @param theme none: nothing stands beside it
 */
export async function drawSibling(
  charts: Charts,
  picture: Picture,
  theme: ThemeName | undefined,
  options: DrawOptions,
): Promise<Sibling | undefined> {
  if (theme === undefined) return undefined;
  const drawn = await charts.draw(picture, { ...options, theme }).catch(() => undefined);
  return drawn && { drawn, nameBeside: (name) => name.replace(/\.png$/, `.${theme}.png`) };
}
