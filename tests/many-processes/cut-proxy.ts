import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What went through to a database so far. */
export interface Traffic {
  /** Bytes from the bot, and to it. */
  readonly sent: number;
  readonly received: number;
  /** Statements that the bot had carried out: `Execute` and `Query` of PostgreSQL's protocol. */
  readonly statements: number;
  /** Connections that were opened. */
  readonly connections: number;
}

/** A way to a database that can fall silent for a while, as a network that drops everything does, and go on. */
export interface CutProxy {
  readonly port: number;
  /** From now on nothing passes, or no answers alone; nobody is told, and connections that are opened get no answer. */
  cut(what?: 'all' | 'answers'): void;
  /** What waited passes now, in order, as it does after TCP has sent it again. */
  heal(): void;
  /** From now on connections that are opened go to another port; those that are open stay. */
  moveTo(port: number): void;
  traffic(): Traffic;
  close(): Promise<void>;
}

/** Opens one on 127.0.0.1 before a port of 127.0.0.1. */
export async function openCutProxy(first: number): Promise<CutProxy> {
  let target = first;
  /** Of the bot, and of the database. */
  const sockets = { near: new Set<Socket>(), far: new Set<Socket>() };
  const all = () => [...sockets.near, ...sockets.far];
  const isCut = { near: false, far: false };
  let sent = 0;
  let received = 0;
  let connections = 0;
  let statements = 0;

  const keep = (side: 'near' | 'far', socket: Socket, other: Socket): void => {
    sockets[side].add(socket);
    socket.on('error', () => undefined);
    if (isCut[side]) socket.pause();
    socket.on('close', () => {
      sockets[side].delete(socket);
      other.destroy();
    });
  };
  const server = createServer((near) => {
    connections += 1;
    const far = connect(target, '127.0.0.1');
    keep('near', near, far);
    keep('far', far, near);
    const count = createStatementCounter(() => {
      statements += 1;
    });
    pass('near', near, far, (bytes) => {
      sent += bytes.length;
      count(bytes);
    });
    pass('far', far, near, (bytes) => {
      received += bytes.length;
    });
  });

  /** What comes from one side goes to the other, no faster than that takes it. */
  function pass(side: 'near' | 'far', from: Socket, to: Socket, note: (bytes: Buffer) => void): void {
    from.on('data', (bytes) => {
      note(bytes);
      if (!to.write(bytes)) from.pause();
    });
    to.on('drain', () => {
      if (!isCut[side]) from.resume();
    });
    from.on('end', () => to.end());
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    cut(what = 'all') {
      for (const side of what === 'all' ? (['near', 'far'] as const) : (['far'] as const)) {
        isCut[side] = true;
        for (const socket of sockets[side]) socket.pause();
      }
    },
    heal() {
      isCut.near = false;
      isCut.far = false;
      for (const socket of all()) socket.resume();
    },
    moveTo(port) {
      target = port;
    },
    traffic: () => ({ sent, received, statements, connections }),
    async close() {
      for (const socket of all()) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/**
 * Reads what a client of PostgreSQL sends: a startup message without a type, then messages of a type and a length.
 * Source: https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
function createStatementCounter(found: () => void): (bytes: Buffer) => void {
  const EXECUTE = 0x45;
  const QUERY = 0x51;
  let rest = Buffer.alloc(0);
  let hasStarted = false;
  let skip = 0;
  return (bytes) => {
    const skipped = Math.min(skip, bytes.length);
    skip -= skipped;
    rest = Buffer.concat([rest, bytes.subarray(skipped)]);
    for (;;) {
      const head = hasStarted ? 5 : 4;
      if (rest.length < head) return;
      const length = rest.readUInt32BE(head - 4) + head - 4;
      if (hasStarted && (rest[0] === EXECUTE || rest[0] === QUERY)) found();
      // A request for encryption is a startup message too, and another one follows it.
      hasStarted ||= length !== 8;
      skip = Math.max(0, length - rest.length);
      rest = rest.subarray(Math.min(length, rest.length));
    }
  };
}
