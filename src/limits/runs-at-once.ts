/** How many runs of each person, or in each channel, are under way. */
export interface RunsAtOnce {
  of(key: string): number;
  /** Counts one until the returned function is called, which may be called twice. */
  begin(key: string): () => void;
}

/** Creates a count of none. Who has none under way is not remembered. */
export function createRunsAtOnce(): RunsAtOnce {
  const underWay = new Map<string, number>();
  const of = (key: string): number => underWay.get(key) ?? 0;
  return {
    of,
    begin(key) {
      underWay.set(key, of(key) + 1);
      let hasLeft = false;
      return () => {
        if (hasLeft) return;
        hasLeft = true;
        const left = of(key) - 1;
        if (left === 0) underWay.delete(key);
        else underWay.set(key, left);
      };
    },
  };
}
