import type { z } from 'zod';
import { CONTEXT_LENGTH } from '../language/generation.js';
import type { Vocabulary } from '../language/vocabulary.js';
import { ApiError } from './api-error.js';
import type { chatRequest, completionRequest } from './requests.js';

type ChatMessages = z.infer<typeof chatRequest>['messages'];

const tooLong = (what: string, field: string) =>
  new ApiError(
    400,
    `This model's maximum context length is ${CONTEXT_LENGTH} tokens. However, your ${field} has ${what}. Please shorten it.`,
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

function checkLength(ids: readonly number[], field: string): readonly number[] {
  if (ids.length >= CONTEXT_LENGTH) throw tooLong(`${ids.length} tokens, and one more has to fit`, field);
  return ids;
}

/**
 * The token ids of each prompt of a completion request; none given is the empty prompt.
 *
 * @throws ApiError 400 for a prompt that is too long or an id that is no token
 */
export function completionPrompts(
  vocabulary: Vocabulary,
  prompt: z.infer<typeof completionRequest>['prompt'],
): (readonly number[])[] {
  return textsOrIds(prompt ?? '').map((one) => {
    const ids = typeof one === 'string' ? vocabulary.encode(one) : checkIds(vocabulary, one, 'prompt');
    return checkLength(ids, 'prompt');
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

/** Texts before which a chat reply ends: each turn is one line. */
export const TURN_ENDS = ['\n'];

/**
 * A conversation in the format of the corpus: what system messages say stands in front, user turns begin with `Q: ` and
 * replies with `A: `, and the last line is the one to go on with.
 *
 * @param continueFinal go on with the last message, which has to be the assistant's, instead of answering
 * @throws ApiError 400 when it is too long, or there is nothing to continue
 */
export function chatPrompt(vocabulary: Vocabulary, messages: ChatMessages, continueFinal: boolean): readonly number[] {
  const lines: string[] = [];
  for (const { role, content } of messages) {
    const text = typeof content === 'string' ? content : content.map((part) => part.text).join('\n');
    // A turn is one line, so that nothing in it can pass for the next turn.
    const line = text.replace(/\s*\n\s*/g, ' ').trimStart();
    if (role === 'user') lines.push(`Q: ${line.trimEnd()}`);
    else if (role === 'assistant') lines.push(`A: ${continueFinal ? line : line.trimEnd()}`);
    else if (line !== '') lines.push(line.trimEnd());
  }
  if (!continueFinal) lines.push('A: ');
  else if (messages.at(-1)?.role !== 'assistant') {
    throw new ApiError(
      400,
      "Invalid 'messages': with continue_final_message the last one has to be the assistant's.",
      'invalid_value',
      'messages',
    );
  }
  return checkLength(vocabulary.encode(lines.join('\n')), 'messages');
}
