import type { Told } from '../../domain/fact.js';
import { ModelError } from '../errors.js';
import { classifyRefusal } from './classify-refusal.js';
import type { Refusal } from './refusal.js';
import { fitServerText } from './server-text.js';

/** What is told of a refusal beside what the server says. */
export interface RefusalContext {
  /** The endpoint, without credentials. */
  readonly where: Told;
  /** The model that was asked for. */
  readonly model: string | undefined;
  readonly hasKey: boolean;
  /** Blotted out of the server's words. */
  readonly secrets: readonly string[];
}

/** So many of the endpoint's models are named. */
const MAX_NAMED = 5;

/**
 * Says what a refusal means, and so what to do.
 *
 * @param models the endpoint's models, to name some when the one asked for is unknown
 */
export function explainRefusal(refusal: Refusal, context: RefusalContext, models: readonly string[] = []): ModelError {
  const kind = classifyRefusal(refusal);
  const { status, promptTokens, contextLength, retryAfterSeconds } = refusal;
  const { where: endpoint, model, secrets } = context;
  const by = refusal.provider === undefined ? undefined : fitServerText(refusal.provider, secrets) || undefined;
  const said = { said: fitServerText(refusal.message, secrets), by };
  if (kind === 'quota') return new ModelError('quota', 'quota-spent', { endpoint, ...said });
  if (kind === 'rate-limit') {
    return new ModelError(
      'rate-limited',
      'rate-limited',
      { endpoint, seconds: retryAfterSeconds, ...said },
      { retryAfterSeconds },
    );
  }
  if (kind === 'key') {
    return new ModelError('authentication', context.hasKey ? 'key-refused' : 'key-missing', { endpoint });
  }
  if (kind === 'context') {
    return new ModelError('context-too-long', 'context-too-long', { promptTokens, contextLength });
  }
  if (kind === 'model') {
    const [name, ...named] = [model ?? '', ...models.slice(0, MAX_NAMED)].map((id) => fitServerText(id, secrets));
    const more = models.length - named.length;
    return new ModelError(
      'model-unknown',
      'model-unknown',
      { endpoint, model: model === undefined ? undefined : name, models: named, more },
      { model },
    );
  }
  if (kind === 'filter') return new ModelError('refused', 'question-held-back', { endpoint, ...said });
  if (kind === 'loading') return new ModelError('server', 'model-loading', { endpoint, ...said });
  if (kind === 'draw') return new ModelError('server', 'draw-unreadable', { endpoint, ...said });
  if (status === 403) return new ModelError('forbidden', 'not-allowed', { endpoint, ...said });
  if (status === 408 || status === 504) return new ModelError('timeout', 'server-too-slow', { endpoint });
  if (status === 200 || status >= 500) return new ModelError('server', 'server-failed', { endpoint, status, ...said });
  return new ModelError('refused', 'request-refused', { endpoint, status, ...said });
}

/** Says that the model does not take an option that the caller set, and what it takes as far as the refusal says. */
export function explainUnsupported(
  name: string,
  value: unknown,
  { message }: Refusal,
  { model, secrets }: RefusalContext,
): ModelError {
  return new ModelError('unsupported', 'option-not-taken', {
    model: model === undefined ? undefined : fitServerText(model, secrets),
    name,
    value: String(value),
    ...readAccepted(message),
  });
}

/** Says that the model does not take two options together that the caller set. */
export function explainPair(one: string, other: string, { model, secrets }: RefusalContext): ModelError {
  return new ModelError('unsupported', 'options-not-taken-together', {
    model: model === undefined ? undefined : fitServerText(model, secrets),
    one,
    other,
  });
}

function readAccepted(message: string): {
  readonly only?: string | undefined;
  readonly least?: string | undefined;
  readonly most?: string | undefined;
} {
  const only = /only the default \(([\d.]{1,12})\)/i.exec(message)?.[1];
  if (only !== undefined) return { only };
  const range = /between (-?[\d.]{1,12}) and (-?[\d.]{0,11}\d)(?!\d)/i.exec(message);
  if (range !== null) return { least: range[1], most: range[2] };
  const most = /(?:less than or equal to|at most|<=) ?([\d.]{0,11}\d)(?!\d)/i.exec(message)?.[1];
  if (most !== undefined) return { most };
  return { least: /(?:greater than or equal to|at least|>=) ?(-?[\d.]{0,11}\d)(?!\d)/i.exec(message)?.[1] };
}
