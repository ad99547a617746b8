import { modelAt } from '../../domain/model-name.js';
import type { SentRequest } from '../../domain/sent-request.js';

/**
 * An answer that says by its model's name, and in its request, which of several endpoints it came from.
 *
 * @param suffix the endpoint's name; undefined for the first, whose models have no more than their own name
 */
export function named<T extends { readonly model: string; readonly request?: SentRequest | undefined }>(
  answer: T,
  suffix: string | undefined,
): T {
  if (suffix === undefined) return answer;
  const { request } = answer;
  return {
    ...answer,
    model: modelAt(answer.model, suffix),
    ...(request === undefined ? {} : { request: { ...request, endpoint: suffix } }),
  };
}
