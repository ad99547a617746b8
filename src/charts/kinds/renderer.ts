import type { ChartWords } from '../../words/pictures.js';
import type { PagePlace } from '../pages.js';
import type { Card } from '../paint/card.js';
import type { Area } from '../paint/clipped.js';
import type { Theme } from '../paint/theme.js';

/** How a picture is to be drawn. */
export interface RenderOptions {
  /** Which page is wanted, from 0 on. */
  readonly page: number;
  /** Pixels that a picture has which could be of any height: fewer where something stands below it. */
  readonly usualHeight: number;
  readonly theme: Theme;
  readonly words: ChartWords;
}

/** A page as it is drawn. */
export interface RenderedPage extends PagePlace {
  readonly card: Card;
  /** Where each of the parts on it is, in their order. */
  readonly areas: readonly Area[];
}

/**
 * Draws a page of pictures of one kind in the calling thread; a `RangeError` is thrown when a number in the picture is not a possible
 * one.
 */
export type Renderer<P> = (picture: P, options: RenderOptions) => RenderedPage;
