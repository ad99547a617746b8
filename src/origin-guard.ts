/**
 * Whether a request was meant for a server of this machine and comes from nowhere else: its Host is the loopback address
 * that the server listens on, and its Origin, when a browser sends one, is the server's own page. A page on another site
 * that points its own name at 127.0.0.1 fails the first, one that posts across sites fails the second.
 *
 * @param port the one that the server listens on
 */
export function isFromHere(headers: AskedBy, port: number): boolean {
  const hosts = withPort(['127.0.0.1', 'localhost'], port);
  if (headers.host === undefined || !hosts.includes(headers.host.toLowerCase())) return false;
  return headers.origin === undefined || hosts.some((host) => headers.origin === `http://${host}`);
}

/**
 * Whether a request was meant for a server that this machine offers to its network: its Host is one of the machine's own
 * addresses, and its Origin, when a browser sends one, is the page of that very Host. A name is never taken, so that no
 * site can point its own name here.
 *
 * @param addresses those of the machine, without a port
 */
export function isFromNetwork(headers: AskedBy, port: number, addresses: readonly string[]): boolean {
  const { host, origin } = headers;
  if (host === undefined || !withPort(addresses, port).includes(host.toLowerCase())) return false;
  return origin === undefined || origin === `http://${host.toLowerCase()}`;
}

/** Whether the other end of a socket is a program on this machine that asked for the loopback address. */
export function isLoopback(remoteAddress: string | undefined): boolean {
  return remoteAddress === '127.0.0.1' || remoteAddress === '::1' || remoteAddress === '::ffff:127.0.0.1';
}

/** What a request says of where it goes and comes from. */
export interface AskedBy {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

// Browsers and clients leave out the port that is HTTP's own.
function withPort(names: readonly string[], port: number): string[] {
  return names.flatMap((name) => (port === 80 ? [`${name}:80`, name] : [`${name}:${port}`]));
}
