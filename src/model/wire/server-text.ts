import { shorten } from '../../words/shorten.js';

const MAX_SHOWN = 200;
/** More than is shown, because white space shrinks; UTF-16 code units. */
const MAX_READ = 4096;
/** So much of the beginning of a secret tells it from any word. */
const LEAST_OF_SECRET = 8;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\s]+/gu;

/**
 * A server's own words made fit to show: one line, no control characters, at most 200 characters, secrets blotted out.
 *
 * @param secrets the API key and password in use; those shorter than 4 characters are placeholders and stay
 */
export function fitServerText(text: string, secrets: readonly string[]): string {
  let clean = text.slice(0, MAX_READ);
  for (const secret of secrets) if (secret.length >= 4) clean = blotOut(clean, secret);
  return shorten(clean.replace(INVISIBLE, ' ').trim(), MAX_SHOWN, 'start', 'characters');
}

/** Without a secret, nor the beginning of one that was cut off at the text's end. */
function blotOut(text: string, secret: string): string {
  const clean = text.replaceAll(secret, '•••');
  for (let length = secret.length - 1; length >= LEAST_OF_SECRET; length -= 1) {
    if (clean.endsWith(secret.slice(0, length))) return `${clean.slice(0, -length)}•••`;
  }
  return clean;
}
