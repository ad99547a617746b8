import { get_encoding } from '@dqbd/tiktoken';
import type { EncodingName } from './token.js';

/** One encoding, ready to cut texts. It lives as long as its thread: building one takes about half a second. */
export interface Encoder {
  /** Token ids of a text; special tokens written in it are plain text. */
  encode(text: string): Uint32Array;
  /** The exact bytes of one token. */
  bytesOf(id: number): Uint8Array;
}

const built = new Map<EncodingName, Encoder>();

/**
 * The encoder of an encoding, built when first asked for and kept.
 *
 * It is slow on purpose-built texts (quadratic on long runs without a break), so it belongs on a worker thread.
 *
 * @throws Error when there is no encoding of this name
 */
export function loadEncoder(name: EncodingName): Encoder {
  const known = built.get(name);
  if (known !== undefined) return known;
  const tiktoken = get_encoding(name);
  const encoder: Encoder = {
    encode: (text) => tiktoken.encode_ordinary(text),
    bytesOf: (id) => tiktoken.decode_single_token_bytes(id),
  };
  built.set(name, encoder);
  return encoder;
}
