import { shorten } from '../../words/shorten.js';

const MAX_SHOWN = 200;
/** More than is shown, because white space shrinks; UTF-16 code units. */
const MAX_READ = 4096;
/** So much of the beginning of a secret tells it from any word. */
const LEAST_OF_SECRET = 8;
const BLOT = '•••';
/** What `coverSecrets` has left of one within JSON. */
const COVERED = /\*{8,}/g;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\s]+/gu;

/** Signs that nobody sees: a secret that has some in it is one all the same. */
const UNSEEN = /\p{Cf}+/gu;
/** Where somebody has left something out. */
const LEFT_OUT = /(…|\.{3,}|\*{3,}|•{3,})/;

/**
 * A server's own words made fit to show: one line, no control characters, at most 200 characters, secrets blotted out.
 *
 * @param secrets the API key and password in use, in all their spellings; those shorter than 4 characters are placeholders
 *   and stay
 */
export function fitServerText(text: string, secrets: readonly string[]): string {
  let clean = text.slice(0, MAX_READ).replace(COVERED, BLOT);
  const used = secrets.filter((secret) => secret.length >= 4);
  if (used.length > 0) clean = clean.replace(UNSEEN, ' ');
  for (const secret of used) clean = blotOut(clean, secret);
  return shorten(clean.replace(INVISIBLE, ' ').trim(), MAX_SHOWN, 'start', 'characters');
}

/** Without a secret, nor the part of one that was left over where the server, or the end of the text, cut it. */
function blotOut(text: string, secret: string): string {
  return text
    .replaceAll(secret, BLOT)
    .split(LEFT_OUT)
    .map((part, at) => {
      if (at % 2 === 1) return part;
      const end = withoutEnd(part, secret);
      return at === 0 ? end : withoutStart(end, secret);
    })
    .join('');
}

function withoutEnd(text: string, secret: string): string {
  for (let length = secret.length - 1; length >= LEAST_OF_SECRET; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return `${text.slice(0, -length)}${BLOT}`;
  }
  return text;
}

function withoutStart(text: string, secret: string): string {
  for (let length = secret.length - 1; length >= LEAST_OF_SECRET; length -= 1) {
    if (text.startsWith(secret.slice(-length))) return `${BLOT}${text.slice(length)}`;
  }
  return text;
}
