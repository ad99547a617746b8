/** What can be the matter with a database, as a part of a sentence. */
export const DATABASE_TROUBLE_EN = {
  busy: 'another program holds the database',
  full: 'the disk with the database is full',
  'read-only': 'the database file may not be written',
  broken: 'the database cannot be used',
  away: 'the database cannot be reached',
  ended: 'the database has stopped and is opened again',
} as const;
