import type { z } from 'zod';
import type { Vocabulary } from '../language/vocabulary.js';
import { ApiError } from './api-error.js';
import type { completionRequest } from './requests.js';
import type { ServedModel } from './served-model.js';

const tooLong = (contextLength: number, what: string, field: string) =>
  new ApiError(
    400,
    `This model's maximum context length is ${contextLength} tokens. However, your ${field} has ${what}. Please shorten it.`,
    'context_length_exceeded',
    field,
  );

/** @throws ApiError 400 when a number is the id of no token */
export function checkIds(vocabulary: Vocabulary, ids: readonly number[], field: string): readonly number[] {
  const wrong = ids.find((id) => !vocabulary.isTokenId(id));
  if (wrong !== undefined)
    throw new ApiError(400, `Invalid '${field}': ${wrong} is not the id of a token.`, 'invalid_value', field);
  return ids;
}

/** @throws ApiError 400 `context_length_exceeded` where no token more fits behind the prompt */
export function checkLength({ contextLength }: ServedModel, ids: readonly number[], field: string): readonly number[] {
  if (ids.length >= contextLength) throw tooLong(contextLength, `${ids.length} tokens, and one more has to fit`, field);
  return ids;
}

/**
 * The token ids of each prompt of a completion request; none given is the empty prompt.
 *
 * @throws ApiError 400 for a prompt that is too long or an id that is no token
 */
export function completionPrompts(
  vocabulary: Vocabulary,
  model: ServedModel,
  prompt: z.infer<typeof completionRequest>['prompt'],
): (readonly number[])[] {
  return textsOrIds(prompt ?? '').map((one) => {
    const ids = typeof one === 'string' ? vocabulary.encode(one) : checkIds(vocabulary, one, 'prompt');
    return checkLength(model, ids, 'prompt');
  });
}

/** One or several texts or lists of token ids, as a list. */
export function textsOrIds(input: string | string[] | number[] | number[][]): (string | number[])[] {
  if (typeof input === 'string') return [input];
  const ids: number[] = [];
  const several: (string | number[])[] = [];
  for (const one of input) {
    if (typeof one === 'number') ids.push(one);
    else several.push(one);
  }
  return ids.length > 0 ? [ids] : several;
}
