import { setMaxListeners } from 'node:events';
import type { WhoAsks } from '../../domain/who-asks.js';
import { UserError } from '../../errors.js';
import { standInLine } from '../../waits.js';
import { ModelError } from '../errors.js';
import { createFairOrder } from './fair-order.js';
import type { Waiting } from './flow.js';

/** One request that is to go out. */
export interface LinedUp {
  /** Undefined for what the bot asks for itself. */
  readonly who: WhoAsks | undefined;
  /** How much of the endpoint it takes, in requests for one token. */
  readonly cost: number;
  readonly signal?: AbortSignal | undefined;
}

/** The way to one endpoint, for which requests may have to wait in line. */
export interface LineToEndpoint {
  /**
   * Waits until it is this request's turn.
   *
   * @returns to be called when its answer is over; safe to call twice
   * @throws ModelError `cancelled` when its signal aborts or the way is closed, UserError where too many wait
   */
  enter(request: LinedUp): Promise<() => void>;
  /** Those who wait for it go, and nobody waits any more. */
  close(): void;
}

/** The line in front of all endpoints. */
export interface Line {
  /** @param addresses how many of the endpoint's addresses take requests now; each may have as many; one by default */
  open(addresses?: () => number): LineToEndpoint;
  /** How many requests wait, and how many are under way. */
  state(): { readonly waiting: number; readonly underWay: number };
}

export interface LineOptions {
  /** Requests to one endpoint that are under way at once; where it has several addresses, to each of them. */
  readonly perEndpoint?: number | undefined;
  /** Requests to all of them. */
  readonly inAll?: number | undefined;
  readonly maxWaiting?: number | undefined;
  readonly maxWaitingPerPerson?: number | undefined;
}

/** As many as a server on a computer at home keeps busy with, and a hosted one is quick with. */
export const REQUESTS_AT_ONCE = 16;
export const REQUESTS_AT_ONCE_IN_ALL = 64;

const MAX_WAITING = 4000;
/** Four runs of one person at once ask for as many as this at most. */
const MAX_WAITING_PER_PERSON = 64;

/** All direct messages are as one server: who writes there alone gets no more than the room that waits. */
const IN_NONE = '';

interface Endpoint {
  readonly addresses: () => number;
  underWay: number;
}

interface InLine extends Waiting {
  readonly endpoint: Endpoint;
  readonly begin: () => void;
}

/**
 * Creates a line in which nobody waits. Requests go out in the order in which their servers and people take turns, as `createFairOrder`
 * has it, and not in that in which they came.
 */
export function createLine(options: LineOptions = {}): Line {
  const {
    perEndpoint = REQUESTS_AT_ONCE,
    inAll = REQUESTS_AT_ONCE_IN_ALL,
    maxWaiting = MAX_WAITING,
    maxWaitingPerPerson = MAX_WAITING_PER_PERSON,
  } = options;
  const order = createFairOrder<InLine>();
  let allUnderWay = 0;

  // Where no address takes any, requests are told so at once, and have no need to wait for it.
  const hasRoom = ({ addresses, underWay }: Endpoint): boolean => underWay < perEndpoint * Math.max(1, addresses());

  function letIn(): void {
    while (allUnderWay < inAll) {
      const next = order.next(hasRoom);
      if (next === undefined) return;
      count(next.endpoint, 1);
      next.begin();
    }
  }

  function count(endpoint: Endpoint, change: number): void {
    allUnderWay += change;
    endpoint.underWay += change;
  }

  function leaver(endpoint: Endpoint): () => void {
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      count(endpoint, -1);
      letIn();
    };
  }

  async function wait(endpoint: Endpoint, { who, cost, signal }: LinedUp, closing: AbortSignal): Promise<void> {
    const server = who?.serverId ?? IN_NONE;
    const person = who?.personId ?? '';
    if (order.size >= maxWaiting) throw new UserError('line-full');
    if (order.sizeOf(server, person) >= maxWaitingPerPerson) throw new UserError('line-full-for-one');
    let leave = () => {};
    let gone = () => {};
    const ends = [closing, ...(signal === undefined ? [] : [signal])];
    try {
      await new Promise<void>((resolve, reject) => {
        let hasBegun = false;
        const begin = () => {
          hasBegun = true;
          resolve();
        };
        const one: InLine = { endpoint, server, person, cost, begin };
        leave = () => {
          if (order.remove(one)) reject(closing.aborted ? closedError() : cancelledError());
        };
        order.add(one);
        letIn();
        if (hasBegun) return;
        for (const end of ends) end.addEventListener('abort', leave, { once: true });
        gone = standInLine(() => order.placeOf(one, allUnderWay < inAll));
      });
    } finally {
      gone();
      for (const end of ends) end.removeEventListener('abort', leave);
    }
  }

  return {
    state: () => ({ waiting: order.size, underWay: allUnderWay }),
    open(addresses = () => 1) {
      const endpoint: Endpoint = { addresses, underWay: 0 };
      const closing = new AbortController();
      // Each that waits listens.
      setMaxListeners(0, closing.signal);
      return {
        async enter(request) {
          if (request.signal?.aborted) throw cancelledError();
          if (closing.signal.aborted) throw closedError();
          await wait(endpoint, request, closing.signal);
          return leaver(endpoint);
        },
        close: () => closing.abort(),
      };
    },
  };
}

const cancelledError = () => new ModelError('cancelled', 'cancelled');
const closedError = () => new ModelError('cancelled', 'model-closed');
