import type { Transformer } from '../transformer/read-text.js';

/** What a head of attention is looked at for; each names the places that it may look to from a place. */
const PATTERNS = {
  'previous-token': (_, place) => (place >= 1 ? [place - 1] : []),
  'same-token': (tokens, place) => placesBefore(tokens, place),
  'after-same-token': (tokens, place) => placesBefore(tokens, place).map((earlier) => earlier + 1),
  'start-of-text': (_, place) => (place >= 1 ? [0] : []),
  itself: (_, place) => [place],
} satisfies Record<string, (tokens: readonly number[], place: number) => number[]>;

/** A name of what heads of attention do. */
export type HeadPattern = keyof typeof PATTERNS;

/** What a head was measured to do: the mean part of its attention that goes where each pattern says, in [0, 1]. */
export interface MeasuredHead {
  readonly layer: number;
  readonly head: number;
  readonly patterns: Readonly<Record<HeadPattern, number>>;
}

function placesBefore(tokens: readonly number[], place: number): number[] {
  const places: number[] = [];
  for (let earlier = 1; earlier < place; earlier++) if (tokens[earlier] === tokens[place]) places.push(earlier);
  return places;
}

/**
 * Measures on texts where the heads of a transformer look. A place counts for a pattern only where the text has a token such
 * as the pattern names, and not where that is the place itself.
 *
 * @param texts token ids, each with the start of the text in front
 */
export function measureHeads(transformer: Transformer, texts: readonly (readonly number[])[]): MeasuredHead[] {
  const { layers, heads, context } = transformer.shape;
  const names = Object.keys(PATTERNS) as HeadPattern[];
  const sums = Array.from({ length: layers * heads }, () => new Float64Array(names.length));
  const counts = new Float64Array(names.length);
  for (const text of texts) {
    const tokens = text.slice(0, context);
    const { attention } = transformer.read(tokens);
    for (let place = 1; place < tokens.length; place++) {
      names.forEach((name, pattern) => {
        const seen = PATTERNS[name](tokens, place);
        if (seen.length === 0) return;
        counts[pattern] = (counts[pattern] ?? 0) + 1;
        for (let head = 0; head < layers * heads; head++) {
          const weights = attention[Math.floor(head / heads)] as Float32Array;
          const row = ((head % heads) * tokens.length + place) * tokens.length;
          const sum = sums[head] as Float64Array;
          for (const to of seen) sum[pattern] = (sum[pattern] ?? 0) + (weights[row + to] as number);
        }
      });
    }
  }
  return sums.map((sum, index) => ({
    layer: Math.floor(index / heads),
    head: index % heads,
    patterns: Object.fromEntries(
      names.map((name, pattern) => [name, (sum[pattern] ?? 0) / Math.max(1, counts[pattern] ?? 0)]),
    ) as Record<HeadPattern, number>,
  }));
}
