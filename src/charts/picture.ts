import type { Picture } from './kinds/registry.js';
import type { PagePlace } from './pages.js';
import type { ThemeName } from './paint/theme.js';

/** One page of a picture: what does not fit goes on on further pages of the same shape. */
export interface DrawnPicture extends PagePlace {
  /** A PNG file. */
  readonly image: Buffer;
}

/** One picture of an animation. All are drawn to one size: the same kind, with as many rows. */
export interface Frame {
  readonly picture: Picture;
  /** How long it stays: at least 0.6, the last one at least 2. */
  readonly seconds: number;
}

/** An animation that repeats forever. */
export interface DrawnAnimation {
  /** A GIF file of less than 2,000,000 bytes, at most 1100 pixels wide. */
  readonly gif: Buffer;
}

/** For whom a picture is drawn. */
export interface DrawOptions {
  /** Dark by default. */
  readonly theme?: ThemeName | undefined;
  /** As Discord names it; English by default. */
  readonly locale?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Draws pictures on a pool of worker threads. */
export interface Charts {
  /** Draws one page of a picture, from 0 on, the first by default; where there is no such page, the nearest. */
  draw(picture: Picture, options?: DrawOptions & { readonly page?: number | undefined }): Promise<DrawnPicture>;
  /** Draws the first page of each frame's picture and puts them together, smaller where it would be too large a file. */
  animate(frames: readonly Frame[], options?: DrawOptions): Promise<DrawnAnimation>;
  close(): Promise<void>;
}
