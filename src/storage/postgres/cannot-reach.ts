import { UserError } from '../../errors.js';
import { StorageError } from '../storage-error.js';
import type { PostgresAddress } from './address.js';
import { bareError, codeOf, sqlStateOf } from './sql-states.js';

/** Why a PostgreSQL database cannot be opened. */
export type Unreachable =
  | 'host'
  | 'closed'
  | 'refused'
  | 'silent'
  | 'password'
  | 'not-let-in'
  | 'no-database'
  | 'rights'
  | 'read-only'
  | 'encoding'
  | 'full'
  | 'connections'
  | 'no-encryption'
  | 'only-encrypted'
  | 'unknown-authority'
  | 'other-name'
  | 'out-of-date'
  | 'own-certificate'
  | 'encryption'
  | 'startup-parameter'
  | 'pooler'
  | 'starting'
  | 'other';

const BY_CODE: Readonly<Record<string, Unreachable>> = {
  ENOTFOUND: 'host',
  EAI_AGAIN: 'host',
  EHOSTUNREACH: 'host',
  ENETUNREACH: 'host',
  ECONNREFUSED: 'refused',
  ENOENT: 'refused',
  ECONNRESET: 'refused',
  ETIMEDOUT: 'silent',
  '28000': 'password',
  '28P01': 'password',
  '3D000': 'no-database',
  '3F000': 'rights',
  '42501': 'rights',
  '25006': 'read-only',
  '22P05': 'encoding',
  '53100': 'full',
  '53300': 'connections',
  '57P01': 'starting',
  '57P02': 'starting',
  '57P03': 'starting',
};

/** What servers and poolers say, before their codes: several say one code of many things, and not all of them the same. */
const BY_MESSAGE: readonly (readonly [RegExp, Unreachable])[] = [
  [/does not support SSL/i, 'no-encryption'],
  [/no encryption$|SSL off$|insecure|(SSL|TLS)( connection)? (is )?required/i, 'only-encrypted'],
  [/pg_hba\.conf/, 'not-let-in'],
  [
    /client certificate|certificate authentication|alert (number|unknown|bad|certificate|handshake)/i,
    'own-certificate',
  ],
  [/startup parameter/i, 'startup-parameter'],
  [/no more connections|max_?client/i, 'connections'],
  [/no such database/i, 'no-database'],
  [/no such user|auth failed/i, 'password'],
];

/** The codes that Node.js has for a certificate: those with other names are of authorities it does not know. */
const BY_CERTIFICATE: readonly (readonly [RegExp, Unreachable])[] = [
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, 'other-name'],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/, 'out-of-date'],
  [/SELF_SIGNED|UNABLE_TO_|CERT_UNTRUSTED|CERT_SIGNATURE_FAILURE/, 'unknown-authority'],
  [/CERT|SSL|TLS/, 'encryption'],
];

/** What to tell whoever starts the bot; a `UserError` that says it already stays what it is. */
export function cannotReach(address: PostgresAddress, error: unknown): UserError {
  if (error instanceof UserError && !(error instanceof StorageError)) return error;
  const cause = bareError(error instanceof StorageError ? (error.cause ?? error) : error);
  const details = { address: address.shown, why: whyOf(cause), reason: cause.message.trim() };
  return new UserError('database-not-reached', details, { cause });
}

function whyOf(error: Error): Unreachable {
  const code = codeOf(error) ?? '';
  const known =
    find(BY_MESSAGE, error.message) ??
    BY_CODE[code] ??
    (sqlStateOf(error) === undefined ? find(BY_CERTIFICATE, code) : undefined);
  if (known !== undefined) return known;
  if (code === '08P01') return 'pooler';
  if (/SSL|certificate/i.test(error.message)) return 'encryption';
  // pg asks for a password that nobody gave.
  if (/password/i.test(error.message)) return 'password';
  if (/terminated unexpectedly/.test(error.message)) return 'closed';
  return /time/i.test(error.message) ? 'silent' : 'other';
}

function find<T>(table: readonly (readonly [RegExp, T])[], text: string): T | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}
