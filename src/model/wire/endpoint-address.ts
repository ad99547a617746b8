import { ModelError } from '../errors.js';

/** A base URL taken apart so that its credentials go into a header and never into a sentence. */
export interface EndpointAddress {
  /** The URL for requests, without credentials, query, trailing slash and the path of one request. */
  readonly baseURL: string;
  /** False where nothing but the host was written, so that it is open where on it the API is. */
  readonly hasPath: boolean;
  /** What stands behind `?`, to be sent along with each request, as Azure wants it. */
  readonly query: Readonly<Record<string, string>>;
  /** The base URL without the `/v1` it mostly ends in: where servers have what is not in OpenAI's protocol. */
  readonly rootURL: string;
  /** `host`, or `host:port` where the URL names a port. */
  readonly host: string;
  readonly secure: boolean;
  /** The value of an `authorization` header, where the URL held a name or password. */
  readonly authorization: string | undefined;
  /** The password, and what may be a key in the query, in every spelling that goes over the wire: never to be shown. */
  readonly secrets: readonly string[];
}

/** What somebody copies who has an example of a whole request. */
const ONE_REQUEST = /\/+(?:chat\/+completions|completions|responses|embeddings|models)$/;

const KEY_NAME = /key|token|secret|sig|code|pass|auth/i;

/**
 * Reads the base URL of an OpenAI-compatible endpoint.
 *
 * @throws ModelError `unreachable` when it is no http or https URL
 */
export function parseEndpointAddress(baseURL: string): EndpointAddress {
  const url = URL.canParse(baseURL.trim()) ? new URL(baseURL.trim()) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new ModelError('unreachable', 'base-url-invalid');
  }
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  const hasCredentials = user !== '' || password !== '';
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  const path = url.pathname.replace(/\/+$/, '').replace(ONE_REQUEST, '');
  const ownURL = `${url.origin}${path}`;
  const query = Object.fromEntries(url.searchParams);
  return {
    baseURL: ownURL,
    hasPath: path !== '',
    query,
    rootURL: ownURL.replace(/\/v\d+$/, ''),
    host: url.host,
    secure: url.protocol === 'https:',
    authorization: hasCredentials ? `Basic ${basic}` : undefined,
    secrets: [
      ...(password === '' ? [] : [password, url.password, basic]),
      ...Object.entries(query).flatMap(([name, value]) =>
        KEY_NAME.test(name) && value !== '' ? [value, encodeURIComponent(value)] : [],
      ),
    ],
  };
}
