import { loadEncoder } from './encoder.js';
import { findPieces, type Pieces } from './pieces.js';
import type { EncodingName } from './token.js';

/** A text to cut, as it is sent to the worker thread. It must be well-formed UTF-16. */
export interface CutTask {
  readonly text: string;
  readonly encoding: EncodingName;
}

/** What comes back: token ids, and where the tokens lie in the text. */
export interface CutResult extends Pieces {
  readonly ids: Uint32Array;
}

/**
 * Cuts a text into tokens; runs on a worker thread.
 *
 * @throws Error when the tokens are not the text, byte for byte
 */
export function cut({ text, encoding }: CutTask): CutResult {
  const encoder = loadEncoder(encoding);
  const ids = encoder.encode(text);
  const expected = Buffer.from(text, 'utf8');
  const lengths: number[] = [];
  let at = 0;
  for (const id of ids) {
    const bytes = encoder.bytesOf(id);
    if (expected.compare(bytes, 0, bytes.length, at, at + bytes.length) !== 0) {
      throw new Error(`${encoding} token ${id} at byte ${at} is not what the text has there`);
    }
    lengths.push(bytes.length);
    at += bytes.length;
  }
  return { ids, ...findPieces(text, lengths) };
}
