import type { ScoringMethod } from './capabilities.js';
import { ModelError } from './errors.js';
import type { ScoreRequest } from './language-model.js';
import type { ModelContext } from './model-context.js';
import type { ScoredText } from './scored-text.js';

/** The way in which an endpoint scores a model's texts; asked once and remembered. */
export async function findScoringMethod(
  { asker }: ModelContext,
  model: string,
  _signal?: AbortSignal,
): Promise<ScoringMethod> {
  const knowledge = asker.memory.about(model);
  knowledge.scoring ??= 'none';
  return knowledge.scoring;
}

/** Scores a text by whichever way the endpoint has. */
export async function scoreText(_context: ModelContext, model: string, _request: ScoreRequest): Promise<ScoredText> {
  throw new ModelError('unsupported', `${model} cannot score texts.`);
}
