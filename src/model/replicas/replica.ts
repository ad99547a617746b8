import { ModelError } from '../errors.js';
import type { Attempt, Circuit, CircuitState } from '../wire/circuit.js';
import { isRefusalOf } from '../wire/classify-refusal.js';
import type { HttpClient } from '../wire/http-client.js';
import { RefusalError } from '../wire/refusal.js';
import { createSilence, type Silence } from './silence.js';

/** How one address of an endpoint is: plain data for whoever watches over it. */
export interface ReplicaHealth {
  /** `host`, or `host:port`; never a password or a key. */
  readonly address: string;
  /** Of its circuit; `half-open` while it may be tried again. */
  readonly state: CircuitState;
  /** Requests whose answers are not over. */
  readonly underWay: number;
  /** How often it failed in a row. */
  readonly failures: number;
  /** Whether others are asked before it for now, because it has just refused or failed, or is silent. */
  readonly isPassedOver: boolean;
}

/** What a request asks for that not all addresses may have. */
export interface Wish {
  /** Undefined for what is asked of no model. */
  readonly model: string | undefined;
  readonly path: string;
  readonly logprobs: boolean;
}

/** One address of an endpoint: the way to it, and what is known of it alone. */
export interface Replica {
  readonly host: string;
  readonly client: HttpClient;
  readonly circuit: Circuit | undefined;
  readonly silence: Silence;
  /** Requests whose answers are not over. */
  readonly underWay: number;
  /** The number of the request that it was asked last, of those to all addresses; 0 where there was none. */
  readonly lastTurn: number;
  /** Until when others are asked before it, by the clock it was made with. */
  readonly asideUntil: number;
  /** Counts a request. @returns to be called when its answer is over; safe to call twice */
  begin(turn: number): () => void;
  /** Whether its circuit lets a request begin now. */
  mayEnter(): boolean;
  /** Begins a request as its circuit wants it. @throws ModelError `resting` while nothing is sent */
  enter(path: string): Attempt | undefined;
  /** Others are asked before it for a while, after a failure that may be its own; `model` is what it was asked for. */
  setAside(error: unknown, model: string | undefined): void;
  /** Another address answered what this one failed at. */
  failedAlone(error: unknown, path: string): void;
  /** What it lists; undefined or empty where it does not say. */
  listed(models: readonly string[] | undefined): void;
  /** Whether it is known not to have the model. */
  lacksModel(wish: Wish): boolean;
  /** Whether it is known not to give the logprobs that are asked for. */
  lacksLogprobs(wish: Wish): boolean;
  /** Whether logprobs came that were asked for. */
  gaveLogprobs(wish: Wish, came: boolean): void;
  health(): ReplicaHealth;
}

export interface ReplicaOptions extends Pick<Replica, 'host' | 'client' | 'circuit'> {
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
  /** It answers again after it could not be reached. */
  readonly onReturn?: (() => void) | undefined;
}

/** So long after a failure or a refusal others are asked first, where the server does not say how long; in milliseconds. */
const ASIDE_MS = 2000;
/** No server is passed over longer because of what it says. */
const MAX_ASIDE_MS = 300_000;
/** What a server did not have is looked for there again after so long. */
const LACKS_MS = 300_000;
/** A name can be anything that a person typed. */
const MAX_LACKED = 100;

/** Creates what stands for one address; it is taken to be well, and to have every model. */
export function createReplica({ host, client, circuit, now, onReturn }: ReplicaOptions): Replica {
  const silence = createSilence(now);
  let underWay = 0;
  let lastTurn = 0;
  let asideUntil = Number.NEGATIVE_INFINITY;
  let wasAway = false;
  let models: ReadonlySet<string> | undefined;
  const lacked = new Map<string, number>();

  function returned(): void {
    const isBack = wasAway;
    wasAway = false;
    if (isBack) onReturn?.();
  }

  function passOver(error: unknown): void {
    const told = error instanceof RefusalError ? error.refusal.retryAfterSeconds : undefined;
    const ms = told === undefined ? ASIDE_MS : Math.min(MAX_ASIDE_MS, told * 1000);
    asideUntil = Math.max(asideUntil, now() + ms);
  }

  const isLacked = (key: string): boolean => now() < (lacked.get(key) ?? Number.NEGATIVE_INFINITY);

  function lack(key: string): void {
    if (lacked.size >= MAX_LACKED) lacked.delete(lacked.keys().next().value ?? key);
    lacked.set(key, now() + LACKS_MS);
  }

  return {
    host,
    client,
    circuit,
    silence,
    get underWay() {
      return underWay;
    },
    get lastTurn() {
      return lastTurn;
    },
    get asideUntil() {
      return asideUntil;
    },
    begin(turn) {
      lastTurn = turn;
      underWay += 1;
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        underWay -= 1;
      };
    },
    mayEnter: () => circuit?.mayEnter() ?? true,
    enter(path) {
      const attempt = circuit?.enter(path);
      return (
        attempt && {
          began() {
            attempt.began();
            returned();
          },
          answered() {
            attempt.answered();
            returned();
          },
          failed(error) {
            attempt.failed(error);
            if (error instanceof ModelError && error.kind === 'unreachable') wasAway = true;
          },
        }
      );
    },
    setAside(error, model) {
      if (model !== undefined && isRefusalOf(error, 'model')) {
        return lack(keyOf({ model }));
      }
      // What it may have in common with all others says nothing of its health.
      if (isRefusalOf(error, 'path', 'route')) return;
      passOver(error);
    },
    failedAlone(error, path) {
      if (!(error instanceof RefusalError)) return;
      circuit?.failedInWords(error, path);
      if (isRefusalOf(error, 'path', 'route')) passOver(error);
    },
    listed(ids) {
      models = ids === undefined || ids.length === 0 ? undefined : new Set(ids);
      for (const id of ids ?? []) lacked.delete(keyOf({ model: id }));
    },
    lacksModel: ({ model }) =>
      model !== undefined && (isLacked(keyOf({ model })) || (models !== undefined && !models.has(model))),
    lacksLogprobs: ({ model = '', path, logprobs }) => logprobs && isLacked(keyOf({ model, path })),
    gaveLogprobs({ model = '', path }, came) {
      if (came) lacked.delete(keyOf({ model, path }));
      else lack(keyOf({ model, path }));
    },
    health() {
      const { state = 'closed', failures = 0 } = circuit?.health() ?? {};
      return { address: host, state, underWay, failures, isPassedOver: now() < asideUntil || silence.isOn() };
    },
  };
}

function keyOf({ model, path = '' }: { readonly model: string; readonly path?: string }): string {
  return `${path} ${model}`;
}
