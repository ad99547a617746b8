import { ModelError } from '../errors.js';

/** A base URL taken apart so that its credentials go into a header and never into a sentence. */
export interface EndpointAddress {
  /** The URL for requests, without credentials, query and trailing slash. */
  readonly baseURL: string;
  /** The base URL without the `/v1` it mostly ends in: where servers have what is not in OpenAI's protocol. */
  readonly rootURL: string;
  /** `host`, or `host:port` where the URL names a port. */
  readonly host: string;
  readonly secure: boolean;
  /** The value of an `authorization` header, where the URL held a name or password. */
  readonly authorization: string | undefined;
  /** The password, if any, in every spelling that goes over the wire: never to be shown. */
  readonly secrets: readonly string[];
}

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
  const ownURL = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  return {
    baseURL: ownURL,
    rootURL: ownURL.replace(/\/v\d+$/, ''),
    host: url.host,
    secure: url.protocol === 'https:',
    authorization: hasCredentials ? `Basic ${basic}` : undefined,
    secrets: password === '' ? [] : [password, url.password, basic],
  };
}
