import bidiFactory from 'bidi-js';

/** A token of a text whose reading order is asked for. */
export interface ReadToken {
  readonly label: string;
  /** A paragraph ends after it. */
  readonly breakAfter?: boolean | undefined;
}

/** For each token its embedding level and its paragraph's: odd where it is read from right to left. */
export interface ReadingOrder {
  readonly levels: readonly number[];
  readonly paragraphs: readonly number[];
}

// Its types are those of its ES module, while what Node.js loads is the function itself.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();

/** Letters from which a text may run from right to left. */
const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

/** Stands for a token of which only bytes or a name are shown: it has no direction of its own. */
const NEUTRAL = '\uFFFC';

/**
 * In which direction each token of a text is read, by the Unicode bidirectional algorithm (UAX #9).
 *
 * @returns undefined where all of it is read from left to right
 */
export function readingOrder(tokens: readonly ReadToken[]): ReadingOrder | undefined {
  if (!tokens.some(({ label }) => rightToLeft.test(label))) return undefined;
  let text = '';
  const starts = tokens.map(({ label, breakAfter = false }) => {
    const start = text.length;
    text += (label.includes('⟨') || label === '' ? NEUTRAL : label) + (breakAfter ? '\n' : '');
    return start;
  });
  const { levels, paragraphs } = bidi.getEmbeddingLevels(text, 'auto');
  let paragraph = 0;
  return {
    levels: starts.map((start) => levels[start] ?? 0),
    paragraphs: starts.map((start) => {
      while (start > (paragraphs[paragraph]?.end ?? text.length)) paragraph += 1;
      return paragraphs[paragraph]?.level ?? 0;
    }),
  };
}

/**
 * Items of a text in the order in which they are seen from left to right. By rule L2, what stands at a level or above is
 * turned around, from the highest level down to 1.
 */
export function inSeenOrder<Item>(items: readonly Item[], levelOf: (item: Item) => number): Item[] {
  const seen = [...items];
  for (let level = Math.max(...items.map(levelOf)); level >= 1; level -= 1) {
    for (let start = 0; start < seen.length; ) {
      let end = start;
      while (end < seen.length && levelOf(seen[end] as Item) >= level) end += 1;
      seen.splice(start, end - start, ...seen.slice(start, end).reverse());
      start = Math.max(end, start + 1);
    }
  }
  return seen;
}
