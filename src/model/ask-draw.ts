import { askContinuation } from './ask-continuation.js';
import type { SampledToken } from './distribution.js';
import { takeFirstCharacter } from './draw-token.js';
import type { DrawRequest } from './language-model.js';
import type { ModelContext } from './model-context.js';
import { replyAlternatives } from './reply.js';
import { samplingParameters } from './request-shape.js';

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
    parameters: samplingParameters(request, 'neutral'),
    maxTokens: longestCharacter,
    listed: replyAlternatives,
    signal: request.signal,
  });
  return continuation.ended ? [] : takeFirstCharacter(continuation.positions, continuation.text);
}
