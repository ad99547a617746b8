import type { ModelInside } from '../../domain/inside.js';
import type { Asker } from '../asking/asker.js';
import type { ModelList } from '../asking/model-list.js';
import { ModelError } from '../errors.js';
import { askAttention } from './attention.js';
import { createEmbeddings } from './embeddings.js';
import { askFollowers } from './followers.js';
import { askLayers } from './layers.js';
import { findStages } from './stages.js';
import { askTrainHere } from './train-here.js';
import { askTraining } from './training.js';

/** What looking inside needs of an endpoint. */
export interface InsideOptions {
  readonly asker: Asker;
  /** Asks a model, the endpoint's default one where none is named; refusals become sentences. */
  readonly withModel: <T>(
    wanted: string | undefined,
    signal: AbortSignal | undefined,
    run: (model: string) => Promise<T>,
  ) => Promise<T>;
  /** Reads the endpoint's list of models; refusals become sentences. */
  readonly listed: ModelList['read'];
  /** A clock in milliseconds. */
  readonly now: () => number;
}

/** Creates what looks inside the models of one endpoint; nothing is asked until it is used. */
export function createInside({ asker, withModel, listed, now }: InsideOptions): ModelInside {
  const embed = createEmbeddings(asker, now);
  const cannotLook = () => new ModelError('unsupported', 'cannot-look-inside', { endpoint: asker.where });
  const stages: ModelInside['stages'] = async (signal) => findStages(await listed(signal));
  return {
    stages,
    attention: (request) => withModel(request.model, request.signal, (model) => askAttention(asker, model, request)),
    layers: (request) => withModel(request.model, request.signal, (model) => askLayers(asker, model, request)),
    embeddings: (request) => withModel(request.model, request.signal, (model) => embed(model, request)),
    async training(wanted, signal) {
      const model = wanted ?? (await stages(signal))?.base;
      if (model === undefined) throw cannotLook();
      return withModel(model, signal, (name) => askTraining(asker, name, signal));
    },
    // The texts are those of the endpoint, whichever model is asked for; a refusal is explained all the same.
    followers: (request) => withModel(undefined, request.signal, () => askFollowers(asker, request)),
    // The model that is trained has no name, but a refusal is explained all the same.
    trainHere: (request) => withModel(undefined, request.signal, () => askTrainHere(asker, request)),
  };
}
