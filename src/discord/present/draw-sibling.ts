import type { Picture } from '../../charts/kinds/registry.js';
import type { Charts, DrawOptions } from '../../charts/picture.js';
import type { Theme } from '../../domain/settings.js';

/** A picture in another theme than the shown one, under the name that its file has beside `name.png`: `name.light.png`. */
export type Sibling = (name: string) => { readonly name: string; readonly image: Buffer };

/**
 * Draws a picture once more, in the theme that stands beside the shown one. It is an extra: one that cannot be drawn is
 * left out, and whoever draws the shown picture hears what is wrong.
 *
 * @param theme none: nothing stands beside it
 * @param options how the shown picture is drawn
 */
export async function drawSibling(
  charts: Charts,
  picture: Picture,
  theme: Theme | undefined,
  options: DrawOptions & { readonly page?: number | undefined },
): Promise<Sibling | undefined> {
  if (theme === undefined || theme === options.theme) return undefined;
  const drawn = await charts.draw(picture, { ...options, theme }).catch(() => undefined);
  return drawn && ((name) => ({ name: name.replace(/\.png$/, `.${theme}.png`), image: drawn.image }));
}
