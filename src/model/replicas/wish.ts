import type { TransportRequest } from '../wire/http-client.js';
import type { Wish } from './replica.js';

/** What a request asks for that not all addresses may have. */
export function wishOf({
  path,
  body: { model, logprobs, top_logprobs: top } = {},
}: Pick<TransportRequest, 'path' | 'body'>): Wish {
  const asked = typeof logprobs === 'number' ? logprobs : top;
  return {
    model: typeof model === 'string' ? model : undefined,
    path,
    logprobs: typeof asked === 'number' && asked > 0,
  };
}
