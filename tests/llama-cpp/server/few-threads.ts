import type { Server } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** Where requests come in. */
export interface Door {
  readonly port: number;
  close(): Promise<void>;
}

/** cpp-httplib keeps a connection, and the thread that it has, for so long after an answer. */
const KEPT_MS = 5_000;

/**
 * Opens a port of 127.0.0.1. A connection has a thread for as long as it is open, as in cpp-httplib, so with few threads others
 * wait until one is closed.
 */
export async function openDoor(server: Server, threads = Number.POSITIVE_INFINITY): Promise<Door> {
  server.keepAliveTimeout = KEPT_MS;
  const waiting: Socket[] = [];
  const sockets = new Set<Socket>();
  let used = 0;
  const admit = (socket: Socket) => {
    used += 1;
    socket.once('close', () => {
      used -= 1;
      const next = waiting.shift();
      if (next !== undefined) admit(next);
    });
    server.emit('connection', socket);
  };
  const door = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    if (used < threads) admit(socket);
    else waiting.push(socket);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  return {
    port: (door.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        door.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
