import { UserError } from '../../errors.js';
import { StorageError } from '../storage-error.js';
import type { PostgresAddress } from './address.js';
import { bareError, codeOf } from './sql-states.js';

/** Why a PostgreSQL database cannot be opened. */
export type Unreachable =
  | 'host'
  | 'closed'
  | 'refused'
  | 'silent'
  | 'password'
  | 'no-database'
  | 'rights'
  | 'connections'
  | 'encryption'
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
  '42501': 'rights',
  '25006': 'rights',
  '53300': 'connections',
  '57P01': 'starting',
  '57P02': 'starting',
  '57P03': 'starting',
};

/** What to tell whoever starts the bot; a `UserError` that says it already stays what it is. */
export function cannotReach(address: PostgresAddress, error: unknown): UserError {
  if (error instanceof UserError && !(error instanceof StorageError)) return error;
  const cause = bareError(error instanceof StorageError ? (error.cause ?? error) : error);
  const details = { address: address.shown, why: whyOf(cause), reason: cause.message };
  return new UserError('database-not-reached', details, { cause });
}

function whyOf(error: Error): Unreachable {
  const known = BY_CODE[codeOf(error) ?? ''];
  if (/no encryption|pg_hba\.conf/i.test(error.message) && known === 'password') return 'encryption';
  if (known !== undefined) return known;
  if (/SSL|certificate|self.signed/i.test(error.message) || /CERT|SSL|TLS/.test(codeOf(error) ?? ''))
    return 'encryption';
  // pg asks for a password that nobody gave.
  if (/password/i.test(error.message)) return 'password';
  if (/terminated unexpectedly/.test(error.message)) return 'closed';
  return /time/i.test(error.message) ? 'silent' : 'other';
}
