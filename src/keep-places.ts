import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections that a server has at once. */
const MAX_CONNECTIONS = 512;

/**
 * Keeps a place for whoever comes: when too many connections are open, the one that was silent for longest gives its place
 * up, and where none is silent, the one that has been sending its request for longest. A crowd of sockets that are held
 * open so never keeps the bot out, nor a page.
 */
export function keepPlaces(server: Server, most = MAX_CONNECTIONS): void {
  /** Nothing is under way on these; those that were silent for longest first. */
  const silent = new Set<Socket>();
  const asking = new Map<Socket, IncomingMessage>();
  let open = 0;

  const giveUpOne = (newest: Socket): void => {
    for (const socket of silent) {
      if (socket === newest) continue;
      socket.destroy();
      return;
    }
    for (const [socket, request] of asking) {
      if (request.complete) continue;
      socket.destroy();
      return;
    }
    newest.destroy();
  };

  server.on('connection', (socket: Socket) => {
    open += 1;
    silent.add(socket);
    socket.once('close', () => {
      open -= 1;
      silent.delete(socket);
      asking.delete(socket);
    });
    if (open > most) giveUpOne(socket);
  });
  server.on('request', (request, response) => {
    const { socket } = request;
    silent.delete(socket);
    asking.set(socket, request);
    response.once('close', () => {
      asking.delete(socket);
      if (!socket.destroyed) silent.add(socket);
    });
  });
  // What speaks another protocol from then on has bounds of its own.
  server.on('upgrade', ({ socket }) => void silent.delete(socket));
}
