import { loadEncoder } from './encoder.js';
import { findPieces, type Pieces } from './pieces.js';
import type { EncodingName } from './token.js';

/**
 * A text as it is sent to the worker thread: to cut by an encoding, or cut already by another tokenizer, with the length of
 * each token in UTF-8 bytes. It must be well-formed UTF-16.
 */
export type CutTask =
  | { readonly text: string; readonly encoding: EncodingName }
  | { readonly text: string; readonly byteLengths: Uint32Array };

/** What comes back: where the tokens lie in the text, and the ids that an encoding gave them. */
export interface CutResult extends Pieces {
  readonly ids: Uint32Array;
}

/**
 * Cuts a text into tokens, where it is not cut already, and finds where they lie; runs on a worker thread.
 *
 * @throws Error when the tokens are not the text, byte for byte
 */
export function cut(task: CutTask): CutResult {
  const { text } = task;
  if ('byteLengths' in task) return { ids: new Uint32Array(), ...findPieces(text, [...task.byteLengths]) };
  const { encoding } = task;
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
