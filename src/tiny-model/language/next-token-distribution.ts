import { ID_LIMIT, isTokenId, VOCABULARY_SIZE } from './vocabulary.js';

/** A token and the natural logarithm of its probability. */
export interface RankedToken {
  readonly id: number;
  readonly logprob: number;
}

/** The tokens that have a probability of their own, numbered from 0 in the order of their ids. */
export interface TokenTypes {
  /** Token id of each type. */
  readonly ids: Int32Array;
  /** Type number of each id, or -1. */
  readonly ofId: Int32Array;
}

/** Numbers the tokens. */
export function numberTypes(occurring: Iterable<number>): TokenTypes {
  const ids = Int32Array.from(new Set(occurring)).sort();
  const ofId = new Int32Array(ID_LIMIT).fill(-1);
  for (const [type, id] of ids.entries()) ofId[id] = type;
  return { ids, ofId };
}

/**
 * A probability for every token of the vocabulary: one each for the types, which are the tokens of the training text and
 * a few more, and one that all other tokens share.
 */
export class NextTokenDistribution {
  constructor(
    readonly types: TokenTypes,

    /** Probability by type number; none is below `unseen`. */
    readonly seen: Float64Array,
    /** Probability of each token that is no type. */
    readonly unseen: number,
  ) {}

  /** Number of tokens that share the probability `unseen`. */
  get unseenTokens(): number {
    return VOCABULARY_SIZE - this.types.ids.length;
  }

  probability(id: number): number {
    if (!isTokenId(id)) return 0;
    const type = this.types.ofId[id] ?? -1;
    return type < 0 ? this.unseen : (this.seen[type] ?? 0);
  }

  /** The token's place by probability, from 1; tokens that are as likely share the first of their places. */
  rank(id: number): number {
    const probability = this.probability(id);
    let rank = 1;
    for (const other of this.seen) if (other > probability) rank++;
    return rank;
  }

  /** The `count` most likely tokens, most likely first; equal ones in the order of their ids. */
  top(count: number): RankedToken[] {
    const ranked: RankedToken[] = [];
    for (const type of this.ranking(count)) {
      const probability = this.seen[type] ?? 0;
      if (probability > this.unseen) ranked.push({ id: this.types.ids[type] ?? 0, logprob: Math.log(probability) });
    }
    const listed = new Set(ranked.map((token) => token.id));
    for (let id = 0; ranked.length < count && id < ID_LIMIT; id++) {
      if (isTokenId(id) && !listed.has(id)) ranked.push({ id, logprob: Math.log(this.unseen) });
    }
    return ranked;
  }

  /** Type numbers of the `count` most likely types, most likely first; equal ones in the order of their ids. */
  ranking(count: number = this.seen.length): number[] {
    const { seen } = this;
    const before = (a: number, b: number) => (seen[b] ?? 0) - (seen[a] ?? 0) || a - b;
    if (count >= seen.length) return Array.from(seen.keys()).sort(before);
    const best: number[] = [];
    for (let type = 0; type < seen.length; type++) {
      const last = best[count - 1];
      if (last !== undefined && (seen[type] ?? 0) <= (seen[last] ?? 0)) continue;
      let at = best.length;
      while (at > 0 && (seen[best[at - 1] ?? 0] ?? 0) < (seen[type] ?? 0)) at--;
      best.splice(at, 0, type);
      if (best.length > count) best.pop();
    }
    return best;
  }
}
