/** What went wrong with a model, for code that acts on it; people read the message. */
export type ModelErrorKind =
  | 'unreachable'
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
  /** For `rate-limited`: when the endpoint takes requests again, where it said so; Unix time in seconds. */
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
