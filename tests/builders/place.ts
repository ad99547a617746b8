import type { Place } from '../../src/lesson/command/definition.js';

/** A place to look at a result from: a new reply, unless something else is said. */
export function placeAt(more: Partial<Place> = {}): Place {
  return {
    runId: 'run',
    revision: 1,
    locale: 'en-US',
    page: 0,
    turn: (page) => ({ action: 'turn', runId: 'run', value: String(page) }),
    ...more,
  };
}
