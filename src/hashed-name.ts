import { createHmac, randomBytes } from 'node:crypto';

/** As many hexadecimal digits as tell all people apart, and as every server takes. */
const DIGITS = 32;

/**
 * Creates what makes of somebody's id a name that stays the same and tells nobody who that is: an HMAC, because ids alone
 * could be tried one after another.
 *
 * @param secret what nobody else knows; by default a new one, so that names last until the program ends
 */
export function createHashedNames(secret: string | undefined): (id: string) => string {
  const key = secret ?? randomBytes(32);
  return (id) => createHmac('sha256', key).update(id).digest('hex').slice(0, DIGITS);
}
