import type { Picture } from './kinds/registry.js';
import type { ThemeName } from './paint/theme.js';

/** PNG files of one picture: longer content becomes several pages of the same shape. */
export interface DrawnPicture {
  readonly pages: readonly Buffer[];
  /** How many of the picture's tokens, rows or branches are on the pages; less than all when `maxPages` was reached. */
  readonly shown: number;
  /** How many of them are on each page, in order. */
  readonly perPage: readonly number[];
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
  /** Draws a picture on at most `maxPages` pages, four by default. */
  draw(picture: Picture, options?: DrawOptions & { readonly maxPages?: number | undefined }): Promise<DrawnPicture>;
  /** Draws the first page of each frame's picture and puts them together, smaller where it would be too large a file. */
  animate(frames: readonly Frame[], options?: DrawOptions): Promise<DrawnAnimation>;
  close(): Promise<void>;
}
