import { Agent, type Dispatcher, fetch as undiciFetch } from 'undici';

/** The connections to servers. */
export interface Connections {
  readonly fetch: typeof fetch;
  /** Ends all of them at once. */
  close(): void;
}

/** Servers on small machines have three threads for HTTP, and one that waits for the next request is taken. */
const MAX_KEPT = 2;
/** So long a connection waits for the next request, in milliseconds. */
const KEPT_MS = 2000;
/** How long to wait for an answer is decided for each request, and not here. */
const PATIENT = { headersTimeout: 0, bodyTimeout: 0 };

/**
 * Opens the way to servers. To each go as many connections as there are requests under way; of those, no more than two are
 * kept for the next request, and not for long.
 *
 * @param fetcher takes `dispatcher` among its options, as Node's own does
 */
export function openConnections(fetcher: typeof fetch | undefined): Connections {
  const kept = new Agent({
    ...PATIENT,
    connections: MAX_KEPT,
    keepAliveTimeout: KEPT_MS,
    keepAliveMaxTimeout: KEPT_MS,
  });
  const closed = new Agent(PATIENT);
  const underWay = new Map<string, number>();

  const dispatcher = kept.compose((dispatch) => (options, handler) => {
    const origin = String(options.origin);
    const others = underWay.get(origin) ?? 0;
    if (others >= MAX_KEPT) return closed.dispatch({ ...options, reset: true }, handler);
    underWay.set(origin, others + 1);
    let isOver = false;
    const over = () => {
      if (isOver) return;
      isOver = true;
      const left = (underWay.get(origin) ?? 1) - 1;
      if (left > 0) underWay.set(origin, left);
      else underWay.delete(origin);
    };
    return dispatch(options, createEndHandler(handler, over));
  });

  // What the package fetches with, and what Node does, are the same in all that is used of them.
  const send = (fetcher ?? undiciFetch) as (input: string | URL | Request, init?: object) => Promise<Response>;
  return {
    fetch: (input, init) => send(input, { ...init, dispatcher }),
    close() {
      void kept.destroy();
      void closed.destroy();
    },
  };
}

/** Tells when a request is over, whichever way it ends. */
function createEndHandler(handler: Dispatcher.DispatchHandlers, over: () => void): Dispatcher.DispatchHandlers {
  const ending: Dispatcher.DispatchHandlers = Object.create(handler);
  ending.onComplete = (trailers) => {
    over();
    handler.onComplete?.call(ending, trailers);
  };
  ending.onError = (error) => {
    over();
    handler.onError?.call(ending, error);
  };
  return ending;
}
