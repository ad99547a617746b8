/** Works that end together, when one signal that outlives them aborts. */
export interface EndedTogether {
  /** How many are under way. */
  readonly size: number;
  /** Begins one; its controller's signal aborts with the shared one, unless it was left before. */
  begin(): AbortController;
  /** Lets go of one that is over. */
  leave(one: AbortController): void;
}

/**
 * Ends works with a signal that lives as long as the process. `AbortSignal.any` would leave something in that signal for
 * each work for ever, and listeners of their own would be too many.
 *
 * @param source what it aborts with is what they abort with
 */
export function createEndedTogether(source: AbortSignal): EndedTogether {
  const underWay = new Set<AbortController>();
  source.addEventListener('abort', () => {
    for (const one of underWay) one.abort(source.reason);
  });
  return {
    get size() {
      return underWay.size;
    },
    begin() {
      const one = new AbortController();
      underWay.add(one);
      if (source.aborted) one.abort(source.reason);
      return one;
    },
    leave: (one) => void underWay.delete(one),
  };
}
