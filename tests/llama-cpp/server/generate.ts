import type { Llama } from '../llama/open-llama.js';
import type { LeftOver, SamplingSettings } from '../llama/samplers.js';

/** What is to be written. */
export interface GenerationRequest {
  readonly prompt: readonly number[];
  /** -1 for as many as there is room for. */
  readonly most: number;
  /** How many tokens are listed at each place; 0 for none. */
  readonly listed: number;
  /** List what was left by the chain, and not what the model says. */
  readonly afterSampling: boolean;
  readonly stop: readonly string[];
  readonly settings: SamplingSettings;
}

/** A token as llama-server reports it: where one completes a character, with the text of all its parts. */
export interface ReportedToken {
  readonly id: number;
  readonly bytes: Buffer;
  readonly probability: number;
  readonly listed: readonly LeftOver[];
}

/** How a text ended, and what there is of it. */
export interface Generation {
  readonly bytes: Buffer;
  readonly reported: readonly ReportedToken[];
  readonly drawn: number;
  readonly ended: 'stop' | 'length';
}

/**
 * Writes token by token, as llama-server's `process_token` does it. What a token is, its scores and its draw are llama.cpp's;
 * when a text is told and when it ends is written here after `tools/server/server-context.cpp`.
 */
export function* generate(llama: Llama, request: GenerationRequest): Generator<ReportedToken, Generation> {
  const { prompt, most, stop, listed, settings } = request;
  const chain = llama.samplers.open(settings);
  try {
    for (const id of prompt) chain.accept(id);
    const ids = [...prompt];
    const reported: ReportedToken[] = [];
    let written = Buffer.alloc(0);
    let told = 0;
    let ended: Generation['ended'] | undefined;
    let drawn = 0;
    while (ended === undefined) {
      const scores = llama.evaluate(ids);
      const { id, left } = chain.draw(scores);
      chain.accept(id);
      drawn += 1;
      written = Buffer.concat([written, llama.piece(id, false)]);
      const all = request.afterSampling ? left.filter(({ probability }) => probability > 0) : softmax(scores);
      if (wholeLength(written) === written.length) {
        const after = written.subarray(told);
        const at = stop.map((word) => after.indexOf(word)).filter((found) => found >= 0);
        if (at.length > 0) {
          written = written.subarray(0, told + Math.min(...at));
          ended = 'stop';
        }
        const waits = ended === undefined && !llama.isEnd(id) && stop.some((word) => endsLike(after, word));
        const bytes = waits ? Buffer.alloc(0) : written.subarray(told);
        if (!waits) told = written.length;
        const own = all.find((each) => each.id === id)?.probability ?? 0;
        const token = { id, bytes, probability: own, listed: listed > 0 ? all.slice(0, listed) : [] };
        reported.push(token);
        yield token;
      }
      ids.push(id);
      if (ended !== undefined) break;
      if (llama.isEnd(id)) ended = 'stop';
      else if (drawn === most || ids.length >= llama.contextSize) ended = 'length';
    }
    return { bytes: written, reported, drawn, ended: ended ?? 'length' };
  } finally {
    chain.close();
  }
}

/** What the model says of each token, likeliest first (`get_token_probabilities`). */
export function softmax(scores: Float32Array): LeftOver[] {
  const most = scores.reduce((max, score) => Math.max(max, score), Number.NEGATIVE_INFINITY);
  const weights = scores.map((score) => Math.exp(score - most));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Array.from(weights, (weight, id) => ({ id, probability: Math.fround(weight / sum) })).sort(
    (a, b) => (scores[b.id] ?? 0) - (scores[a.id] ?? 0),
  );
}

/** How much of a text there is before a character that is cut at its end (`validate_utf8`). */
export function wholeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    const size = (byte & 0xe0) === 0xc0 ? 2 : (byte & 0xf0) === 0xe0 ? 3 : (byte & 0xf8) === 0xf0 ? 4 : 0;
    if (back < size) return bytes.length - back;
  }
  return bytes.length;
}

/**
 * Whether llama-server can read what it wrote: it reads every text as a chat message, and fails where bytes are no characters
 * (`common_parse_utf8_codepoint`). One that is cut at the end is let pass.
 */
export function isReadable(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    const size = byte < 0x80 ? 1 : byte < 0xc0 ? 0 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf8 ? 4 : 0;
    if (size === 0) return false;
    if (at + size > bytes.length) return true;
    if (bytes.subarray(at + 1, at + size).some((each) => (each & 0xc0) !== 0x80)) return false;
    at += size;
  }
  return true;
}

function endsLike(bytes: Buffer, word: string): boolean {
  const text = bytes.toString();
  return Array.from(word, (_, at) => word.slice(0, at + 1)).some((part) => text.endsWith(part));
}
