import { readFileSync } from 'node:fs';
import type { ClientConfig } from 'pg';

/** What `sslmode` may be, and whether the server then has to prove who it is; `disable` is no encryption. */
const PROVES = new Map([
  ['disable', false],
  ['allow', true],
  ['prefer', true],
  ['require', true],
  ['verify-ca', true],
  ['verify-full', true],
  ['no-verify', false],
]);

/** What pg has in the place of `sslmode`. */
const SHORT: Readonly<Record<string, string>> = {
  true: 'verify-full',
  '1': 'verify-full',
  false: 'disable',
  '0': 'disable',
};

/** Why what an address says of encryption cannot be used. */
export type EncryptionFault = 'sslmode' | 'file';

/**
 * Takes what libpq's parameters say of encryption out of an address, and reads the files that they name. pg would read them, too,
 * but anew for each connection, and it takes `require` for something else than its next version.
 *
 * @returns what pg takes; nothing where they say nothing
 * @throws what `refuse` makes
 */
export function takeEncryption(
  parameters: URLSearchParams,
  refuse: (reason: EncryptionFault, cause?: unknown) => Error,
): Pick<ClientConfig, 'ssl'> {
  const take = (name: string): string | undefined => {
    const value = parameters.get(name) ?? undefined;
    parameters.delete(name);
    return value;
  };
  const short = take('ssl');
  const said = take('sslmode') ?? (short === undefined ? undefined : (SHORT[short] ?? short));
  const paths = { ca: take('sslrootcert'), cert: take('sslcert'), key: take('sslkey') };
  const negotiation = take('sslnegotiation');
  if (said === undefined && [...Object.values(paths), negotiation].every((one) => one === undefined)) return {};
  const mode = said ?? 'verify-full';
  const proves = PROVES.get(mode);
  if (proves === undefined) throw refuse('sslmode');
  if (mode === 'disable') return { ssl: false };
  const read = (path: string | undefined): string | undefined => {
    // libpq's name for the authorities that the system knows, whom Node.js believes without being told.
    if (path === undefined || path === 'system') return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (cause) {
      throw refuse('file', cause);
    }
  };
  const files = Object.entries(paths).flatMap(([name, path]) => {
    const content = read(path);
    return content === undefined ? [] : [[name, content]];
  });
  // Whoever has a certificate of this one authority is believed then, whatever its host is named.
  const anyName = mode === 'verify-ca' && paths.ca !== undefined && paths.ca !== 'system';
  const ssl = {
    ...Object.fromEntries(files),
    rejectUnauthorized: proves,
    ...(anyName ? { checkServerIdentity: () => undefined } : {}),
  };
  return { ssl, ...(negotiation === undefined ? {} : { sslnegotiation: negotiation }) };
}
