import type { Region } from './image-map.js';

/** Shares that come of dividing pixels differ by less. */
const ROUNDING = 1e-6;

/** The number of the smallest region at a point, both as shares of the picture; -1 where there is none. */
export function regionAt(regions: readonly Region[], x: number, y: number): number {
  let found = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, { left, top, width, height }] of regions.entries()) {
    const isIn = x >= left && x <= left + width && y >= top && y <= top + height;
    if (!isIn || width * height >= least) continue;
    found = index;
    least = width * height;
  }
  return found;
}

/**
 * The number of the region that a key leads to from another, -1 for none yet: left and right in reading order, up and
 * down to the nearest in the next line, or in reading order where all are in one.
 *
 * @returns undefined for other keys
 */
export function stepRegion(regions: readonly Region[], from: number, key: string): number | undefined {
  const last = regions.length - 1;
  switch (key) {
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowRight':
      return Math.min(last, from + 1);
    case 'ArrowLeft':
      return from < 0 ? last : Math.max(0, from - 1);
    case 'ArrowDown':
      return from < 0 ? 0 : nextLine(regions, from, 1);
    case 'ArrowUp':
      return from < 0 ? last : nextLine(regions, from, -1);
    default:
      return undefined;
  }
}

function nextLine(regions: readonly Region[], from: number, direction: 1 | -1): number {
  const here = regions[from];
  if (!here) return 0;
  const [after, before] = [regions.map((one) => isBelow(one, here)), regions.map((one) => isBelow(here, one))];
  if (!after.includes(true) && !before.includes(true)) {
    return Math.min(regions.length - 1, Math.max(0, from + direction));
  }
  const beyond = regions.flatMap((region, index) =>
    (direction === 1 ? after : before)[index] ? [{ region, index }] : [],
  );
  const down = (region: Region) => Math.abs(middle(region.top, region.height) - middle(here.top, here.height));
  const aside = (region: Region) => Math.abs(middle(region.left, region.width) - middle(here.left, here.width));
  const nearest = Math.min(...beyond.map(({ region }) => down(region)));
  // What lies less than half of this region's height behind the nearest is in its line.
  const line = beyond.filter(({ region }) => down(region) <= nearest + here.height / 2);
  const [first, ...others] = line;
  return first === undefined
    ? from
    : others.reduce((best, one) => (aside(one.region) < aside(best.region) ? one : best), first).index;
}

function isBelow(one: Region, other: Region): boolean {
  return one.top >= other.top + other.height - ROUNDING;
}

function middle(start: number, length: number): number {
  return start + length / 2;
}
