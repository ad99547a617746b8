import { type AddressInfo, connect, createServer } from 'node:net';

/**
 * Keeps a port on which nobody listens any more from being given to somebody else: a connection has it as its own. Whoever
 * connects to it is refused, and who asks for it by its number can listen there again.
 *
 * @returns lets it go
 */
export function keepPort(port: number): () => void {
  const other = createServer((socket) => socket.resume()).listen(0);
  const there = { host: '127.0.0.1', port: (other.address() as AddressInfo).port };
  const keeper = connect({ ...there, localAddress: '127.0.0.1', localPort: port }).on('error', () => {});
  return () => {
    keeper.destroy();
    other.close();
  };
}
