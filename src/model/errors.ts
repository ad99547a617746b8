import { UserError } from '../errors.js';

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

/** A request to a model that failed; its message is one or two sentences that say what to do, fit to show as they are. */
export class ModelError extends UserError {
  override readonly name = 'ModelError';
  readonly kind: ModelErrorKind;
  /** For `rate-limited`: seconds until the endpoint takes requests again, where it said so. */
  readonly retryAfterSeconds: number | undefined;
  /** For `model-unknown`: the model that the endpoint does not have, where one was named. */
  readonly model: string | undefined;

  constructor(
    kind: ModelErrorKind,
    message: string,
    options: { cause?: unknown; retryAfterSeconds?: number; model?: string | undefined } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.model = options.model;
  }
}
