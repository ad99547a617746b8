import { setTimeout as sleep } from 'node:timers/promises';
import { withCancel } from '../asking/shared-answer.js';
import { ModelError } from '../errors.js';
import type { NamedEndpoint } from './named-endpoint.js';

/** What an endpoint lists, or why it does not. */
export interface EndpointList {
  readonly ids: readonly string[];
  readonly failure?: ModelError | undefined;
}

/** The lists of several endpoints, each bounded in time and none waiting for another. */
export interface EndpointLists {
  /** All of them, in the endpoints' order. */
  read(signal?: AbortSignal): Promise<readonly EndpointList[]>;
  /** One of them. */
  readOne(at: number, signal?: AbortSignal): Promise<EndpointList>;
  /** What one listed when it was last read, however long ago. */
  last(at: number): readonly string[] | undefined;
}

const PATIENCE_MS = 4000;

/**
 * Creates the lists, which are empty until they are read.
 *
 * @param patience ends when a list is left out for now; it may be there the next time
 */
export function createEndpointLists(
  endpoints: readonly NamedEndpoint[],
  patience: () => Promise<unknown> = () => sleep(PATIENCE_MS, undefined, { ref: false }),
): EndpointLists {
  const states = endpoints.map(({ model }) => createList(model, patience));
  const readOne: EndpointLists['readOne'] = async (at, signal) => (await states[at]?.read(signal)) ?? { ids: [] };
  return {
    read: (signal) => Promise.all(endpoints.map((_, at) => readOne(at, signal))),
    readOne,
    last: (at) => states[at]?.last(),
  };
}

function createList(model: NamedEndpoint['model'], patience: () => Promise<unknown>) {
  let last: readonly string[] | undefined;

  /** Not cancelled by whoever asks: others may wait for the same. */
  async function ask(): Promise<EndpointList> {
    try {
      last = await model.models();
      return { ids: last };
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      return { ids: [], failure: error };
    }
  }

  return {
    last: () => last,
    async read(signal: AbortSignal | undefined): Promise<EndpointList> {
      const left = model.leftOut();
      if (left !== undefined) return { ids: [], failure: left };
      const waiting = patience().then(() => {
        const failure = new ModelError('timeout', 'endpoint-waiting', { endpoint: model.endpoint.label });
        if (!answered) model.keptWaiting(failure);
        return { ids: [], failure };
      });
      let answered = false;
      const asked = ask().finally(() => {
        answered = true;
      });
      return withCancel(Promise.race([asked, waiting]), signal);
    },
  };
}
