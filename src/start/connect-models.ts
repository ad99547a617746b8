import type { Logger } from 'pino';
import type { Config } from '../config.js';
import { UserError } from '../errors.js';
import { createFact } from '../facts.js';
import type { EndpointReplica, ModelOptions } from '../model/model-options.js';
import { openModel } from '../model/open-model.js';
import { openEndpoints } from '../model/several/open-endpoints.js';
import { openLater } from '../opened-later.js';
import type { Parts } from '../parts.js';
import type { Services } from '../services.js';
import { openTinyModel } from '../tiny-model/open-tiny-model.js';

/** How the embedded model is opened. */
export interface TinyModelChoice {
  /** Makes what the tiny model draws repeat; by default nobody can foretell it. */
  readonly tinyModelSeed?: number;
  /** Another way to the same model, for tests that keep it trained. */
  readonly openTinyModel?: typeof openTinyModel;
}

/** What people are told when the tiny model does not answer. */
const TINY_MODEL_AWAY = {
  answering: createFact('tiny-model-broke-off'),
  restarting: createFact('tiny-model-restarts'),
  stopped: createFact('tiny-model-stopped'),
} as const;

/** What the models are opened with. */
export interface ModelsOpening {
  readonly log: Logger;
  readonly fetcher: typeof fetch;
  readonly options: TinyModelChoice;
  /** Who asks, where that waits its turn, what it counts for, and who is told of it. */
  readonly asking: Pick<ModelOptions, 'userName' | 'whoAsks' | 'line' | 'meter' | 'observer'>;
}

/** The models, and what watches over the way to them. */
interface ConnectedModels extends Pick<Services, 'model' | 'inside' | 'embedded'> {
  /** How each address of each endpoint is, for health and metrics; nothing is asked for it. */
  readonly replicas: () => readonly EndpointReplica[];
}

/** Connects the endpoints that the configuration names; the embedded model then starts when it is first asked for. */
export async function connectModels(
  { model: { baseURL, ...settings }, otherEndpoints = [], settingNames }: Config,
  parts: Parts,
  opening: ModelsOpening,
): Promise<ConnectedModels> {
  if (baseURL === undefined) {
    const embedded = parts.opened('model', await openEmbedded(opening, settings.defaultModel));
    return { ...embedded, embedded: async () => embedded, replicas: embedded.model.replicas };
  }
  const { log, fetcher, asking } = opening;
  const model = parts.opened(
    'model',
    openEndpoints([{ baseURL, ...settings }, ...otherEndpoints], { log, fetch: fetcher, ...asking }, settingNames),
  );
  const later = parts.opened(
    'embedded model',
    // It costs nothing: the tokens that the operator gives people are those of the other endpoints.
    openLater(() => openEmbedded({ ...opening, asking: { ...asking, meter: undefined } })),
  );
  return {
    model,
    inside: model.inside,
    replicas: model.replicas,
    async embedded() {
      try {
        return await later.get();
      } catch (error) {
        throw new UserError('embedded-model-cannot-start', {}, { cause: error });
      }
    },
  };
}

async function openEmbedded({ log, fetcher, options, asking }: ModelsOpening, defaultModel?: string) {
  const { tinyModelSeed: seed, openTinyModel: openTiny = openTinyModel } = options;
  const tiny = await openTiny({ log, seed });
  const model = openModel({
    baseURL: tiny.baseURL,
    defaultModel,
    ...asking,
    label: 'embedded tiny model',
    tiny: true,
    log,
    fetch: fetcher,
    whenUnreachable: () => TINY_MODEL_AWAY[tiny.state()],
  });
  return {
    model,
    inside: model.inside,
    async close() {
      model.close();
      await tiny.close();
    },
  };
}
