import { UserError } from '../errors.js';

/** Why a database does not do what is right in itself. */
export type StorageTrouble = 'busy' | 'full' | 'read-only' | 'broken' | 'ended';

const WORDS: Readonly<Record<StorageTrouble, { readonly matter: string; readonly rest: string }>> = {
  busy: {
    matter: 'another program holds the database',
    rest: 'so nothing was changed. Try again in a minute; if this goes on, tell whoever runs this bot to end that program.',
  },
  full: {
    matter: 'the disk with the database is full',
    rest: 'so nothing was changed. Tell whoever runs this bot to free some space.',
  },
  'read-only': {
    matter: 'the database file may not be written',
    rest: 'so nothing was changed. Tell whoever runs this bot to check the permissions of the file.',
  },
  broken: {
    matter: 'the database file cannot be used',
    rest: 'so nothing was changed. Tell whoever runs this bot to check the file and its disk.',
  },
  ended: {
    matter: 'the database has stopped and is opened again',
    rest: 'so this may not have been stored. Try again in a minute.',
  },
};

/** The database cannot do now what it was asked for, and why, for the person who asked. */
export class StorageError extends UserError {
  override readonly name = 'StorageError';
  /** What is the matter, as a part of a sentence. */
  readonly matter: string;

  constructor(
    readonly trouble: StorageTrouble,
    options?: ErrorOptions,
  ) {
    const { matter, rest } = WORDS[trouble];
    super(`${matter.charAt(0).toUpperCase()}${matter.slice(1)}, ${rest}`, options);
    this.matter = matter;
  }
}

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
