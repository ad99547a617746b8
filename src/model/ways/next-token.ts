import type { Distribution, LogprobScale } from '../../domain/distribution.js';
import type { NextTokenRequest } from '../../domain/language-model.js';
import type { SentRequest } from '../../domain/sent-request.js';
import { buildDistribution } from '../answer/build-distribution.js';
import type { ModelContext } from '../asking/model-context.js';
import { askedLogprobs, samplingParameters } from '../asking/request-shape.js';
import { findVocabularySize } from '../asking/vocabulary-size.js';
import { ModelError } from '../errors.js';
import { askContinuation } from './ask-continuation.js';

/** As many tokens as hosted endpoints list; a longer list makes the hidden mass smaller. */
export const usualListed = 20;
/** A model that ends the text at once is asked so often, for some servers list nothing for the end. */
export const mostEndings = 3;

/** Asks for the model's own distribution over the token that follows a prompt. */
export async function askNextToken(
  { asker, list }: ModelContext,
  model: string,
  request: NextTokenRequest,
): Promise<Distribution> {
  const vocabularySize = findVocabularySize(list, model);
  for (let endings = 0; endings < mostEndings; endings += 1) {
    const continuation = await askContinuation(asker, {
      model,
      prompt: request.prompt,
      parameters: samplingParameters({ temperature: 1 }),
      maxTokens: 1,
      listed: Math.max(request.candidates, usualListed),
      untold: 'again',
      signal: request.signal,
    });
    const [position] = continuation.positions;
    if (position === undefined) continue;
    return buildDistribution(position, {
      listed: askedLogprobs(continuation.request.body),
      route: continuation.route,
      model: continuation.model,
      vocabularySize: await vocabularySize,
      scale: scaleAtOne(continuation.request, asker.memory.about(model).scale),
      request: continuation.request,
    });
  }
  throw new ModelError(
    'no-logprobs',
    'The model ends its text here, and the endpoint gives no probabilities for the end. Take back a token, or change the text.',
  );
}

/** Of which probabilities logprobs tell that are raw or were asked for with neutral settings; but a server that takes no temperature may have its own. */
export function scaleAtOne({ body }: SentRequest, probed: LogprobScale | undefined): LogprobScale {
  return body.temperature === 1 || probed === 'raw' ? 'raw' : 'unknown';
}
