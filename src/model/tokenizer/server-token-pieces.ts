import { decodeByteLevel, decodeSentencePiece } from '../answer/undecoded-pieces.js';
import type { WrittenToken } from './speaker.js';

/** How a server writes its pieces: as the text that they are, or as the vocabulary has them. */
export type PieceWriting = 'text' | 'byte-level' | 'sentencepiece';

const WRITINGS: readonly PieceWriting[] = ['text', 'byte-level', 'sentencepiece'];

/** Pieces in the bytes they stand for, one entry a token. */
export interface FittedPieces {
  /** Every writing by which the pieces join to the text; mostly one, or all where they come to the same. */
  readonly writings: readonly [PieceWriting, ...PieceWriting[]];
  /** Each token's share of the text's UTF-8; joined they are the text. */
  readonly shares: readonly Uint8Array[];
  /** True where the first piece begins with a space that the text does not have. */
  readonly addedSpace: boolean;
}

/**
 * Finds the writing by which the pieces of a text join to its UTF-8.
 *
 * SentencePiece puts a space before a text; its byte is no part of the first token's share, which may then be empty.
 *
 * @returns undefined where there is none: a piece is not told, or the tokenizer changed the text before it cut it
 */
export function fitPieces(tokens: readonly WrittenToken[], text: string): FittedPieces | undefined {
  const expected = Buffer.from(text, 'utf8');
  const spaced = Buffer.concat([Buffer.from(' '), expected]);
  if (tokens.some(({ piece }) => piece === undefined)) return undefined;
  let found: (Pick<FittedPieces, 'shares' | 'addedSpace'> & { readonly writings: PieceWriting[] }) | undefined;
  for (const writing of WRITINGS) {
    const shares = sharesOf(tokens, writing, spaced.length);
    if (shares === undefined) continue;
    const joined = Buffer.concat(shares);
    const addedSpace = joined.equals(spaced);
    if (!addedSpace && !joined.equals(expected)) continue;
    if (found !== undefined) found.writings.push(writing);
    else if (addedSpace) found = { writings: [writing], shares: withoutFirstByte(shares), addedSpace };
    else found = { writings: [writing], shares, addedSpace };
  }
  if (found === undefined) return undefined;
  const [first = 'text', ...others] = found.writings;
  return { ...found, writings: [first, ...others] };
}

/** The bytes of all pieces; undefined once they are more than the text has. */
function sharesOf(tokens: readonly WrittenToken[], writing: PieceWriting, most: number): Uint8Array[] | undefined {
  const shares: Uint8Array[] = [];
  let length = 0;
  for (const token of tokens) {
    const share = pieceBytes(token, writing) ?? new Uint8Array();
    length += share.length;
    if (length > most) return undefined;
    shares.push(share);
  }
  return shares;
}

/** The bytes that a piece stands for; names of special tokens stand for themselves. */
export function pieceBytes({ piece }: WrittenToken, writing: PieceWriting): Uint8Array | undefined {
  if (typeof piece !== 'string') return piece;
  if (writing === 'sentencepiece') return decodeSentencePiece(piece);
  const own = new TextEncoder().encode(piece);
  return writing === 'byte-level' ? (decodeByteLevel(piece) ?? own) : own;
}

function withoutFirstByte(shares: readonly Uint8Array[]): Uint8Array[] {
  const first = shares.findIndex(({ length }) => length > 0);
  return shares.map((share, at) => (at === first ? share.subarray(1) : share));
}
