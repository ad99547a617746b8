import type { Area } from '../../paint/clipped.js';

/** A dot and the size of its label, in pixels. */
export interface Named {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** From a dot's middle to its label, and between a label and all else. */
const NEAR = 16;
const MARGIN = 5;
/** Of a dot. */
export const DOT = 9;
/** How far from its dot a label is tried, in pixels: a line joins them where it is not near. */
const DISTANCES = [NEAR, 34, 60, 90, 130];
/** Steps of the places that are tried when all of those are taken. */
const GRID = 12;

/** Beside, above or below a dot: which share of its own size a label is moved by, and in which direction away. */
const SIDES: readonly (readonly [share: number, across: number, down: number, up: number])[] = [
  [0, 1, 0, 0.5],
  [1, -1, 0, 0.5],
  [0.5, 0, -1, 1],
  [0.5, 0, 1, 0],
  [0, 0.7, -0.7, 1],
  [0, 0.7, 0.7, 0],
  [1, -0.7, -0.7, 1],
  [1, -0.7, 0.7, 0],
];

/**
 * Finds a place for the label of each dot: near it, inside the area, over no other label and over no dot.
 *
 * @returns undefined where there is no room for all
 */
export function placeLabels(dots: readonly Named[], area: Area): readonly Area[] | undefined {
  let order = [...dots.keys()];
  // One that found no room comes first in the next try.
  for (let attempt = 0; attempt <= dots.length; attempt += 1) {
    const placed = new Map<number, Area>();
    const failed = order.find((at) => {
      const place = findPlace(at, dots, [...placed.values()], area);
      if (place !== undefined) placed.set(at, place);
      return place === undefined;
    });
    if (failed === undefined) return [...dots.keys()].flatMap((at) => placed.get(at) ?? []);
    order = [failed, ...order.filter((at) => at !== failed)];
  }
  return undefined;
}

/** Whether a label is so close to its dot that nobody takes it for another's. */
export function isNear({ x, y }: Named, { left, top, width, height }: Area): boolean {
  const across = Math.max(left - x, 0, x - left - width);
  const down = Math.max(top - y, 0, y - top - height);
  return Math.hypot(across, down) <= NEAR + 1;
}

function findPlace(at: number, dots: readonly Named[], placed: readonly Area[], area: Area): Area | undefined {
  const dot = dots[at];
  if (dot === undefined) return undefined;
  const isFree = (label: Area) =>
    isInside(label, area) &&
    placed.every((other) => !overlaps(label, other, MARGIN)) &&
    dots.every(({ x, y }) => !overlaps(label, { left: x - DOT, top: y - DOT, width: 2 * DOT, height: 2 * DOT }, 2));
  for (const distance of DISTANCES) {
    for (const [share, across, down, up] of SIDES) {
      const left = dot.x + across * distance - share * dot.width;
      const label = { left, top: dot.y + down * distance - up * dot.height, width: dot.width, height: dot.height };
      if (isFree(label)) return label;
    }
  }
  return nearestFree(dot, area, isFree);
}

function nearestFree(dot: Named, area: Area, isFree: (label: Area) => boolean): Area | undefined {
  let best: { readonly label: Area; readonly distance: number } | undefined;
  for (let top = area.top; top + dot.height <= area.top + area.height; top += GRID) {
    for (let left = area.left; left + dot.width <= area.left + area.width; left += GRID) {
      const label = { left, top, width: dot.width, height: dot.height };
      const distance = Math.hypot(left + dot.width / 2 - dot.x, top + dot.height / 2 - dot.y);
      if ((best === undefined || distance < best.distance) && isFree(label)) best = { label, distance };
    }
  }
  return best?.label;
}

function isInside(one: Area, area: Area): boolean {
  return (
    one.left >= area.left &&
    one.top >= area.top &&
    one.left + one.width <= area.left + area.width &&
    one.top + one.height <= area.top + area.height
  );
}

function overlaps(one: Area, other: Area, margin: number): boolean {
  return (
    one.left < other.left + other.width + margin &&
    other.left < one.left + one.width + margin &&
    one.top < other.top + other.height + margin &&
    other.top < one.top + one.height + margin
  );
}
