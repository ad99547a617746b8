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

/** Whether an error is one of a model, and of that kind. */
export function isModelErrorOf(error: unknown, kind: ModelErrorKind): boolean {
  return error instanceof Error && 'kind' in error && error.kind === kind;
}
