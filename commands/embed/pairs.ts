import type { EmbedResult } from './result.js';

/** Two of the texts, by their places, and how alike they are. */
export interface Pair {
  readonly one: number;
  readonly other: number;
  readonly likeness: number;
}

/** Every pair of texts once, the most alike first. */
export function pairsOf({ texts, grid }: Pick<EmbedResult, 'texts' | 'grid'>): readonly Pair[] {
  return texts
    .flatMap((_, other) => texts.slice(0, other).map((__, one) => ({ one, other, likeness: grid[one]?.[other] ?? 0 })))
    .toSorted((a, b) => b.likeness - a.likeness);
}

/** Which text is most alike to one of them. */
export function closestTo(
  at: number,
  pairs: readonly Pair[],
): { readonly at: number; readonly likeness: number } | undefined {
  const pair = pairs.find(({ one, other }) => one === at || other === at);
  return pair && { at: pair.one === at ? pair.other : pair.one, likeness: pair.likeness };
}

/** The text that is least alike to whichever other is closest to it, but for those of the closest pair. */
export function lonerOf({ texts }: Pick<EmbedResult, 'texts'>, pairs: readonly Pair[]) {
  const [best] = pairs;
  const others = [...texts.keys()].filter((at) => at !== best?.one && at !== best?.other);
  const closest = others.flatMap((at) => {
    const found = closestTo(at, pairs);
    return found === undefined ? [] : [{ at, closest: found }];
  });
  return closest.toSorted((a, b) => a.closest.likeness - b.closest.likeness)[0];
}
