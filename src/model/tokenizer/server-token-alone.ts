import type { Fact } from '../../domain/fact.js';
import type { ServerToken } from '../../domain/server-tokens.js';
import { createFact } from '../../facts.js';
import { takeTurn } from '../../turns.js';
import { askText, askWritten, type Cutter } from './ask-tokenizer.js';
import { findBoundaries } from './server-token-boundaries.js';
import { fitPieces, type PieceWriting, pieceBytes } from './server-token-pieces.js';
import type { WrittenToken } from './speaker.js';

/** A text's own tokens. */
export interface CutAlone {
  readonly tokens: readonly ServerToken[];
  readonly notices: readonly Fact[];
  /** The writings by which the pieces join to the text; empty where none is known. */
  readonly writings: readonly PieceWriting[];
}

/** Cuts a text with nothing around it. */
export async function cutAlone(cutter: Cutter, text: string): Promise<CutAlone> {
  const written = await askWritten(cutter, text, 'nothing');
  const fitted = fitPieces(written, text);
  if (fitted !== undefined) {
    const tokens: ServerToken[] = [];
    for (const [at, token] of written.entries()) {
      tokens.push({
        id: token.id,
        text: pieceText(token, fitted.writings[0]),
        bytes: fitted.shares[at],
        around: false,
      });
      await takeTurn();
    }
    const notice = createFact('space-added', { alone: fitted.shares[0]?.length === 0 });
    return { tokens, notices: fitted.addedSpace ? [notice] : [], writings: fitted.writings };
  }
  const ends = await findBoundaries(
    written.map(({ id }) => id),
    text,
    (ids) => askText(cutter, ids),
  );
  const isTold = written.every(({ piece }) => piece !== undefined);
  if (ends === undefined) {
    const tokens = written.map((token) => ({ ...unfitted(token), around: false }));
    return { tokens, notices: [createFact(isTold ? 'text-changed' : 'ids-alone')], writings: [] };
  }
  const tokens = written.map((token, at): ServerToken => {
    const [start, end] = [at === 0 ? 0 : ends[at - 1], ends[at]];
    if (start === undefined || end === undefined) return { ...unfitted(token, '\uFFFD'), around: false };
    const own = text.slice(start, end);
    return { id: token.id, text: own, bytes: new TextEncoder().encode(own), around: false };
  });
  const isWhole = tokens.every(({ bytes }) => bytes !== undefined);
  return { tokens, notices: isWhole ? [] : [createFact('characters-cut')], writings: [] };
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A piece as text: U+FFFD where it is no whole character. */
export function pieceText(token: WrittenToken, writing: PieceWriting): string {
  return decoder.decode(pieceBytes(token, writing));
}

function unfitted(token: WrittenToken, otherwise = `token_id:${token.id}`) {
  const text = token.piece === undefined ? otherwise : pieceText(token, 'text');
  return { id: token.id, text, bytes: undefined };
}
