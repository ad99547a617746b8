import { type Fact, isFact } from '../domain/fact.js';
import type { ModelErrorKind, ModelFailure } from '../domain/model-failure.js';
import { type ErrorArguments, readErrorArguments, UserError } from '../errors.js';
import type { ErrorCode, WordsOf } from '../words/facts.js';
import type { SettingNames } from '../words/setting-names.js';

/** What can be wrong with an endpoint that needs only its name to be told. */
export type EndpointErrorCode = {
  [C in ErrorCode]: WordsOf<C> extends { readonly endpoint: string }
    ? { readonly endpoint: string } extends WordsOf<C>
      ? C
      : never
    : never;
}[ErrorCode];

export interface ModelErrorOptions extends ErrorOptions {
  readonly retryAfterSeconds?: number | undefined;
  readonly model?: string | undefined;
}

/** A limit that lasts longer than two months is no limit but a refusal; seconds. */
const MAX_ENDS_AFTER = 62 * 24 * 3600;

/** A request to a model that failed; its sentence says what to do. */
export class ModelError<C extends ErrorCode = ErrorCode> extends UserError implements ModelFailure {
  override readonly name = 'ModelError';
  readonly kind: ModelErrorKind;
  /** For `rate-limited` and `resting`: seconds until the endpoint is asked again, where that is known. */
  readonly retryAfterSeconds: number | undefined;
  /** When that is; Unix time in seconds. Undefined also where it is so far away that the endpoint means never. */
  readonly endsAt: number | undefined;
  /** For `model-unknown`: the model that the endpoint does not have, where one was named. */
  readonly model: string | undefined;

  constructor(kind: ModelErrorKind, code: C, ...given: ErrorArguments<C, ModelErrorOptions>);
  constructor(kind: ModelErrorKind, fact: Fact, options?: ModelErrorOptions);
  constructor(kind: ModelErrorKind, what: Fact | C, ...given: readonly unknown[]) {
    const { fact, options } = readErrorArguments<ModelErrorOptions>(what, given);
    super(fact, options);
    this.kind = kind;
    this.retryAfterSeconds = options?.retryAfterSeconds;
    const { retryAfterSeconds: seconds } = this;
    const isSoon = seconds !== undefined && seconds <= MAX_ENDS_AFTER;
    this.endsAt = isSoon ? Math.ceil(Date.now() / 1000 + seconds) : undefined;
    this.model = options?.model;
  }
}

/** The same failure, whose sentence names the settings of the endpoint that it happened at. */
export function atEndpointOf(error: ModelError, settings: SettingNames): ModelError {
  const { kind, retryAfterSeconds, model, cause, stack } = error;
  const told = new ModelError(kind, withSettings(error.fact, settings), { retryAfterSeconds, model, cause });
  told.stack = stack;
  return told;
}

/** The same fact, and the same facts in it, with the names of an endpoint's settings. */
export function withSettings(fact: Fact, settings: SettingNames): Fact {
  const within = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(within);
    return isFact(value) ? withSettings(value, settings) : value;
  };
  const params = Object.entries(fact.params).map(([name, value]) => [name, within(value)]);
  return { code: fact.code, params: { ...Object.fromEntries(params), settings } };
}
