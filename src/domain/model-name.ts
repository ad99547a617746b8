import type { Endpoint } from './language-model.js';
import type { SentRequest } from './sent-request.js';

/**
 * A model's name among those of several endpoints: `model @ endpoint`. Those of the first endpoint have no more than their
 * own name, so that what was stored when it was alone still means them.
 *
 * @param endpoint the endpoint's name; undefined for the first
 */
export function modelAt(model: string, endpoint: string | undefined): string {
  return endpoint === undefined ? model : `${model}${BETWEEN}${endpoint}`;
}

const BETWEEN = ' @ ';

/** A model's own name, and which of some endpoints it is said to be at; undefined where its name says none of them. */
export function readModelName(
  name: string,
  endpoints: readonly string[],
): { readonly model: string; readonly endpoint: string | undefined } {
  const at = name.lastIndexOf(BETWEEN);
  const said = at <= 0 ? undefined : name.slice(at + BETWEEN.length).toLowerCase();
  const endpoint = endpoints.find((one) => one.toLowerCase() === said);
  return endpoint === undefined ? { model: name, endpoint } : { model: name.slice(0, at), endpoint };
}

/** Where an answer came from: one of several endpoints, else the one that there is. */
export function answeredBy({ endpoint }: Pick<SentRequest, 'endpoint'>, only: Endpoint): Endpoint {
  return endpoint === undefined ? only : { label: endpoint, tiny: false };
}
