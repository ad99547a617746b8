import { ModelError } from '../errors.js';

/** What one request does among others. @param others whether any other was under way since it began */
type Visit<T> = (others: () => boolean) => Promise<T>;

/**
 * The requests that are under way at one endpoint. Slots of a small server can share one cache, so that requests that fit
 * alone do not fit together: such a one waits until it is alone, and those that come meanwhile wait for it.
 */
export interface Crowd {
  join<T>(visit: Visit<T>, signal?: AbortSignal): Promise<T>;
  /** The same without others. */
  alone<T>(visit: Visit<T>, signal?: AbortSignal): Promise<T>;
}

interface Visitor {
  hasMet: boolean;
}

interface Waiting {
  readonly alone: boolean;
  readonly enter: () => void;
}

/** Creates a crowd of nobody. */
export function createCrowd(): Crowd {
  const inside = new Set<Visitor>();
  const queue: Waiting[] = [];
  let isTaken = false;

  function mayEnter(alone: boolean): boolean {
    return !isTaken && (!alone || inside.size === 0);
  }

  function letIn(): void {
    for (let next = queue[0]; next !== undefined && mayEnter(next.alone); next = queue[0]) {
      queue.shift();
      next.enter();
    }
  }

  async function wait(visitor: Visitor, alone: boolean, signal: AbortSignal | undefined): Promise<void> {
    let leave = () => {};
    try {
      await new Promise<void>((resolve, reject) => {
        const enter = () => {
          // At once, so that nobody else enters before this one has.
          isTaken = alone;
          visitor.hasMet = inside.size > 0;
          for (const other of inside) other.hasMet = true;
          inside.add(visitor);
          resolve();
        };
        if (queue.length === 0 && mayEnter(alone)) return enter();
        const waiting = { alone, enter };
        queue.push(waiting);
        leave = () => {
          const at = queue.indexOf(waiting);
          if (at !== -1) queue.splice(at, 1);
          letIn();
          reject(new ModelError('cancelled', 'cancelled'));
        };
        if (signal?.aborted) leave();
        else signal?.addEventListener('abort', leave, { once: true });
      });
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  async function enter<T>(alone: boolean, visit: Visit<T>, signal: AbortSignal | undefined): Promise<T> {
    const visitor = { hasMet: false };
    await wait(visitor, alone, signal);
    try {
      return await visit(() => visitor.hasMet);
    } finally {
      inside.delete(visitor);
      if (alone) isTaken = false;
      letIn();
    }
  }

  return {
    join: (visit, signal) => enter(false, visit, signal),
    alone: (visit, signal) => enter(true, visit, signal),
  };
}
