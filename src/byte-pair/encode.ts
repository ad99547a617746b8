import { mergeBytes } from './merge.js';
import { NO_TOKEN, type Ranks } from './ranks.js';
import { piecesOf } from './split.js';

/** Longer pieces are rare, and not kept. */
const MAX_KEPT_LENGTH = 40;

const MAX_KEPT_PIECES = 20_000;

/**
 * From texts to ids: cuts a text into pieces and merges each one's bytes. The ids of short pieces are kept. What is no
 * character (half a surrogate pair) is read as U+FFFD.
 */
export function createEncoder(ranks: Ranks, split: RegExp): (text: string) => number[] {
  const kept = new Map<string, readonly number[]>();
  const encodeNew = (piece: string): readonly number[] => {
    const ids = encodePiece(Buffer.from(piece), ranks);
    if (piece.length > MAX_KEPT_LENGTH) return ids;
    if (kept.size >= MAX_KEPT_PIECES) kept.clear();
    kept.set(piece, ids);
    return ids;
  };
  return (text) => {
    const ids: number[] = [];
    for (const piece of piecesOf(text, split)) {
      for (const id of kept.get(piece) ?? encodeNew(piece)) ids.push(id);
    }
    return ids;
  };
}

/** The ids of one piece, as tiktoken finds them: a piece that is a token is that one, whether or not merges lead to it. */
export function encodePiece(piece: Uint8Array, ranks: Ranks): number[] {
  const whole = ranks.find(piece);
  return whole === NO_TOKEN ? mergeBytes(piece, ranks) : [whole];
}
