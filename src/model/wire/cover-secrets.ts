/** Shorter ones are placeholders, whose letters may stand in any word. */
const MIN_SECRET = 8;

const STAR = '*'.charCodeAt(0);

/** The secrets as they stand within JSON, for `coverSecrets`. */
export function spellingsInJson(secrets: readonly string[]): readonly string[] {
  const long = secrets.filter(({ length }) => length >= MIN_SECRET);
  return [...new Set(long.flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]))];
}

/**
 * An answer as it came, with asterisks in the place of secrets: a server can write the key that it was sent into a text or a
 * token, and from there it would go to people, into files and into the database. Bytes are changed where they are.
 *
 * @param spellings what `spellingsInJson` made
 */
export function coverSecrets<S extends string | Uint8Array[]>(source: S, spellings: readonly string[]): S {
  if (typeof source !== 'string') for (const spelling of spellings) coverBytes(source, Buffer.from(spelling));
  else if (spellings.some((spelling) => source.includes(spelling))) {
    return spellings.reduce<string>((text, one) => text.replaceAll(one, '*'.repeat(one.length)), source) as S;
  }
  return source;
}

function coverBytes(segments: readonly Uint8Array[], secret: Buffer): void {
  const most = secret.length - 1;
  let before = Buffer.alloc(0);
  for (const [at, segment] of segments.entries()) {
    const bytes = Buffer.from(segment.buffer, segment.byteOffset, segment.length);
    for (let found = bytes.indexOf(secret); found !== -1; found = bytes.indexOf(secret, found + secret.length)) {
      bytes.fill(STAR, found, found + secret.length);
    }
    const border = Buffer.concat([before, bytes.subarray(0, most)]);
    const found = border.indexOf(secret);
    if (found !== -1) {
      segments[at - 1]?.fill(STAR, -(before.length - found));
      bytes.fill(STAR, 0, found + secret.length - before.length);
    }
    before = Buffer.from(bytes.subarray(Math.max(0, bytes.length - most)));
  }
}
