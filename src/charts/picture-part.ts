import type { PicturePart } from './kinds/picture-kind.js';
import { kindOf, type Picture } from './kinds/registry.js';

/** What a picture's pages count: its tokens, bars, rows or branches. */
export function partsOf(picture: Picture): readonly PicturePart[] {
  return kindOf(picture).parts(picture);
}

/**
 * The same picture with some of its parts only, such as those on one page.
 *
 * @param from index of the first
 * @param count how many
 */
export function picturePart<P extends Picture>(picture: P, from: number, count: number): P {
  return kindOf(picture).pick(picture, (all) => all.slice(from, from + count));
}
