import { setMaxListeners } from 'node:events';
import type { Told } from '../../domain/fact.js';
import { beginAnswer, beginWait } from '../../waits.js';
import { ModelError } from '../errors.js';
import { createReplicaChoice } from '../replicas/choose-replica.js';
import { failureOfAll, mayAnswerElsewhere } from '../replicas/pass-on.js';
import { createReplica, type Replica } from '../replicas/replica.js';
import { allRest } from '../replicas/resting.js';
import { wishOf } from '../replicas/wish.js';
import type { Attempt, Circuit } from './circuit.js';
import { isRefusalOf } from './classify-refusal.js';
import type { EndpointAddress } from './endpoint-address.js';
import { type HttpClientOptions, openHttpClient, type TransportRequest } from './http-client.js';
import { RefusalError } from './refusal.js';
import { openRequestScope, type RequestScope, type TimeLimits } from './request-scope.js';
import { createRetries } from './retries.js';

/** Bodies beyond this are no answer to anything this bot asks; bytes after decompression. */
const MAX_BODY = 32 * 1024 * 1024;
const MAX_GET_WAIT_MS = 60_000;

/** An answer whose body is still to be read. */
export interface TransportAnswer {
  readonly headers: Headers;
  /** Aborts when whoever asked wants the answer no more. */
  readonly signal: AbortSignal | undefined;
  /** The address that it comes from. */
  readonly replica: Replica;
  /** The body as it arrives; ends the request when it is left. Rejects with a ModelError. */
  chunks(): AsyncGenerator<Uint8Array, void, void>;
  /** Says that what came last was a part of the answer, and not only a sign of life. */
  progress(): void;
}

/** Which addresses a request may go to. */
export interface Whereto {
  /** These are not asked, because they have just failed at the same. */
  readonly not?: ReadonlySet<Replica>;
  /** This one alone is, once. */
  readonly only?: Replica | undefined;
}

/** Sends requests to the addresses of an endpoint, and hands back bodies that cannot stall, grow without end or leak a key. */
export interface Transport {
  readonly replicas: readonly Replica[];
  /**
   * Sends a request to the address that has the least to do. Where that does not answer, each of the others is asked once,
   * because nobody has seen anything of an answer yet.
   *
   * @throws RefusalError when the status is no success, ModelError when there is no answer
   */
  send(request: TransportRequest, where?: Whereto): Promise<TransportAnswer>;
  /** Whether there is an address that may be asked, beside some. */
  hasOther(than: ReadonlySet<Replica>): boolean;
  /** An answer failed while it was read. */
  comesFrom(error: unknown, replica: Replica): void;
  /** A failure that `send` threw, or that came from an address, turned out to be one of the servers that were asked. */
  failed(cause: unknown, failure: ModelError, path: string): void;
  /** Ends all requests. */
  close(): void;
}

export interface TransportOptions extends Omit<HttpClientOptions, 'firstByteMs'> {
  /** The endpoint as a whole, where `where` says that it is one address of several. */
  readonly endpoint?: Told | undefined;
  /** Further addresses where the same models are. */
  readonly others?: readonly EndpointAddress[] | undefined;
  readonly limits: TimeLimits;
  /** Keeps requests from an address that fails; by default they are all sent. */
  readonly circuitOf?: ((address: EndpointAddress) => Circuit | undefined) | undefined;
  /** Told of each request that is refused, cannot be made or breaks off, and at which address. */
  readonly onFailure?: ((error: unknown, request: TransportRequest, host: string) => void) | undefined;
  /** Told when an address answers again that could not be reached. */
  readonly onReturn?: (() => void) | undefined;
  /** Told of the host of an address that says nothing while others answer. */
  readonly onSilence?: ((host: string) => void) | undefined;
  /** A clock in milliseconds that never goes back. */
  readonly now?: (() => number) | undefined;
}

/** What is told to who waits for an answer. */
interface Waits {
  /** Something of it has come. */
  readonly answered: () => void;
  readonly ended: () => void;
}

/** One request at one address, until its answer is over. */
interface Visit extends Waits {
  readonly replica: Replica;
  readonly scope: RequestScope;
  readonly attempted: Attempt | undefined;
}

/** Opens the way to one endpoint. */
export function openTransport(options: TransportOptions): Transport {
  const { address, others = [], where, limits, onFailure, onReturn, now = () => performance.now() } = options;
  const closing = new AbortController();
  // Each request under way listens; Node takes more than ten for a leak.
  setMaxListeners(0, closing.signal);
  const replicas = [address, ...others].map((one) =>
    createReplica({
      host: one.host,
      client: openHttpClient({ ...options, address: one, firstByteMs: limits.firstByteMs }),
      circuit: options.circuitOf?.(one),
      now,
      onReturn: others.length === 0 ? undefined : onReturn,
    }),
  );
  const choice = createReplicaChoice(replicas, now, ({ host }) => options.onSilence?.(host));
  /** Whom a failure came from. */
  const askedFor = new WeakMap<Error, readonly Replica[]>();
  const comesFrom = (error: unknown, from: readonly Replica[]): void => {
    if (error instanceof Error) askedFor.set(error, from);
  };
  const isAlone = replicas.length === 1;
  const about = { endpoint: options.endpoint ?? where, addresses: replicas.length };

  function openScope({ method, signal }: TransportRequest, wholeMs: number): RequestScope {
    // What is known without the model comes soon.
    const firstByteMs = method === 'get' ? Math.min(limits.firstByteMs, MAX_GET_WAIT_MS) : limits.firstByteMs;
    return openRequestScope({ ...limits, firstByteMs, wholeMs, signal, closing: closing.signal, where });
  }

  async function* read(
    request: TransportRequest,
    response: Response,
    { replica, scope, attempted, answered, ended }: Visit,
  ): AsyncGenerator<Uint8Array, void, void> {
    const reader = response.body?.getReader();
    let size = 0;
    try {
      while (reader !== undefined) {
        const { value, done } = await reader.read().catch((error: unknown) => {
          throw scope.failure() ?? replica.client.explain(error);
        });
        if (done) break;
        size += value.byteLength;
        if (size > MAX_BODY) {
          throw new ModelError('protocol', 'answer-too-long', { endpoint: where });
        }
        scope.alive();
        answered();
        attempted?.began();
        yield value;
      }
    } catch (error) {
      attempted?.failed(error);
      onFailure?.(error, request, replica.host);
      throw error;
    } finally {
      // Also where nobody wanted the rest.
      attempted?.answered();
      ended();
      scope.close();
      await reader?.cancel().catch(() => {});
    }
  }

  /** Tries one address; an only one again where it is worth it, so that its circuit takes all tries for one. */
  async function attempt(
    { client }: Replica,
    request: TransportRequest,
    scope: RequestScope,
    attempted: Attempt | undefined,
  ): Promise<Response> {
    const retries = createRetries();
    for (;;) {
      try {
        return await client.attempt(request, scope);
      } catch (error) {
        if (!isAlone) throw error;
        // It works, and all may wait for its model.
        if (isRefusalOf(error, 'loading')) attempted?.answered();
        await retries.wait(error, [error], scope);
      }
    }
  }

  /** Asks one address. The scope stays open where it fails. */
  async function visit(
    replica: Replica,
    request: TransportRequest,
    scope: RequestScope,
    waits: Waits,
  ): Promise<TransportAnswer> {
    const attempted = replica.enter(request.path);
    const sent = choice.begin(replica, request);
    const answered = () => {
      sent.spoke();
      waits.answered();
    };
    const ended = () => {
      sent.over();
      waits.ended();
    };
    try {
      const response = await attempt(replica, request, scope, attempted);
      const here = { replica, scope, attempted, answered, ended };
      return {
        headers: response.headers,
        signal: request.signal,
        replica,
        chunks: () => read(request, response, here),
        progress: () => scope.progress(),
      };
    } catch (error) {
      if (error instanceof RefusalError) sent.spoke();
      sent.over();
      attempted?.failed(error);
      onFailure?.(error, request, replica.host);
      throw error;
    }
  }

  /** Asks each address once; then each once more after what may pass, and again and again while all of them load the model. */
  async function ask(
    request: TransportRequest,
    { not = new Set(), only }: Whereto,
    waits: Waits,
  ): Promise<TransportAnswer> {
    const wish = wishOf(request);
    const { signal } = request;
    const retries = createRetries();
    let scope = openScope(request, limits.wholeMs);
    let told: unknown;
    try {
      for (;;) {
        const failures = new Map<Replica, unknown>();
        const next = (): Replica | undefined => {
          if (only !== undefined) return failures.has(only) ? undefined : only;
          return choice.next({ wish, signal, not: new Set([...not, ...failures.keys()]) });
        };
        for (let replica = next(); replica !== undefined; replica = next()) {
          try {
            const answer = await visit(replica, request, scope, waits);
            for (const [other, error] of failures) other.failedAlone(error, request.path);
            return answer;
          } catch (error) {
            failures.set(replica, error);
            if (!mayAnswerElsewhere(error)) throw error;
            replica.setAside(error, wish.model);
          }
          const left = scope.leftMs();
          if (retries.isAgain || left <= 0 || next() === undefined) continue;
          // Another server has as long as the first one to begin.
          scope.close();
          scope = openScope(request, left);
        }
        const errors = [...failures.values()];
        if (errors.length === 0)
          throw told ?? allRest(replicas, about) ?? new ModelError('unreachable', 'model-unreachable', about);
        told = failureOfAll(errors, about);
        comesFrom(told, [...failures.keys()]);
        if (isAlone || only !== undefined) throw told;
        await retries.wait(told, errors, scope);
      }
    } catch (error) {
      scope.close();
      throw error;
    }
  }

  return {
    replicas,
    async send(request, whereto = {}) {
      const answered = beginWait();
      const answerEnds = beginAnswer();
      const ended = () => {
        answered();
        answerEnds();
      };
      const waits = { answered, ended };
      try {
        return await ask(request, whereto, waits);
      } catch (error) {
        ended();
        throw error;
      }
    },
    hasOther: (than) => replicas.some((one) => !than.has(one) && one.mayEnter()),
    comesFrom: (error, replica) => comesFrom(error, [replica]),
    failed(cause, failure, path) {
      for (const { circuit } of (cause instanceof Error ? askedFor.get(cause) : undefined) ?? []) {
        circuit?.failed(failure, path);
      }
    },
    close() {
      closing.abort();
      for (const { client } of replicas) client.close();
    },
  };
}
