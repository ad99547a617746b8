import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to a server on 127.0.0.1 that can fall silent without closing a connection. */
export interface FreezingProxy {
  readonly port: number;
  /** From now on nothing passes, in either direction, and new connections are only accepted. */
  freeze(): void;
}

/**
 * Opens a TCP proxy before a port of 127.0.0.1; it closes when the test is over. Where one side writes an address with a
 * port, the other reads its own, so that the server takes requests for the proxy and its gateway leads through it.
 */
export async function openFreezingProxy(target: number): Promise<FreezingProxy> {
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const server = createServer((near) => {
    sockets.add(near);
    near.on('error', () => {});
    if (isFrozen) return;
    const far = connect(target, '127.0.0.1');
    sockets.add(far);
    far.on('error', () => {});
    pass(near, far, port(), target);
    pass(far, near, target, port());
  });
  const port = () => (server.address() as AddressInfo).port;
  // An address of the same length keeps the lengths that HTTP names.
  do {
    server.close();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  } while (String(port()).length !== String(target).length);
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => server.close(closed));
  });

  function pass(from: Socket, to: Socket, said: number, meant: number): void {
    from.on('data', (bytes) => {
      if (isFrozen) return;
      to.write(Buffer.from(bytes.toString('latin1').replaceAll(`127.0.0.1:${said}`, `127.0.0.1:${meant}`), 'latin1'));
    });
    from.on('close', () => {
      if (!isFrozen) to.destroy();
    });
  }
  return {
    port: port(),
    freeze() {
      isFrozen = true;
    },
  };
}
