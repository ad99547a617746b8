import type { ScoreRequest } from '../../domain/language-model.js';
import type { ScoredText } from '../../domain/scored-text.js';
import type { Asker } from '../asking/asker.js';
import { findListed } from '../asking/model-list.js';
import { ModelError } from '../errors.js';
import { isNo } from '../wire/classify-refusal.js';
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
export async function scoreText(asker: Asker, model: string, request: ScoreRequest): Promise<ScoredText> {
  const { where, secrets, memory } = asker;
  if (request.text === '') {
    throw new ModelError('refused', 'nothing-to-score');
  }
  const method = await findScoringMethod(asker, model, request.signal);
  if (method === 'none') {
    throw new ModelError('unsupported', 'cannot-score', { endpoint: where, model: fitServerText(model, secrets) });
  }
  const listed = findListed(asker.list, model);
  try {
    return { ...(await scoreBy(method, asker, model, request)), vocabularySize: (await listed)?.vocabularySize };
  } catch (error) {
    if (!isNo(error)) throw error;
    // The server may have changed since it was asked what it can do.
    memory.about(model).forgetScoring();
    const now = await findScoringMethod(asker, model, request.signal);
    if (now === method || now === 'none') throw error;
    return { ...(await scoreBy(now, asker, model, request)), vocabularySize: (await listed)?.vocabularySize };
  }
}

async function scoreBy(
  method: ScoredText['method'],
  asker: Asker,
  model: string,
  request: ScoreRequest,
): Promise<ScoredText> {
  if (method === 'stepping') return scoreByStepping(asker, model, request);
  const score = method === 'echo' ? scoreByEcho : scoreByPromptLogprobs;
  const scored = await score(asker, model, request);
  if (scored !== undefined) return scored;
  throw new ModelError('protocol', 'scores-missing', { endpoint: asker.where });
}
