import { type ExecProtocolOptions, PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** PostgreSQL within this process, which pg's own client connects to. */
export interface PgliteServer {
  readonly url: string;
  /** Takes away whatever is in the database. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

type Hear = (data: Uint8Array) => void;

/** The kinds of messages that come before a `Sync`, and that no other connection's may come between. */
const PARTS = new Set(['P', 'B', 'D', 'E', 'C', 'F', 'd', 'c', 'f']);

/**
 * Starts it. PGlite is one session, which its server shares between all connections, message by message: here those that
 * belong together stay together, and what is told reaches the connection that listens.
 */
export async function openPgliteServer(): Promise<PgliteServer> {
  const database = await PGlite.create();
  let isAmidst = false;
  /** Connections that have ended take nothing. */
  let listeners: Hear[] = [];
  const session = {
    waitReady: database.waitReady,
    isInTransaction: () => isAmidst || database.isInTransaction(),
    runExclusive: <T>(act: () => Promise<T>) => database.runExclusive(act),
    exec: (query: string) => database.exec(query),
    async execProtocolRawStream(message: Uint8Array, options: ExecProtocolOptions & { onRawData: Hear }) {
      const kind = String.fromCharCode(message[0] ?? 0);
      // Its session goes on for the others.
      if (kind === 'X') return;
      isAmidst = PARTS.has(kind);
      if (kind === 'Q' && Buffer.from(message).includes('LISTEN')) listeners.push(options.onRawData);
      const parts: Uint8Array[] = [];
      await database.execProtocolRawStream(message, { ...options, onRawData: (data) => void parts.push(data.slice()) });
      const { told, others } = sortMessages(Buffer.concat(parts));
      if (others.length > 0) options.onRawData(others);
      if (told.length > 0) for (const hear of listeners) hear(told);
    },
  };
  const server = new PGLiteSocketServer({ db: session as unknown as PGlite, port: 0, maxConnections: 100 });
  await server.start();
  return {
    url: `postgres://postgres@${server.getServerConn()}/postgres?sslmode=disable`,
    async empty() {
      listeners = [];
      await database.exec('DROP SCHEMA IF EXISTS tokenscope CASCADE');
    },
    async close() {
      await server.stop();
      await database.close();
    },
  };
}

/** What is told to listeners comes with the answer to whoever made it so. */
function sortMessages(data: Buffer): { readonly told: Buffer; readonly others: Buffer } {
  const told: Buffer[] = [];
  const others: Buffer[] = [];
  for (let at = 0; at < data.length; ) {
    const end = at + 1 + data.readInt32BE(at + 1);
    (data[at] === 'A'.charCodeAt(0) ? told : others).push(data.subarray(at, end));
    at = end;
  }
  return { told: Buffer.concat(told), others: Buffer.concat(others) };
}
