import { visibleBytes, visibleText } from '../../src/tokens/visible.js';
import type { MergingResult } from './result.js';

/** One part of a text on its way from bytes to tokens. */
export interface Part {
  readonly id: number;
  /** In bytes of the text. */
  readonly from: number;
  readonly to: number;
  /** Which of the pieces it belongs to that nothing is merged across. */
  readonly piece: number;
}

/** Two neighbours that make a token, and are the leftmost of their kind. */
export interface Candidate {
  /** The left one's place in the row. */
  readonly place: number;
  /** The token that they make; its id is its rank. */
  readonly token: number;
  /** How often the same two stand beside each other in the row. */
  readonly places: number;
}

/** The row of parts after so many merges; after none each byte is a part. */
export function rowAfter({ pieces, starts, order, pairs }: MergingResult, merges: number): Part[] {
  const tokenOf = tokensByPair(pairs);
  const pieceOf = pieces.flatMap((length, piece) => Array.from({ length }, () => piece));
  const row = starts.map((id, from): Part => ({ id, from, to: from + 1, piece: pieceOf[from] ?? 0 }));
  for (const from of order.slice(0, merges)) {
    const place = row.findIndex((part) => part.from === from);
    const [left, right] = [row[place], row[place + 1]];
    const id = left && right && tokenOf(left.id, right.id);
    if (left === undefined || right === undefined || id === undefined) throw new Error('a merge joins no two parts');
    row.splice(place, 2, { ...left, id, to: right.to });
  }
  return row;
}

/** What may be merged in a row: the lowest rank first, the leftmost of equals. */
export function candidatesIn({ pairs }: MergingResult, row: readonly Part[]): Candidate[] {
  const tokenOf = tokensByPair(pairs);
  const found = new Map<string, { place: number; token: number; places: number }>();
  for (const [at, right] of row.entries()) {
    const left = row[at - 1];
    if (left === undefined || left.piece !== right.piece) continue;
    const token = tokenOf(left.id, right.id);
    if (token === undefined) continue;
    const known = found.get(`${left.id} ${right.id}`);
    if (known === undefined) found.set(`${left.id} ${right.id}`, { place: at - 1, token, places: 1 });
    else known.places += 1;
  }
  return [...found.values()].toSorted((one, other) => one.token - other.token || one.place - other.place);
}

/** The text's bytes from one place to another, as they are shown: `⟨F0 9F⟩` where they are no whole characters. */
export function shownBytes(bytes: Uint8Array): string {
  try {
    return visibleText(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return visibleBytes(bytes);
  }
}

function tokensByPair(pairs: MergingResult['pairs']): (left: number, right: number) => number | undefined {
  const tokens = new Map(pairs.map(([left, right, token]) => [`${left} ${right}`, token]));
  return (left, right) => tokens.get(`${left} ${right}`);
}

/** The pieces that nothing is merged across, as they are shown. */
export function piecesOf({ text, pieces }: Pick<MergingResult, 'text' | 'pieces'>): string[] {
  const bytes = Buffer.from(text);
  let from = 0;
  return pieces.map((length) => {
    from += length;
    return shownBytes(bytes.subarray(from - length, from));
  });
}
