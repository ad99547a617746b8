import type { Told } from '../../domain/fact.js';
import { ModelError } from '../errors.js';
import { classifyRefusal, type RefusalKind } from '../wire/classify-refusal.js';
import { RefusalError } from '../wire/refusal.js';

/** Refusals of the question itself, which every server of the same model would give. */
const OF_THE_QUESTION: readonly RefusalKind[] = ['context', 'filter', 'draw'];

/** What of several refusals is told: first what passes by itself, last what may be the mistake of one server. */
const TOLD_FIRST: readonly RefusalKind[] = ['loading', 'rate-limit', 'busy', 'failure', 'request', 'quota', 'key'];

/**
 * Whether another address of the same endpoint may answer what one did not: a failure of the server, a limit of its own, or
 * something that it lacks. What is wrong with the question is wrong everywhere.
 */
export function mayAnswerElsewhere(error: unknown): boolean {
  if (error instanceof RefusalError) {
    const kind = classifyRefusal(error.refusal);
    if (OF_THE_QUESTION.includes(kind)) return false;
    // Servers refuse a parameter with 400, and a few with 500, where it could also be that the server is broken.
    return kind !== 'request' || error.refusal.status >= 500;
  }
  if (!(error instanceof ModelError)) return false;
  if (error.kind === 'timeout') return error.fact.code !== 'answer-not-finished';
  return ['unreachable', 'tls', 'protocol'].includes(error.kind);
}

/**
 * What is told where no address answered.
 *
 * @param errors what the addresses that were asked failed with, at least one
 * @param told the endpoint, and how many addresses it has
 */
export function failureOfAll(
  errors: readonly unknown[],
  { endpoint, addresses }: { readonly endpoint: Told; readonly addresses: number },
): unknown {
  const last = errors.at(-1);
  if (addresses === 1) return last;
  const refusals = errors.filter((error) => error instanceof RefusalError);
  const [first] = refusals.toSorted((one, other) => placeOf(one) - placeOf(other));
  if (first !== undefined) return first;
  if (!(last instanceof ModelError)) return last;
  return new ModelError(
    last.kind,
    'no-address-answers',
    { endpoint, addresses, why: last.fact },
    { cause: last.cause },
  );
}

function placeOf({ refusal }: RefusalError): number {
  const place = TOLD_FIRST.indexOf(classifyRefusal(refusal));
  return place === -1 ? TOLD_FIRST.length : place;
}
