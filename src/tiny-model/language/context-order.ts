/** The places of some texts, those with the same tokens before them side by side. */
export interface ContextOrder {
  /** The texts end to end, each with `longest` start symbols before it. */
  readonly tokens: Uint16Array;
  /** Where a token of a text stands, ordered by the token before, then by the one before that, and so on. */
  readonly places: Int32Array;
  /** How many tokens before a place are the same as before the one that comes ahead of it in the order; at most `longest`. */
  readonly shared: Uint8Array;
  /** Length of the longest contexts, in tokens. */
  readonly longest: number;
}

/** A stretch of the order, from `from` up to, not including, `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Orders all places of some texts by what stands before them, with one counting sort for each token of the context, the
 * farthest first.
 *
 * @param documents each a sequence of ids below `vocabularySize` that ends with `startSymbol`, which stands for the end as
 * well
 */
export function orderByContext(
  documents: readonly Uint16Array[],
  options: { longest: number; startSymbol: number; vocabularySize: number },
): ContextOrder {
  const { longest, startSymbol, vocabularySize } = options;
  const count = documents.reduce((sum, document) => sum + document.length, 0);
  const tokens = new Uint16Array(count + documents.length * longest).fill(startSymbol);
  let places = new Int32Array(count);
  let [end, known] = [0, 0];
  for (const document of documents) {
    end += longest;
    tokens.set(document, end);
    for (let each = 0; each < document.length; each++) places[known++] = end++;
  }

  let sorted = new Int32Array(count);
  const next = new Int32Array(vocabularySize + 1);
  for (let back = longest; back > 0; back--) {
    next.fill(0);
    for (let at = 0; at < count; at++) {
      const slot = (tokens[(places[at] as number) - back] as number) + 1;
      next[slot] = (next[slot] as number) + 1;
    }
    for (let id = 0; id < vocabularySize; id++) next[id + 1] = (next[id + 1] as number) + (next[id] as number);
    for (let at = 0; at < count; at++) {
      const place = places[at] as number;
      const id = tokens[place - back] as number;
      const slot = next[id] as number;
      next[id] = slot + 1;
      sorted[slot] = place;
    }
    [places, sorted] = [sorted, places];
  }

  const shared = new Uint8Array(count);
  for (let at = 1; at < count; at++) {
    const [one, other] = [places[at - 1] as number, places[at] as number];
    let length = 0;
    while (length < longest && tokens[one - length - 1] === tokens[other - length - 1]) length++;
    shared[at] = length;
  }
  return { tokens, places, shared, longest };
}

/** The part of a range whose places have the token so many tokens before them; all of the range must agree on those nearer. */
export function narrow({ tokens, places }: ContextOrder, { from, to }: Range, back: number, token: number): Range {
  const first = (least: number) => {
    let [low, high] = [from, to];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tokens[(places[middle] as number) - back] as number) < least) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { from: first(token), to: first(token + 1) };
}
