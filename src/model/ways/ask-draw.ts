import type { DrawRequest } from '../../domain/language-model.js';
import type { SampledToken } from '../../domain/token.js';
import { takeFirstCharacter } from '../answer/draw-token.js';
import type { ModelContext } from '../asking/model-context.js';
import { samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { askContinuation } from './ask-continuation.js';
import { replyAlternatives } from './reply.js';

/** The longest a character can be in tokens: 4 bytes, and joined ones. */
const longestCharacter = 8;

/** Lets the server draw the next token, and those that complete its character. */
export async function askDraw(
  { asker }: ModelContext,
  model: string,
  request: DrawRequest,
): Promise<readonly SampledToken[]> {
  const continuation = await askContinuation(asker, {
    model,
    prompt: request.prompt,
    parameters: samplingParameters(request),
    maxTokens: longestCharacter,
    listed: replyAlternatives,
    untold: 'kept',
    signal: request.signal,
  });
  if (continuation.ended) return [];
  if (continuation.positions.length > 0) return takeFirstCharacter(continuation.positions, continuation.text);
  throw new ModelError(
    'no-logprobs',
    'A part of a character was drawn, and the endpoint does not tell which, so it cannot be gone on with. Roll again.',
  );
}
