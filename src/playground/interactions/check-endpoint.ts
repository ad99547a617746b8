import { randomBytes } from 'node:crypto';
import { FormErrors } from '../rules/form-errors.js';
import type { World } from '../state/world.js';
import { postInteraction } from './post-interaction.js';
import { createInteractionToken } from './store.js';

/**
 * Checks an endpoint before it is set, as Discord does: a ping must be answered, and one that is badly signed be refused.
 *
 * @throws ApiError 50035 where it is no address or does not pass
 */
export async function checkEndpoint(world: World, address: string): Promise<void> {
  const errors = new FormErrors();
  const path = ['interactions_endpoint_url'];
  if (!isHTTP(address)) errors.add(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  errors.throwIfAny();
  if (!(await passes(world, address))) {
    errors.add(
      path,
      'APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID',
      'The specified interactions endpoint URL could not be verified.',
    );
  }
  errors.throwIfAny();
}

async function passes(world: World, address: string): Promise<boolean> {
  const id = world.nextId();
  const { applicationId: application_id } = world;
  const body = JSON.stringify({ id, application_id, type: 1, token: createInteractionToken(id), version: 1 });
  const signed = world.endpoint.sign(body, world.now());
  const forged = { ...signed, 'X-Signature-Ed25519': randomBytes(64).toString('hex') };
  try {
    const refused = await postInteraction(address, body, forged, world.firstResponseMs);
    const answered = await postInteraction(address, body, signed, world.firstResponseMs);
    const pong: unknown = JSON.parse(Buffer.from(answered.body).toString('utf8'));
    return refused.status === 401 && answered.status === 200 && (pong as { type?: unknown } | null)?.type === 1;
  } catch {
    return false;
  }
}

function isHTTP(address: string): boolean {
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}
