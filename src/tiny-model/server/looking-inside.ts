import type { Vocabulary } from '../language/vocabulary.js';
import type { ShelvedTransformer } from '../transformer/shelf.js';
import { ApiError } from './api-error.js';
import { findModel, type ServedModels } from './served-model.js';

/** A token of a text, or one that may come, as the routes that look inside write it; a special one has no bytes. */
export interface WrittenToken {
  readonly id: number;
  readonly token: string;
  readonly bytes: readonly number[] | null;
}

/** No token of the vocabulary is so long that more characters would fit into a context. */
const MAX_TEXT = 32_000;

/**
 * The transformer of a name.
 *
 * @throws ApiError 404 for a name that no model has, 400 for that of a model that is no transformer
 */
export function findTransformer(served: ServedModels, name: string): ShelvedTransformer {
  const { name: found } = findModel(served, name);
  const transformer = served.shelf.find(found);
  if (transformer !== undefined) return transformer;
  throw new ApiError(
    400,
    `The model '${found}' is no transformer: it has no layers to look into.`,
    'no_layers',
    'model',
  );
}

/**
 * The ids of a text as a transformer reads it, with the start of the text in front.
 *
 * @throws ApiError 400 `context_length_exceeded` where they are more than its context
 */
export function readInput({ vocabulary, shelf }: ServedModels, text: string): number[] {
  if (text.length > MAX_TEXT) throw tooLong(`${text.length} characters`, shelf.context);
  const ids = vocabulary.encode(text);
  // The start of the text takes a place.
  if (ids.length >= shelf.context) throw tooLong(`${ids.length} tokens`, shelf.context);
  return [vocabulary.endOfText, ...ids];
}

/** A token as it is written in an answer. */
export function writeToken(vocabulary: Vocabulary, id: number): WrittenToken {
  const special = vocabulary.specialName(id);
  if (special !== undefined) return { id, token: special, bytes: null };
  return { id, token: vocabulary.decode([id]), bytes: [...vocabulary.bytes(id)] };
}

function tooLong(what: string, context: number): ApiError {
  return new ApiError(
    400,
    `This model's maximum context length is ${context - 1} tokens. However, your input contains ${what}. Please shorten it.`,
    'context_length_exceeded',
    'input',
  );
}
