import type { ScoreRequest } from '../../domain/language-model.js';
import type { ScoredText } from '../../domain/scored-text.js';
import type { ModelContext } from '../asking/model-context.js';
import { ModelError } from '../errors.js';
import { isAbsence } from '../tokenizer/server-tokenizer-wire.js';
import { fitServerText } from '../wire/server-text.js';
import { findScoringMethod } from './find-scoring-method.js';
import { scoreByEcho } from './score-by-echo.js';
import { scoreByPromptLogprobs } from './score-by-prompt-logprobs.js';
import { scoreByStepping } from './score-by-stepping.js';

/**
 * Scores a text by whichever way the endpoint has.
 *
 * @throws ModelError `unsupported` where it has none, `refused` for an empty text
 */
export async function scoreText(context: ModelContext, model: string, request: ScoreRequest): Promise<ScoredText> {
  const { where, secrets, memory } = context.asker;
  if (request.text === '') {
    throw new ModelError('refused', 'nothing-to-score');
  }
  const method = await findScoringMethod(context, model, request.signal);
  if (method === 'none') {
    throw new ModelError('unsupported', 'cannot-score', { endpoint: where, model: fitServerText(model, secrets) });
  }
  try {
    return await scoreBy(method, context, model, request);
  } catch (error) {
    if (!isAbsence(error)) throw error;
    // The server may have changed since it was asked what it can do.
    memory.about(model).scoring = undefined;
    const now = await findScoringMethod(context, model, request.signal);
    if (now === method || now === 'none') throw error;
    return scoreBy(now, context, model, request);
  }
}

async function scoreBy(
  method: ScoredText['method'],
  context: ModelContext,
  model: string,
  request: ScoreRequest,
): Promise<ScoredText> {
  if (method === 'stepping') return scoreByStepping(context, model, request);
  const score = method === 'echo' ? scoreByEcho : scoreByPromptLogprobs;
  const scored = await score(context, model, request);
  if (scored !== undefined) return scored;
  const { where } = context.asker;
  throw new ModelError('protocol', 'scores-missing', { endpoint: where });
}
