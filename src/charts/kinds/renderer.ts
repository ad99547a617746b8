import type { ChartWords } from '../../words/pictures.js';
import type { Theme } from '../paint/theme.js';
import type { DrawnPicture } from '../picture.js';

/** How a picture is to be drawn. */
export interface RenderOptions {
  /** At least 1. */
  readonly maxPages: number;
  readonly theme: Theme;
  readonly words: ChartWords;
}

/**
 * Draws pictures of one kind in the calling thread; a `RangeError` is thrown when a number in the picture is not a possible
 * one.
 */
export type Renderer<P> = (picture: P, options: RenderOptions) => DrawnPicture;
