import type { LlamaServer } from './server/open-server.js';

/** Counts what a command asks a server for. */
export interface RequestCount {
  of<T>(server: LlamaServer, name: string, run: () => Promise<T>): Promise<T>;
  /** A table: command, runs, the fewest and the most requests that one took, of its first run (with the probe) apart. */
  table(): string;
}

export function countRequests(): RequestCount {
  const counts = new Map<string, number[]>();
  return {
    async of(server, name, run) {
      const before = server.requests.length;
      const result = await run();
      counts.set(name, [...(counts.get(name) ?? []), server.requests.length - before]);
      return result;
    },
    table: () =>
      [...counts]
        .map(([name, [first = 0, ...more]]) => {
          const later = more.length === 0 ? '' : `${Math.min(...more)}–${Math.max(...more)}`;
          return `${name.padEnd(24)} first ${String(first).padStart(3)}   later ${later.padStart(7)} in ${more.length} runs`;
        })
        .join('\n'),
  };
}
