import { EventEmitter, once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What the hostile server sends, as `hostile-server.mjs` knows it. */
export interface HostileAnswer {
  readonly kind: string;
  readonly status?: number;
  readonly stream?: boolean;
  readonly encoding?: 'gzip' | 'br';
  /** Characters of one header. */
  readonly header?: number;
  readonly [size: string]: unknown;
}

/** A model server on a thread of its own, so that what it sends holds no other thread. */
export interface HostileServer {
  /** The address of an API that answers everything in this way. */
  baseURL(answer: HostileAnswer): string;
  /** Bytes that went out with an answer, once it is over. */
  sent(answer: HostileAnswer): Promise<number>;
  close(): Promise<unknown>;
}

/** Starts the server on port 0. */
export async function startHostileServer(): Promise<HostileServer> {
  const worker = new Worker(new URL('./hostile-server.mjs', import.meta.url));
  const [{ port }] = await once(worker, 'message');
  const bytes = new Map<string, number>();
  const ended = new EventEmitter();
  worker.on('message', ({ told, sent }: { told: string; sent: number }) => {
    bytes.set(told, (bytes.get(told) ?? 0) + sent);
    ended.emit(told);
  });
  const told = (answer: HostileAnswer) => encodeURIComponent(JSON.stringify(answer));
  return {
    baseURL: (answer) => `http://127.0.0.1:${port}/${told(answer)}/v1`,
    async sent(answer) {
      if (!bytes.has(told(answer))) await once(ended, told(answer));
      return bytes.get(told(answer)) ?? 0;
    },
    close: () => worker.terminate(),
  };
}
