import type { ModelStage } from '../../domain/inside.js';
import type { ListedModel } from '../asking/listed-model.js';

/**
 * Finds the endpoint's models by the stage of training that they are in, as its list of models tells it; of several in one
 * stage the first.
 *
 * @returns undefined where not every stage has a model
 */
export function findStages(models: readonly ListedModel[]): Readonly<Record<ModelStage, string>> | undefined {
  const named = (stage: ModelStage) => models.find((model) => model.stage === stage)?.id;
  const [base, tuned, preferred] = [named('base'), named('tuned'), named('preferred')];
  if (base === undefined || tuned === undefined || preferred === undefined) return undefined;
  return { base, tuned, preferred };
}
