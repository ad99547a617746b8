import { z } from 'zod';
import { operatorWords } from './words/operator.js';

/** What an endpoint is reached at. */
export interface EndpointAddresses {
  readonly baseURL: string;
  /** Further addresses of the same: the same models, asked with the same key. */
  readonly replicaURLs?: readonly string[];
}

const MAX_ADDRESSES = 32;
const EXAMPLE = 'http://localhost:8000/v1';

const words = operatorWords('en').setting;

/** The address of an API, without slashes at its end. */
export const baseURLSchema = z
  .string()
  .refine(isHttpURL, words.noAddress(EXAMPLE))
  .transform((url) => url.replace(/\/+$/, ''));

/** One address, or several with commas or spaces between them, each of which begins with http. */
export const addressesInText = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
  .pipe(z.array(z.string()).min(1, words.noAddress(EXAMPLE)).max(MAX_ADDRESSES, words.tooManyAddresses(MAX_ADDRESSES)))
  .refine((parts) => parts.every(isHttpURL), { error: (issue) => noAddressIn(issue.input) })
  .transform(toAddresses);

/** The same in JSON: a text, or a list of texts. */
export const addressesSchema = z.preprocess(
  (given) => (isTexts(given) ? given.join(' ') : given),
  z.string(words.noAddress(EXAMPLE)).pipe(addressesInText),
);

/** Whether a text is a whole http or https address; `http:///v1`, which a parser takes for a host v1, is none. */
export function isHttpURL(text: string): boolean {
  return /^https?:\/\/[^/\\?#]/i.test(text) && URL.canParse(text);
}

/** An address that is written twice counts once, also where it is spelled otherwise. */
function toAddresses(parts: readonly string[]): EndpointAddresses {
  const byServer = new Map<string, string>();
  for (const part of parts) {
    const url = new URL(part);
    const path = url.pathname.replace(/\/+$/, '');
    const server = `${url.origin}${path === '' ? '/v1' : path}${url.search}`;
    if (!byServer.has(server)) byServer.set(server, part.replace(/\/+$/, ''));
  }
  const [baseURL = '', ...replicaURLs] = byServer.values();
  return { baseURL, ...(replicaURLs.length > 0 && { replicaURLs }) };
}

/** One that is no address may hold a password, so that only its place is told. */
function noAddressIn(parts: unknown): string {
  const all: readonly unknown[] = Array.isArray(parts) ? parts : [];
  const wrong = all.findIndex((part) => typeof part !== 'string' || !isHttpURL(part));
  return all.length < 2 ? words.noAddress(EXAMPLE) : words.noAddressAmong(wrong + 1, EXAMPLE);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}
