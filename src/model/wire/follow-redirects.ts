import type { Told } from '../../domain/fact.js';
import { ModelError } from '../errors.js';
import { fitServerText } from './server-text.js';

const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];
const MAX_REDIRECTS = 3;

/** What is told of a redirect. */
export interface RedirectContext {
  /** The endpoint. */
  readonly where: Told;
  /** Blotted out of an address that the server names. */
  readonly secrets: readonly string[];
}

/**
 * Fetches, and follows redirects within the same origin alone: what people wrote, and the key, go nowhere else.
 *
 * @param init with a body that can be sent again
 * @throws ModelError `protocol` for a redirect to another origin, to no address, or for one too many
 */
export async function fetchWithinOrigin(
  fetcher: typeof fetch,
  url: string | URL,
  init: RequestInit,
  context: RedirectContext,
): Promise<Response> {
  let target = new URL(url);
  let request: RequestInit = { ...init, redirect: 'manual' };
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetcher(target, request);
    const location = REDIRECTS.includes(response.status) ? response.headers.get('location') : null;
    if (location === null) return response;
    await response.body?.cancel();
    const next = nextTarget(target, location, context);
    if (redirects === MAX_REDIRECTS) {
      throw new ModelError('protocol', 'redirected-without-end', { endpoint: context.where });
    }
    if (dropsBody(response.status, request.method)) request = withoutBody(request);
    target = next;
  }
}

function nextTarget(from: URL, location: string, { where, secrets }: RedirectContext): URL {
  const next = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (next?.origin === from.origin) {
    // Credentials in an address are refused by fetch, and the request has its own.
    next.username = '';
    next.password = '';
    return next;
  }
  const isWeb = next !== undefined && ['http:', 'https:'].includes(next.protocol);
  if (!isWeb) {
    throw new ModelError('protocol', 'redirected-to-no-address', { endpoint: where });
  }
  // A host comes in small letters.
  const host = fitServerText(
    next.host,
    secrets.flatMap((secret) => [secret, secret.toLowerCase()]),
  );
  const isSecured = next.hostname === from.hostname && next.protocol === 'https:';
  throw new ModelError('protocol', isSecured ? 'redirected-to-https' : 'redirected-elsewhere', {
    endpoint: where,
    host,
  });
}

/** As browsers do it (Fetch Standard, 4.4). */
function dropsBody(status: number, method = 'GET'): boolean {
  const isPost = method.toUpperCase() === 'POST';
  return status === 303 ? !['GET', 'HEAD'].includes(method.toUpperCase()) : [301, 302].includes(status) && isPost;
}

function withoutBody(request: RequestInit): RequestInit {
  const headers = new Headers(request.headers);
  for (const name of ['content-type', 'content-length', 'content-encoding']) headers.delete(name);
  return { ...request, method: 'GET', body: undefined, headers };
}
