/**
 * What went wrong with a model, for code that acts on it; people read the message. `resting`: nothing was sent, because the
 * endpoint has failed several times in a row.
 */
export type ModelErrorKind =
  | 'unreachable'
  | 'resting'
  | 'tls'
  | 'timeout'
  | 'cancelled'
  | 'authentication'
  | 'forbidden'
  | 'model-unknown'
  | 'rate-limited'
  | 'quota'
  | 'context-too-long'
  | 'unsupported'
  | 'no-logprobs'
  | 'protocol'
  | 'refused'
  | 'server';

/** What a language model rejects with. */
export interface ModelFailure extends Error {
  readonly name: 'ModelError';
  readonly kind: ModelErrorKind;
  /** For `model-unknown`: the model that the endpoint does not have, where one was named. */
  readonly model?: string | undefined;
  /** When the endpoint takes requests again, or is tried again, where that is known; Unix time in seconds. */
  readonly endsAt?: number | undefined;
}

/** Whether a language model rejected because its endpoint cannot do what was asked. */
export function isUnsupported(error: unknown): error is ModelFailure {
  return isModelFailure(error) && error.kind === 'unsupported';
}

/** Whether an error is one that a language model rejected with. */
export function isModelFailure(error: unknown): error is ModelFailure {
  return error instanceof Error && error.name === 'ModelError';
}
