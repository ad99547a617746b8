import { askedLogprobs } from '../asking/request-shape.js';
import type { TransportRequest } from '../wire/http-client.js';
import type { Wish } from './replica.js';

/** What a request asks for that not all addresses may have. */
export function wishOf({ path, body = {} }: Pick<TransportRequest, 'path' | 'body'>): Wish {
  const { model } = body;
  return { model: typeof model === 'string' ? model : undefined, path, logprobs: askedLogprobs(body) > 0 };
}
