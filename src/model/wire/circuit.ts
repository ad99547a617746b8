import type { Told } from '../../domain/fact.js';
import type { EndpointFailing } from '../../domain/language-model.js';
import { sentenceOf } from '../../facts.js';
import { ModelError } from '../errors.js';
import { classifyRefusal } from './classify-refusal.js';
import type { ModelLog } from './model-log.js';
import { type Refusal, RefusalError } from './refusal.js';

/**
 * What keeps requests from a server that fails: after some failures in a row nothing is sent to it for a while, which grows
 * with each try that fails too; then one request at a time tries whether it answers again.
 *
 * Only what says something about the server counts: that it cannot be reached, breaks off, is silent, or fails by itself. A
 * request that it refuses with a reason, a limit, and what a person stops are none of that.
 */
export interface Circuit {
  /** Whether a request may begin now; nothing changes by asking. */
  mayEnter(): boolean;
  /**
   * Begins a request.
   *
   * @throws ModelError `resting` while nothing is sent
   */
  enter(path: string): Attempt;
  /** A failure that is known to be one only when nothing could be made of it, or when nobody waited any longer. */
  failed(error: ModelError, path: string): void;
  /** The same of a refusal that another server did not repeat. */
  failedInWords(error: RefusalError, path: string): void;
  /** That nothing is sent now; undefined while a request may begin. */
  rests(): ModelError | undefined;
  /** Why the server is left out where several are asked: it rests, or was not reached a moment ago. */
  leftOut(): ModelError | undefined;
  /** That the server has failed several times and did not answer since; undefined while all is well. */
  failing(): EndpointFailing | undefined;
  /** What it has come to, and how often in a row the server has failed. */
  health(): { readonly state: CircuitState; readonly failures: number };
}

/** `closed`: everything is sent; `open`: nothing is; `half-open`: one request at a time tries whether it works again. */
export type CircuitState = 'closed' | 'open' | 'half-open';

/** One request, from when it is sent until its answer has ended; only the first of the ends that it is told of counts. */
export interface Attempt {
  /** A first byte of the answer has come. */
  began(): void;
  /** The server answered, whatever it said. */
  answered(): void;
  /** The request failed, which may tell nothing about the server. */
  failed(error: unknown): void;
}

export interface CircuitOptions {
  /** The endpoint, without credentials. */
  readonly where: Told;
  /** For the log, which of its addresses; undefined where it has one. */
  readonly address?: string | undefined;
  /** Puts a refusal into words. */
  readonly explain: (refusal: Refusal) => ModelError;
  readonly log: ModelLog | undefined;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
}

/** A server that fails so often in a row is left alone. */
const MAX_FAILURES = 5;
/** For how long at first, and at most; in milliseconds. */
const FIRST_REST_MS = 5000;
const MAX_REST_MS = 60_000;
/** A try that takes longer may be one of a slow server, so that another one may try as well; in milliseconds. */
const TRY_MS = 10_000;
/** One that was not reached is left out of what several are asked for so long, so that not everybody waits for it. */
const LEFT_OUT_MS = 15_000;

/** Where the model writes, so that a failure with a status of its own is the model's: other routes can fail meanwhile. */
export const WRITING: readonly string[] = ['/completions', '/chat/completions'];

/** Failures at which nothing on the other side spoke. */
const NOT_REACHED: readonly string[] = [
  'nothing-answers',
  'host-not-found',
  'connection-timed-out',
  'model-unreachable',
];

/** Creates the circuit of one endpoint, which is closed: everything is sent. */
export function createCircuit({ where, address, explain, log, now }: CircuitOptions): Circuit {
  let failures = 0;
  /** Rests in a row. */
  let rests = 0;
  let last: { readonly error: ModelError; readonly path: string; readonly at: number } | undefined;
  let restsUntil: number | undefined;
  let trying: { readonly since: number } | undefined;
  const endpoint = sentenceOf(where, 'en');

  const wasNotReached = (): boolean => last !== undefined && NOT_REACHED.includes(last.error.fact.code);

  /** Whether an answer at a path says that what failed works again. */
  const isProof = (path: string): boolean => wasNotReached() || WRITING.includes(path) || last?.path === path;

  function sayRest(): ModelError {
    const seconds = restsUntil === undefined ? 0 : (restsUntil - now()) / 1000;
    const isTried = seconds <= 0;
    const told = { endpoint: where, failures, why: last?.error.fact ?? '', seconds: isTried ? undefined : seconds };
    return new ModelError('resting', 'endpoint-rests', told, isTried ? {} : { retryAfterSeconds: seconds });
  }

  function rest(): void {
    const ms = Math.min(MAX_REST_MS, FIRST_REST_MS * 2 ** rests);
    rests += 1;
    restsUntil = now() + ms;
    log?.warn(
      { endpoint, address, failures, seconds: ms / 1000, kind: last?.error.kind },
      'the endpoint is left alone for a while',
    );
  }

  function fail(error: ModelError, path: string, wasTry: boolean): void {
    failures += 1;
    last = { error, path, at: now() };
    // Those that were under way before tell nothing new.
    const isResting = restsUntil !== undefined && now() < restsUntil;
    // Nor does a try that took so long that another one has found the server well meanwhile.
    const hasFailedTry = wasTry && restsUntil !== undefined;
    if (!isResting && (hasFailedTry || failures >= MAX_FAILURES)) rest();
  }

  function close(): void {
    if (restsUntil !== undefined) log?.info({ endpoint, address, failures }, 'the endpoint answers again');
    restsUntil = undefined;
  }

  const mayEnter = (): boolean =>
    restsUntil === undefined || !(now() < restsUntil || (trying !== undefined && now() - trying.since < TRY_MS));

  return {
    mayEnter,
    enter(path) {
      if (restsUntil !== undefined) {
        if (!mayEnter()) throw sayRest();
        trying = { since: now() };
        log?.info({ endpoint, address, failures }, 'the endpoint is tried again');
      }
      const mine = trying;
      const wasTry = restsUntil !== undefined;
      let isOver = false;
      const end = (): boolean => {
        if (isOver) return false;
        isOver = true;
        if (wasTry && trying === mine) trying = undefined;
        return true;
      };
      const answered = (): void => {
        if (!end() || !isProof(path)) return;
        close();
        [failures, rests, last] = [0, 0, undefined];
      };
      return {
        began() {
          if (isOver || !wasTry || restsUntil === undefined || !isProof(path)) return;
          close();
          if (trying === mine) trying = undefined;
          // It may still break off: then that is enough.
          failures = Math.min(failures, MAX_FAILURES - 1);
        },
        answered,
        failed(error) {
          const failure = ofServer(error, path, explain);
          if (failure === 'answer') answered();
          else if (end() && failure !== undefined) fail(failure, path, wasTry);
        },
      };
    },
    failed: (error, path) => fail(error, path, restsUntil !== undefined),
    failedInWords(error, path) {
      if (isFailureInWords(error)) fail(explain(error.refusal), path, restsUntil !== undefined);
    },
    rests: () => (mayEnter() ? undefined : sayRest()),
    leftOut() {
      if (restsUntil !== undefined && now() < restsUntil) return sayRest();
      if (last === undefined || now() - last.at >= LEFT_OUT_MS) return undefined;
      return wasNotReached() || last.path === '/models' ? last.error : undefined;
    },
    failing() {
      if (failures < MAX_FAILURES || last === undefined) return undefined;
      return { failures, why: last.error.fact, triesAt: sayRest().endsAt };
    },
    health() {
      const state = restsUntil === undefined ? 'closed' : now() < restsUntil ? 'open' : 'half-open';
      return { state, failures };
    },
  };
}

/** What a failure says of the server: that it failed, that it answers, or nothing. */
function ofServer(error: unknown, path: string, explain: CircuitOptions['explain']): ModelError | 'answer' | undefined {
  if (error instanceof RefusalError) {
    const kind = classifyRefusal(error.refusal);
    if (error.refusal.status < 500 || kind === 'loading' || kind === 'context') return 'answer';
    return WRITING.includes(path) && ['failure', 'busy'].includes(kind) ? explain(error.refusal) : undefined;
  }
  if (!(error instanceof ModelError)) return undefined;
  if (error.kind === 'unreachable') return error;
  // One that wrote all the time was not silent.
  return error.kind === 'timeout' && error.fact.code !== 'answer-not-finished' ? error : undefined;
}

/** Whether a refusal that nothing was learned from is a failure of the server, which wrote words of its own to it. */
export function isFailureInWords({ refusal }: RefusalError): boolean {
  return refusal.status >= 500 && classifyRefusal(refusal) === 'request';
}
