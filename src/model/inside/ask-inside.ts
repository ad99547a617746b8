import type { SentRequest } from '../../domain/sent-request.js';
import type { Asker } from '../asking/asker.js';
import { ModelError } from '../errors.js';
import { isPathMissing, isRefusalOf } from '../wire/classify-refusal.js';
import { fitServerText } from '../wire/server-text.js';

/** A question about the inside of a model. */
interface InsideQuestion {
  /** Below the base URL, such as `/attention`. */
  readonly path: string;
  /** Left out where nothing is sent, and the answer is only fetched. */
  readonly body?: Record<string, unknown> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What came back. */
export interface InsideAnswer {
  readonly json: unknown;
  readonly request: SentRequest;
}

/**
 * Asks an endpoint about the inside of a model, as the extensions of the protocol have it.
 *
 * @throws ModelError `unsupported` where the endpoint does not know the request, RefusalError where it refuses it
 */
export async function askInside(asker: Asker, { path, body, signal }: InsideQuestion): Promise<InsideAnswer> {
  const sentAt = Date.now();
  const begun = performance.now();
  try {
    const { json, headers } = await asker.plain({ method: body === undefined ? 'get' : 'post', path, body, signal });
    const id = headers.get('x-request-id');
    const requestId = id === null ? undefined : fitServerText(id, asker.secrets);
    const seconds = (performance.now() - begun) / 1000;
    return { json, request: { path, body: body ?? {}, requestId, sentAt, seconds } };
  } catch (error) {
    if (!isPathMissing(error) && !isRefusalOf(error, 'route')) throw error;
    throw new ModelError('unsupported', 'cannot-look-inside', { endpoint: asker.where }, { cause: error });
  }
}

/** What is thrown where an answer is none that the protocol has. */
export function notInProtocol({ where }: Pick<Asker, 'where'>): ModelError {
  return new ModelError('protocol', 'inside-not-in-protocol', { endpoint: where });
}
