/**
 * Does something now, and again so long after it was done, until it is closed; closing waits for nothing.
 *
 * @param work must not reject
 */
export function repeatedly(everyMs: number, work: () => Promise<unknown>): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  const round = async (): Promise<void> => {
    await work();
    if (!isClosed) timer = setTimeout(round, everyMs).unref();
  };
  void round();
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
