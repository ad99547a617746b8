/** Two tokens that become one. */
export interface LearnedMerge {
  readonly left: number;
  readonly right: number;
  readonly bytes: Uint8Array;
  /** How often the two stood beside each other when they were merged. */
  readonly count: number;
  /** How many tokens all pieces are cut into after this merge. */
  readonly tokens: number;
}

export interface TrainingSettings {
  /** Tokens that there are to be, with the 256 bytes. */
  readonly size: number;
  /** Whether there may be a token of these bytes; all may by default. */
  readonly isAllowed?: (bytes: Uint8Array) => boolean;
}

const BYTES = 256;

/** Two ids as one number. */
const PAIR = 2 ** 20;

/**
 * Learns a byte-pair vocabulary: begins with the 256 bytes, and again and again makes a token of the two neighbours that
 * are the most frequent. Of equally frequent ones those come first whose bytes do, so that the same pieces always give
 * the same merges (Sennrich, Haddow and Birch 2016, “Neural Machine Translation of Rare Words with Subword Units”).
 *
 * @param pieces how often each piece is in the texts; nothing is merged across pieces
 * @returns the merges in order, the first one being token 256; fewer than asked for when no two neighbours are left that
 * stand beside each other twice
 */
export function trainMerges(pieces: ReadonlyMap<string, number>, settings: TrainingSettings): LearnedMerge[] {
  const tokens: Uint8Array[] = Array.from({ length: BYTES }, (_, byte) => Uint8Array.of(byte));
  const bytesOf = (id: number): Uint8Array => tokens[id] as Uint8Array;
  const joined = (pair: number) => Buffer.concat([bytesOf(Math.floor(pair / PAIR)), bytesOf(pair % PAIR)]);
  const words = Array.from(pieces, ([piece, count]) => ({ ids: Array.from(Buffer.from(piece)), count }));
  const counts = new Map<number, number>();
  const places = new Map<number, Set<number>>();

  const count = (index: number, sign: 1 | -1) => {
    const word = words[index] as (typeof words)[number];
    for (let at = 1; at < word.ids.length; at++) {
      const pair = (word.ids[at - 1] as number) * PAIR + (word.ids[at] as number);
      const sum = (counts.get(pair) ?? 0) + sign * word.count;
      if (sum === 0) {
        counts.delete(pair);
        places.delete(pair);
        continue;
      }
      counts.set(pair, sum);
      // Where a pair is no more it stays noted: looking there in vain costs less than keeping account.
      if (sign < 0) continue;
      const known = places.get(pair);
      if (known === undefined) places.set(pair, new Set([index]));
      else known.add(index);
    }
  };
  for (const index of words.keys()) count(index, 1);

  const refused = new Set<number>();
  const mostFrequent = (): number | undefined => {
    let best: number | undefined;
    let most = 1;
    for (const [pair, times] of counts) {
      if (times < most || times < 2 || refused.has(pair)) continue;
      if (best === undefined || times > most || Buffer.compare(joined(pair), joined(best)) < 0) {
        best = pair;
        most = times;
      }
    }
    return best;
  };

  const merges: LearnedMerge[] = [];
  let total = words.reduce((sum, word) => sum + word.count * word.ids.length, 0);
  while (tokens.length < settings.size) {
    const pair = mostFrequent();
    if (pair === undefined) break;
    const bytes = joined(pair);
    if (settings.isAllowed?.(bytes) === false) {
      refused.add(pair);
      continue;
    }
    const [left, right] = [Math.floor(pair / PAIR), pair % PAIR];
    const times = counts.get(pair) ?? 0;
    const id = tokens.push(bytes) - 1;
    for (const index of [...(places.get(pair) ?? [])]) {
      const word = words[index] as (typeof words)[number];
      const merged = merge(word.ids, left, right, id);
      if (merged.length === word.ids.length) continue;
      count(index, -1);
      total -= word.count * (word.ids.length - merged.length);
      word.ids = merged;
      count(index, 1);
    }
    merges.push({ left, right, bytes, count: times, tokens: total });
  }
  return merges;
}

/** The ids of one piece by merges that were learned, in the order in which they were. */
export function cutByMerges(piece: Uint8Array, merges: readonly Pick<LearnedMerge, 'left' | 'right'>[]): number[] {
  return merges.reduce<number[]>((ids, { left, right }, at) => merge(ids, left, right, BYTES + at), Array.from(piece));
}

function merge(ids: readonly number[], left: number, right: number, id: number): number[] {
  const merged: number[] = [];
  for (let at = 0; at < ids.length; at++) {
    const isPair = ids[at] === left && ids[at + 1] === right;
    merged.push(isPair ? id : (ids[at] as number));
    if (isPair) at++;
  }
  return merged;
}
