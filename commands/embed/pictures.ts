import type { HeatMap } from '../../src/charts/kinds/heat-map/heat-map.js';
import type { LikenessBars } from '../../src/charts/kinds/likeness-bars/likeness-bars.js';
import type { Scatter } from '../../src/charts/kinds/scatter/scatter.js';
import { visibleText } from '../../src/tokens/visible.js';
import { groupOrder } from '../../src/vectors/group-order.js';
import { closestTo, pairsOf } from './pairs.js';
import type { Analogy, EmbedResult, Near } from './result.js';
import type { EmbedWords } from './words.js';

/** The texts on a map. */
export function mapOf(result: EmbedResult, words: EmbedWords): Scatter {
  const { texts, flat } = result;
  const pairs = pairsOf(result);
  return {
    kind: 'scatter',
    title: words.titles.map,
    aside: flat.shares.length === 0 ? undefined : words.share(shareOnMap(result)),
    points: texts.map((text, at) => {
      const [across, up] = flat.points[at] ?? [0, 0];
      const closest = closestTo(at, pairs);
      return {
        label: visibleText(text),
        across,
        up,
        note: closest && words.closest(texts[closest.at] ?? '', closest.likeness),
      };
    }),
  };
}

/** Which share of the differences the map's two directions have. */
export function shareOnMap({ flat: { shares } }: Pick<EmbedResult, 'flat'>): number {
  return Math.min(1, (shares[0] ?? 0) + (shares[1] ?? 0));
}

/** How alike each text is to each: one half, since it is the same both ways. */
export function gridOf({ texts, grid }: EmbedResult, words: EmbedWords): HeatMap {
  const order = groupOrder(grid);
  const lines = order.map((at) => ({ label: visibleText(texts[at] ?? '') }));
  return {
    kind: 'heat-map',
    title: words.titles.likeness,
    values: 'likenesses',
    rows: lines,
    columns: lines,
    cells: order.flatMap((from, row) =>
      order.slice(0, row).map((to, column) => ({ row, column, value: grid[from]?.[to] ?? 0 })),
    ),
  };
}

/** What is nearest to one of the texts. */
export function nearestBars({ texts, nearest }: EmbedResult, words: EmbedWords): LikenessBars {
  const title = words.titles.nearest(visibleText(texts[nearest?.to ?? 0] ?? ''));
  return { kind: 'likeness-bars', title, bars: (nearest?.best ?? []).map((near) => barOf(near, words)) };
}

/** How alike the other texts are to the first one, the most alike first. */
export function likenessBarsOf({ texts, grid }: EmbedResult, words: EmbedWords): LikenessBars {
  const [first = '', ...others] = texts;
  const bars = others.map((text, at) => ({ label: visibleText(text), likeness: grid[0]?.[at + 1] ?? 0 }));
  return {
    kind: 'likeness-bars',
    title: words.titles.nearest(visibleText(first)),
    bars: bars.toSorted((one, other) => other.likeness - one.likeness),
  };
}

/** Where an analogy leads; what was expected is the last bar where it is not among the first. */
export function analogyBars({ terms: [a, b, c], best, expected }: Analogy, words: EmbedWords): LikenessBars {
  const isShown = expected !== undefined && expected.rank <= best.length;
  const shown = expected === undefined || isShown ? best : best.slice(0, -1);
  const bars = shown.map((near, at) => {
    const isExpected = isShown && at + 1 === expected.rank;
    return { ...barOf(near, words), ...(isExpected && { chosen: true, note: words.expected }) };
  });
  const [from, to, start] = [a, b, c].map(visibleText) as [string, string, string];
  return {
    kind: 'likeness-bars',
    title: words.titles.analogy(from, to, start),
    bars:
      expected === undefined || isShown
        ? bars
        : [
            ...bars,
            {
              label: visibleText(expected.text),
              likeness: expected.likeness,
              note: words.expectedAt(expected.rank),
              chosen: true,
            },
          ],
  };
}

function barOf({ text, likeness, isOwn }: Near, words: EmbedWords): LikenessBars['bars'][number] {
  return { label: visibleText(text), likeness, note: isOwn ? words.own : undefined };
}
