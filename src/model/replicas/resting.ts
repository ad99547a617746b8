import type { Told } from '../../domain/fact.js';
import type { EndpointFailing } from '../../domain/language-model.js';
import { ModelError } from '../errors.js';
import type { Replica } from './replica.js';

/** How an endpoint is told of whose addresses fail. */
interface About {
  readonly endpoint: Told;
  readonly addresses: number;
}

/** That nothing is sent to any address for now, by the one that is tried again first; undefined while one may be asked. */
export function allRest(replicas: readonly Replica[], about: About): ModelError | undefined {
  return combined(
    replicas.map(({ circuit }) => circuit?.rests()),
    about,
  );
}

/** Why an endpoint is left out where several are asked; undefined while one of its addresses is not. */
export function allLeftOut(replicas: readonly Replica[], about: About): ModelError | undefined {
  return combined(
    replicas.map(({ circuit }) => circuit?.leftOut()),
    about,
  );
}

/** That all addresses have failed several times and did not answer since, by the one that is tried again first. */
export function allFailing(replicas: readonly Replica[]): EndpointFailing | undefined {
  const all = replicas.map(({ circuit }) => circuit?.failing()).filter((failing) => failing !== undefined);
  if (all.length < replicas.length) return undefined;
  return all.toSorted((one, other) => (one.triesAt ?? 0) - (other.triesAt ?? 0))[0];
}

function combined(errors: readonly (ModelError | undefined)[], { endpoint, addresses }: About): ModelError | undefined {
  const told = errors.filter((error) => error !== undefined);
  if (told.length < errors.length) return undefined;
  if (addresses === 1) return told[0];
  const [soonest] = told.toSorted((one, other) => (one.retryAfterSeconds ?? 0) - (other.retryAfterSeconds ?? 0));
  if (soonest === undefined) return undefined;
  const { kind, fact, retryAfterSeconds } = soonest;
  if (kind === 'resting')
    return new ModelError(kind, { ...fact, params: { ...fact.params, endpoint, addresses } }, { retryAfterSeconds });
  return new ModelError(kind, 'no-address-answers', { endpoint, addresses, why: fact }, { cause: soonest.cause });
}
