import type { StorageTrouble } from '../contract.js';
import { StorageError } from '../storage-error.js';

/** What PostgreSQL's codes say about the database: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const TROUBLES: Readonly<Record<string, StorageTrouble>> = {
  '25006': 'away',
  '25P03': 'ended',
  '25P04': 'ended',
  '28000': 'broken',
  '28P01': 'broken',
  '3D000': 'broken',
  '3F000': 'broken',
  '40001': 'busy',
  '40P01': 'busy',
  '42501': 'broken',
  '42P01': 'broken',
  '53100': 'full',
  '53200': 'broken',
  '53300': 'away',
  '53400': 'away',
  '55P03': 'busy',
  '57014': 'busy',
};

/** The same for whole classes of codes. */
const CLASSES: Readonly<Record<string, StorageTrouble>> = {
  '08': 'ended',
  '53': 'busy',
  '57': 'ended',
  '58': 'broken',
  XX: 'broken',
};

/** The server takes no changes: another one does, or will soon. */
const READ_ONLY = '25006';

/** Codes after which nothing was done, and the same may be tried again: a deadlock, and changes that came between. */
const TAKEN_BACK = new Set(['40001', '40P01', READ_ONLY]);

/** Codes that a connection is refused with for the time being: it starts, it stops, it has too many; 08P01 are all words of PgBouncer. */
const NOT_YET = new Set(['57P03', '57P01', '57P02', '53300', '53400', '08006', '08001', '08004', '08P01', READ_ONLY]);

/** Errors of the network after which a connection may well succeed a little later. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENOENT',
  'EADDRNOTAVAIL',
]);

/** The code that the server gave; undefined where it is not the server that said no. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = codeOf(error);
  return code !== undefined && /^[\dA-Z]{5}$/.test(code) && !/^E[A-Z]{4}$/.test(code) ? code : undefined;
}

/** The code of an error, be it the server's or the system's. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Whether the connection is of no use any more. */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === undefined || /^(57P|08|25P0[34])/.test(state) || state === READ_ONLY;
}

/** Whether the server has stopped taking changes, as one does whose work another has taken over. */
export function isReadOnly(error: unknown): boolean {
  return codeOf(error) === READ_ONLY;
}

/** What says so in the server's place. */
export function readOnlyError(): Error {
  return Object.assign(new Error('the server takes no changes'), { code: READ_ONLY });
}

/** Whether a connection that was refused may be tried again in a moment. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error);
  // A server without encryption will have none in a moment either.
  if (code === undefined) return isOfConnection(error) && !/SSL/.test(messageOf(error));
  return NOT_YET.has(code) || AWAY.has(code);
}

/** Whether the server has taken back what was asked for, only because of what others did. */
export function wasTakenBack(error: unknown): boolean {
  return TAKEN_BACK.has(sqlStateOf(error) ?? '');
}

/** pg's own errors have no code: a connection that ended, and answers that did not come. */
function isOfConnection(error: unknown): boolean {
  return /connection|timeout|terminated|client was closed|not queryable/i.test(messageOf(error));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

/**
 * An error of pg as the storage tells it: a `StorageError` where the database cannot do it now, else an error of what was
 * asked for. Neither has the values in it that the server repeats.
 */
export function errorOf(error: unknown): Error {
  if (error instanceof StorageError) return error;
  const code = codeOf(error);
  const state = sqlStateOf(error);
  const cause = bareError(error);
  const trouble = state === undefined ? undefined : (TROUBLES[state] ?? CLASSES[state.slice(0, 2)]);
  if (trouble !== undefined) return new StorageError(trouble, { cause });
  if (state === undefined && (AWAY.has(code ?? '') || isOfConnection(error)))
    return new StorageError('ended', { cause });
  return cause;
}

/** Without the row, the values and the query that PostgreSQL's errors come with. */
export function bareError(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const code = codeOf(error);
  const state = sqlStateOf(error);
  const repeatsValues = state !== undefined && /^2[23]/.test(state);
  const message = error instanceof AggregateError ? (error.errors[0] as Error).message : error.message;
  const bare = new Error(repeatsValues ? `PostgreSQL refused a value (${state})` : message);
  return code === undefined ? bare : Object.assign(bare, { code });
}
