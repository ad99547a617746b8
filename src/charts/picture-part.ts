import type { Picture } from './picture.js';

/** What a picture's pages count: its tokens, bars, rows or branches. */
export function partsOf(picture: Picture): readonly { readonly label: string }[] {
  switch (picture.kind) {
    case 'token-strip':
    case 'probability-strip':
      return picture.tokens;
    case 'probability-bars':
    case 'count-bars':
    case 'draw-step':
      return picture.bars;
    case 'bar-columns':
    case 'roll-counts':
      return picture.rows;
    case 'branch-tree':
      return picture.nodes;
  }
}

/**
 * The same picture with some of its parts only, such as those on one page.
 *
 * @param from index of the first
 * @param count how many
 */
export function picturePart<Kind extends Picture>(picture: Kind, from: number, count: number): Kind;
export function picturePart(picture: Picture, from: number, count: number): Picture {
  const some = <Part>(all: readonly Part[]) => all.slice(from, from + count);
  switch (picture.kind) {
    case 'token-strip':
      return { ...picture, tokens: some(picture.tokens) };
    case 'probability-strip':
      return { ...picture, tokens: some(picture.tokens) };
    case 'probability-bars':
      return { ...picture, bars: some(picture.bars) };
    case 'count-bars':
      return { ...picture, bars: some(picture.bars) };
    case 'draw-step':
      return { ...picture, bars: some(picture.bars) };
    case 'bar-columns': {
      const columns = picture.columns.map((column) => ({ ...column, cells: some(column.cells) }));
      return { ...picture, rows: some(picture.rows), columns };
    }
    case 'roll-counts':
      return { ...picture, rows: some(picture.rows) };
    case 'branch-tree':
      return { ...picture, nodes: some(picture.nodes) };
  }
}
