import type { Told } from '../../domain/fact.js';
import type { ModelErrorKind } from '../../domain/model-failure.js';
import { sentenceOf } from '../../facts.js';
import { ModelError } from '../errors.js';
import { errorCodes } from './connection-failure.js';
import type { TransportRequest } from './http-client.js';
import type { ModelLog } from './model-log.js';
import { RefusalError } from './refusal.js';
import { fitServerText } from './server-text.js';

/** Lines about failures in one minute; a class that asks a dead endpoint would else fill the log. */
const MAX_A_MINUTE = 20;
const MINUTE_MS = 60_000;

/** Failures that come from what was asked for, and say nothing about the endpoint's health. */
const OF_THE_QUESTION: ReadonlySet<ModelErrorKind> = new Set([
  'unsupported',
  'no-logprobs',
  'context-too-long',
  'model-unknown',
]);

/** Where a request went. */
interface RequestPlace {
  readonly model: string | undefined;
  readonly route: string;
  /** Which of several addresses it was; undefined where there is one. */
  readonly address?: string | undefined;
}

/**
 * The failures of one endpoint for the log: each once, with its model, route, status and kind. What a server writes is
 * left out, because it can repeat the prompt and the key.
 */
export interface FailureLog {
  /** Remembers where a failure happened; logs one that is more than a refusal, because it may be made up for and never be told. */
  passed(error: unknown, place: RequestPlace): void;
  /** The same of a failure that the transport met. */
  met(error: unknown, request: TransportRequest, address?: string): void;
  /** Logs a failure that somebody is told of. @param failure the error in words, where `error` is a refusal */
  told(error: unknown, model: string | undefined, failure?: ModelError): void;
}

/** Creates the log of one endpoint's failures. `log` and `now`, a clock in milliseconds, are the model's own. */
export function createFailureLog(options: {
  readonly where: Told;
  readonly secrets: readonly string[];
  readonly log: ModelLog | undefined;
  readonly now: () => number;
}): FailureLog {
  const { where, secrets, log, now } = options;
  const places = new WeakMap<object, RequestPlace>();
  const logged = new WeakSet<object>();
  let minute = { since: Number.NEGATIVE_INFINITY, lines: 0, unlogged: 0 };

  function write(error: Error, model: string | undefined, kind: ModelErrorKind): void {
    if (kind === 'cancelled' || logged.has(error)) return;
    logged.add(error);
    if (now() - minute.since >= MINUTE_MS) minute = { since: now(), lines: 0, unlogged: minute.unlogged };
    if (minute.lines >= MAX_A_MINUTE) {
      minute.unlogged += 1;
      return;
    }
    const place = places.get(error);
    const name = place?.model ?? model;
    const { status, code = errorCodes(error)[0] } =
      error instanceof RefusalError ? error.refusal : { status: undefined };
    log?.[OF_THE_QUESTION.has(kind) ? 'info' : 'warn'](
      {
        endpoint: sentenceOf(where, 'en'),
        model: name === undefined ? undefined : fitServerText(name, secrets),
        route: place?.route,
        address: place?.address,
        status,
        kind,
        // A server's code is a word such as `invalid_api_key`, or it is none.
        code: code !== undefined && /^\w{1,64}$/.test(code) ? code : undefined,
        // Since the last line, by the limit on lines.
        unlogged: minute.unlogged || undefined,
      },
      'the endpoint failed',
    );
    minute.lines += 1;
    minute.unlogged = 0;
  }

  function passed(error: unknown, place: RequestPlace): void {
    if (!(error instanceof Error)) return;
    if (!places.has(error)) places.set(error, place);
    if (error instanceof ModelError) write(error, place.model, error.kind);
  }

  return {
    passed,
    met(error, { path, body: { model } = {} }, address) {
      passed(error, { model: typeof model === 'string' ? model : undefined, route: path, address });
    },
    told(error, model, failure) {
      if (error instanceof ModelError) write(error, model, error.kind);
      else if (error instanceof RefusalError && failure !== undefined) write(error, model, failure.kind);
    },
  };
}
