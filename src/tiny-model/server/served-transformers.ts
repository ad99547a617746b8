import type { ByteVocabulary } from '../../byte-pair/vocabulary.js';
import type { MeasuredHead } from '../training/measure-heads.js';
import type { Transformer } from '../transformer/read-text.js';
import { ApiError } from './api-error.js';

/** The transformers that can be looked into, by the names in which they are asked for. */
export interface ServedTransformers {
  readonly vocabulary: ByteVocabulary;
  /** @throws ApiError 404 for a name that none of them has */
  transformer(name: string): Promise<Transformer>;
  /** What its heads were measured to do on texts that were held back; none where that was not measured. */
  measuredHeads(name: string): Promise<readonly MeasuredHead[]>;
}

/** A token of a text, or one that may come, as the routes that look inside write it; a special one has no bytes. */
export interface WrittenToken {
  readonly id: number;
  readonly token: string;
  readonly bytes: readonly number[] | null;
}

/** Stands before every text. */
const START = '<|endoftext|>';

/** Longer texts are refused before they are cut into tokens: no token of the vocabulary is so long that they would fit. */
const MAX_TEXT = 32_000;

/**
 * The ids of a text as a transformer reads it, with the start of the text in front.
 *
 * @throws ApiError 400 `context_length_exceeded` where they are more than its context
 */
export function readInput(vocabulary: ByteVocabulary, text: string, context: number): number[] {
  const start = vocabulary.specials.get(START);
  if (text.length > MAX_TEXT) throw tooLong(`${text.length} characters`, context);
  const ids = [...(start === undefined ? [] : [start]), ...vocabulary.encode(text)];
  if (ids.length > context) throw tooLong(`${ids.length} tokens with the start of the text`, context);
  return ids;
}

/** A token as it is written in an answer. */
export function writeToken(vocabulary: ByteVocabulary, id: number): WrittenToken {
  for (const [name, special] of vocabulary.specials) if (special === id) return { id, token: name, bytes: null };
  return { id, token: vocabulary.decode([id]), bytes: [...vocabulary.bytes(id)] };
}

function tooLong(what: string, context: number): ApiError {
  return new ApiError(
    400,
    `This model's maximum context length is ${context} tokens. However, your input has ${what}. Please shorten it.`,
    'context_length_exceeded',
    'input',
  );
}
