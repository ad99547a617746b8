import { readModelName } from '../../domain/model-name.js';
import { ModelError } from '../errors.js';
import type { EndpointLists } from './endpoint-lists.js';
import type { NamedEndpoint } from './named-endpoint.js';

/** The endpoint that a request goes to. */
export interface Found {
  readonly endpoint: NamedEndpoint;
  /** The model as that endpoint knows it; undefined for its default one. */
  readonly model: string | undefined;
  /** What stands behind its models' names; undefined for the first endpoint. */
  readonly suffix: string | undefined;
}

/** Finds out which of several endpoints a request goes to. */
export interface Finder {
  /** @param wanted a model with its endpoint's name behind it, or alone; undefined where nobody names one */
  find(wanted: string | undefined, signal?: AbortSignal): Promise<Found>;
  /** The first endpoint, or another one. */
  at(place: number, model?: string): Found;
}

/** Creates what finds the endpoints of models. */
export function createFinder(endpoints: readonly [NamedEndpoint, ...NamedEndpoint[]], lists: EndpointLists): Finder {
  const [first] = endpoints;
  const names = endpoints.map(({ name }) => name);
  const at: Finder['at'] = (place, model) => {
    return { endpoint: endpoints[place] ?? first, model, suffix: place === 0 ? undefined : names[place] };
  };

  /** The first endpoint; where it fails and nobody chose its model, the next one that has one. */
  async function findDefault(signal: AbortSignal | undefined): Promise<Found> {
    if (first.hasDefault) return at(0);
    for (const [place, { model }] of endpoints.entries()) {
      // So that one that is away is not waited for again and again.
      const { failure } = await lists.readOne(place, signal);
      if (failure !== undefined) continue;
      try {
        return at(place, await model.defaultModel(signal));
      } catch (error) {
        if (!(error instanceof ModelError) || error.kind === 'cancelled') throw error;
      }
    }
    return at(0);
  }

  /** The endpoint that lists a model, the first of them where several do. */
  async function findListing(model: string, signal: AbortSignal | undefined): Promise<Found> {
    // The other lists are not waited for where the first one has it.
    const { ids, failure } = await lists.readOne(0, signal);
    if (ids.includes(model) || lists.last(0)?.includes(model)) return at(0, model);
    const all = await lists.read(signal);
    const place = all.findIndex((list) => list.ids.includes(model));
    if (place > 0) return at(place, model);
    // One that is away for a moment may be the one that had it.
    const before = failure === undefined ? endpoints.findIndex((_, one) => lists.last(one)?.includes(model)) : -1;
    return at(Math.max(0, before), model);
  }

  return {
    at,
    async find(wanted, signal) {
      if (wanted === undefined) return findDefault(signal);
      const { model, endpoint } = readModelName(wanted, names);
      return endpoint === undefined ? findListing(wanted, signal) : at(names.indexOf(endpoint), model);
    },
  };
}
