/** A piece of base64 that is shorter may stand in any text. */
const LEAST_BASE64 = 8;

/**
 * Every spelling in which a server or a library may repeat a secret that it was sent: as it is, encoded for an address, in
 * JSON and in JSON inside JSON, in HTML, and in base64 as a part of anything, such as `name:password`.
 *
 * @returns the longest first, so that what is replaced in their order leaves nothing over
 */
export function spellingsOf(secrets: readonly string[]): string[] {
  const all = new Set(secrets.filter((secret) => secret !== '').flatMap(spellings));
  return [...all].sort((one, other) => other.length - one.length);
}

/** The value of a header that may hold a key, and the key alone: `Bearer abc` is repeated without its first word too. */
export function withoutScheme(value: string): string[] {
  const key = /^[A-Za-z][\w-]* +(\S+)$/.exec(value)?.[1];
  return key === undefined ? [value] : [value, key];
}

function spellings(secret: string): string[] {
  const encoded = inAddress(secret);
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    ...encoded,
    ...encoded.map((text) => text.replace(/%[\dA-F]{2}/g, (byte) => byte.toLowerCase())),
    ...encoded.flatMap(inAddress),
    inJson,
    JSON.stringify(inJson).slice(1, -1),
    // PHP's, Go's and .NET's ways.
    inJson.replaceAll('/', '\\/'),
    ...[/[<>&]/g, /[<>&"'+`]/g, /[^\dA-Za-z]/g].flatMap((signs) => [
      escaped(secret, signs, (code) => code),
      escaped(secret, signs, (code) => code.toUpperCase()),
    ]),
    inHtml(secret, '&#39;'),
    inHtml(secret, '&#x27;'),
    ...inBase64(secret),
  ];
}

/** As browsers write it, with all signs encoded, and with slashes left as they are. */
function inAddress(text: string): string[] {
  let encoded: string;
  try {
    encoded = encodeURIComponent(text);
  } catch {
    // Half a surrogate pair cannot be sent either.
    return [];
  }
  const strict = encoded.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return [encoded, strict, encoded.replaceAll('%2F', '/'), strict.replaceAll('%2F', '/')];
}

function escaped(text: string, signs: RegExp, inCase: (code: string) => string): string {
  return text.replace(signs, (sign) => `\\u${inCase(sign.charCodeAt(0).toString(16).padStart(4, '0'))}`);
}

function inHtml(text: string, apostrophe: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", apostrophe);
}

/** What of it stands in base64 whatever is before and behind, for each place that it can begin at. */
function inBase64(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [0, 1, 2].flatMap((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes]);
    // A digit that holds bits of what is before, or of what may follow, can be any.
    const own = all.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((all.length * 8) / 6));
    return own.length < LEAST_BASE64 ? [] : [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
