import { existsSync, readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { imageSize } from '../state/image-size.js';
import type { About, AboutView } from './about.js';

/** The picture of the first screen, in both themes. */
export interface AboutPicture {
  /** `/about/dark.png` and `/about/light.png` */
  readonly routes: Hono;
  readonly view: AboutView['picture'];
}

/**
 * Reads the picture; without one there is nothing to serve.
 *
 * @throws Error when the file is not there or is no picture
 */
export function createAboutPicture(picture: About['picture']): AboutPicture {
  const routes = new Hono();
  if (picture === undefined) return { routes, view: undefined };
  const dark = readFileSync(picture.file);
  const size = imageSize(dark);
  if (size === undefined) throw new Error(`${picture.file} is not a picture.`);
  const lightFile = picture.file.replace(/\.png$/, '.light.png');
  const light = existsSync(lightFile) ? readFileSync(lightFile) : dark;
  for (const [name, bytes] of Object.entries({ 'dark.png': dark, 'light.png': light })) {
    routes.get(`/${name}`, (context) =>
      context.body(new Uint8Array(bytes), 200, {
        'Content-Type': 'image/png',
        'X-Content-Type-Options': 'nosniff',
        'Cross-Origin-Resource-Policy': 'same-origin',
        'Cache-Control': 'no-cache',
      }),
    );
  }
  return { routes, view: { dark: '/about/dark.png', light: '/about/light.png', alt: picture.alt, ...size } };
}
