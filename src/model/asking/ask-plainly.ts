import { ModelError } from '../errors.js';
import { isKeyRefused, isModelUnknown, isQuotaSpent, isRateLimit } from '../wire/read-refusal.js';
import { type Refusal, RefusalError } from '../wire/refusal.js';
import type { Asker } from './asker.js';
import { buildBody, type CompletionsShape } from './request-shape.js';

/**
 * One answer of the completions route, from which nothing is learned but whether it comes.
 *
 * @returns undefined where the endpoint refuses what was asked, or answers with nonsense
 */
export async function askPlainly(
  asker: Asker,
  shape: CompletionsShape,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const body = buildBody(shape, asker.memory.about(shape.model)[shape.route]);
  try {
    return (await asker.plain({ method: 'post', path: '/completions', body, signal })).json;
  } catch (error) {
    const isNo = error instanceof RefusalError ? !isPassing(error.refusal) : isNonsense(error);
    if (isNo) return undefined;
    throw error;
  }
}

/** Refusals that say nothing of what was asked. */
function isPassing(refusal: Refusal): boolean {
  if (isRateLimit(refusal) || isQuotaSpent(refusal) || isKeyRefused(refusal) || isModelUnknown(refusal)) return true;
  return [408, 502, 503, 504].includes(refusal.status);
}

function isNonsense(error: unknown): boolean {
  return error instanceof ModelError && error.kind === 'protocol';
}
