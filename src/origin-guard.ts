/**
 * Whether a request was meant for a server of this machine and comes from nowhere else: its Host is the loopback address
 * that the server listens on, and its Origin, when a browser sends one, is the server's own page. A page on another site
 * that points its own name at 127.0.0.1 fails the first, one that posts across sites fails the second.
 *
 * @param port the one that the server listens on
 */
export function isFromHere(headers: { host?: string | undefined; origin?: string | undefined }, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  // Browsers and clients leave out the port that is HTTP's own.
  if (port === 80) hosts.push('127.0.0.1', 'localhost');
  if (headers.host === undefined || !hosts.includes(headers.host.toLowerCase())) return false;
  return headers.origin === undefined || hosts.some((host) => headers.origin === `http://${host}`);
}
