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
