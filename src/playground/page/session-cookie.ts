import { randomBytes } from 'node:crypto';

const SHAPE = /^[A-Za-z0-9_-]{32}$/;

/**
 * The cookie that tells one browser from another. Its name holds the port, as browsers send the cookies of 127.0.0.1 to
 * every port of it.
 */
export function sessionCookieName(port: number): string {
  return `playground_${port}`;
}

/** The session in a Cookie header, or undefined when there is none of the right shape. */
export function readSessionCookie(header: string | undefined, port: number): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2);
    if (name === sessionCookieName(port) && value !== undefined && SHAPE.test(value)) return value;
  }
  return undefined;
}

/** A Set-Cookie header for a new session. Scripts cannot read it, and no other site's request carries it. */
export function newSessionCookie(port: number): string {
  return `${sessionCookieName(port)}=${randomBytes(24).toString('base64url')}; Path=/; HttpOnly; SameSite=Strict`;
}
