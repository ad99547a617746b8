import type { DrawRequest } from '../../domain/language-model.js';
import type { SampledToken } from '../../domain/token.js';
import { takeFirstCharacter } from '../answer/draw-token.js';
import type { Asker } from '../asking/asker.js';
import { samplingParameters } from '../asking/request-shape.js';
import { ModelError } from '../errors.js';
import { isRefusalOf } from '../wire/classify-refusal.js';
import { askContinuation } from './ask-continuation.js';
import { ALTERNATIVES } from './reply.js';
import { thinksInstead } from './thinks-instead.js';

/** The longest a character can be in tokens: 4 bytes, and joined ones. */
const MAX_CHARACTER = 8;

/** Lets the server draw the next token, and those that complete its character. */
export async function askDraw(asker: Asker, model: string, request: DrawRequest): Promise<readonly SampledToken[]> {
  const asked = askContinuation(asker, {
    model,
    prompt: request.prompt,
    parameters: samplingParameters(request),
    maxTokens: MAX_CHARACTER,
    listed: ALTERNATIVES,
    untold: 'kept',
    signal: request.signal,
  });
  const { positions, text, isEnd, isThought, route } = await asked.catch((error: unknown) => {
    if (isRefusalOf(error, 'draw')) throw new ModelError('no-logprobs', 'drawn-character-part-untold');
    throw error;
  });
  if (isEnd) return [];
  if (isThought && route === 'chat') throw thinksInstead(asker, model);
  if (positions.length > 0) return takeFirstCharacter(positions, text);
  throw new ModelError('no-logprobs', 'drawn-character-part-untold');
}
