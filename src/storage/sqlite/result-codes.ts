import type { StorageTrouble } from '../contract.js';

/** What SQLite says of a file with damaged pages, and of one that is no database or has a damaged first page. */
export const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** Primary result codes: https://www.sqlite.org/rescode.html */
const TROUBLES: Readonly<Record<number, StorageTrouble>> = {
  3: 'read-only',
  5: 'busy',
  6: 'busy',
  8: 'read-only',
  10: 'broken',
  11: 'broken',
  13: 'full',
  14: 'broken',
  26: 'broken',
};

/** What a result code of SQLite, also an extended one, says about the database; undefined where the statement is at fault. */
export function troubleOf(resultCode: number | undefined): StorageTrouble | undefined {
  return resultCode === undefined ? undefined : TROUBLES[resultCode & 0xff];
}

/** SQLite's result code of an error, where it has one. */
export function resultCodeOf(error: unknown): number | undefined {
  const code = error instanceof Error && 'rawCode' in error ? error.rawCode : undefined;
  return typeof code === 'number' ? code : undefined;
}

/** Whether a statement failed only because another program was writing. */
export function isBusy(error: unknown): boolean {
  return troubleOf(resultCodeOf(error)) === 'busy';
}

/** Whether SQLite said that the file itself is damaged, and not that it could not get at it. */
export function isDamage(error: unknown): boolean {
  const code = (resultCodeOf(error) ?? 0) & 0xff;
  return code === CORRUPT || code === NOT_A_DATABASE;
}
