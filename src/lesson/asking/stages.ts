import type { ModelStage } from '../../domain/inside.js';
import type { ModelFailure } from '../../domain/model-failure.js';
import { UserError } from '../../errors.js';
import { createFact } from '../../facts.js';
import type { Services } from '../../services.js';

/** The endpoint has no model at several stages of its training: whoever catches it can offer the embedded one. */
class NoStages extends UserError implements ModelFailure {
  override readonly name = 'ModelError';
  readonly kind = 'unsupported';
}

/**
 * The models of the endpoint by the stage of their training.
 *
 * @throws ModelFailure `unsupported` where it does not have one in each stage
 */
export async function modelsByStage(
  signal: AbortSignal,
  { model, inside }: Pick<Services, 'model' | 'inside'>,
): Promise<Readonly<Record<ModelStage, string>>> {
  const models = await inside.stages(signal);
  if (models === undefined) {
    throw new NoStages(createFact('no-stages', { endpoint: model.endpoint.label }));
  }
  return models;
}
