import type { Picture } from './picture.js';

/**
 * The same picture with some of its tokens or bars only, such as those on one page.
 *
 * @param from index of the first
 * @param count how many
 */
export function picturePart(picture: Picture, from: number, count: number): Picture {
  switch (picture.kind) {
    case 'token-strip':
      return { ...picture, tokens: picture.tokens.slice(from, from + count) };
    case 'probability-strip':
      return { ...picture, tokens: picture.tokens.slice(from, from + count) };
    case 'probability-bars':
      return { ...picture, bars: picture.bars.slice(from, from + count) };
    case 'count-bars':
      return { ...picture, bars: picture.bars.slice(from, from + count) };
  }
}
