/**
 * Whether a request was meant for the playground and comes from nowhere else: its Host is the loopback address that the
 * playground listens on, and its Origin, when a browser sends one, is the playground's own page. A page on another site
 * that points its own name at 127.0.0.1 fails the first, one that posts across sites fails the second.
 */
export function isFromHere(headers: { host?: string; origin?: string }, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  // Browsers and clients leave out the port that is HTTP's own.
  if (port === 80) hosts.push('127.0.0.1', 'localhost');
  if (headers.host === undefined || !hosts.includes(headers.host.toLowerCase())) return false;
  return headers.origin === undefined || hosts.some((host) => headers.origin === `http://${host}`);
}
