import { DATABASE_TROUBLE_EN } from '../database-trouble.js';
import { defineWords } from '../define-words.js';
import { startSentence } from '../start-sentence.js';

/** What people are told when the database does not do what it was asked for, or cannot be opened. */
export const storageErrors = defineWords({
  en: ({ plural }) => {
    const { busy, full, broken, away, ended, 'read-only': readOnly } = DATABASE_TROUBLE_EN;
    return {
      'database-busy': () =>
        `${startSentence(busy)}, so nothing was changed. Try again in a minute; if this goes on, tell whoever runs this bot to end that program.`,
      'database-full': () =>
        `${startSentence(full)}, so nothing was changed. Tell whoever runs this bot to free some space.`,
      'database-read-only': () =>
        `${startSentence(readOnly)}, so nothing was changed. Tell whoever runs this bot to check the permissions of the file.`,
      'database-broken': () =>
        `${startSentence(broken)}, so nothing was changed. Tell whoever runs this bot to check the database and its disk.`,
      'database-away': () => `${startSentence(away)}, so nothing was changed. Try again in a minute.`,
      'database-ended': () => `${startSentence(ended)}, so this may not have been stored. Try again in a minute.`,
      'database-newer': ({
        version,
        known,
        kind = 'file',
      }: {
        readonly version: number;
        readonly known: number;
        readonly kind?: 'file' | 'database';
      }) =>
        `The database is of version ${version}, which a newer Tokenscope wrote; this one knows ${known}. Update Tokenscope, or choose another ${kind} with DATABASE_URL.`,
      'database-foreign': ({ path }: { readonly path: string }) =>
        `The database ${path} cannot be opened: it is no database of Tokenscope. Nothing was changed in it. Choose another file with DATABASE_URL.`,
      'database-schema-foreign': ({ address, schema }: { readonly address: string; readonly schema: string }) =>
        `The database ${address} cannot be used: its schema ${schema} has tables that are not Tokenscope’s. Nothing was changed in it. Name another schema with ?schema=… at the end of DATABASE_URL.`,
      'database-address': ({
        address,
        reason,
      }: {
        readonly address: string;
        readonly reason: keyof typeof DATABASE_ADDRESS_EN;
      }) =>
        `DATABASE_URL (${address}) cannot be used: ${DATABASE_ADDRESS_EN[reason]}. An address looks like postgres://bot:secret@localhost:5432/tokenscope.`,
      'database-pooled': ({ address }: { readonly address: string }) =>
        `The database ${address} cannot be used: a pooler in between lends each connection to many in turn (transaction pooling), and over those the processes of a bot cannot tell one another anything. Write an address without a pooler into DATABASE_URL, or one that pools by session: with Neon the host without “-pooler”, with Supabase port 5432 in place of 6543, with PgBouncer one with pool_mode = session.`,
      'database-not-reached': ({
        address,
        why,
        reason,
      }: {
        readonly address: string;
        readonly why: keyof typeof UNREACHABLE_EN;
        /** What the system or the server says. */
        readonly reason: string;
      }) => `The database ${address} cannot be opened: ${UNREACHABLE_EN[why]} (${reason})`,
      'backup-without-database': ({ path }: { readonly path: string }) =>
        `There is no database at ${path}, so there is nothing to back up. Check DATABASE_URL.`,
      'nothing-to-move': ({ path }: { readonly path: string }) =>
        `There is no database at ${path}, so there is nothing to move. Check the name of the file.`,
      'backup-is-there': ({ path }: { readonly path: string }) =>
        `${path} is there already, and nothing is overwritten. Choose another name for the backup.`,
      'backup-failed': ({ path, reason }: { readonly path: string; readonly reason: string }) =>
        `The backup ${path} could not be written: ${reason}. Nothing is left of it. Check that its folder may be written and has room.`,
      'restore-without-backup': ({ path }: { readonly path: string }) =>
        `There is no backup at ${path}. Check its name; the database was not changed.`,
      'restore-not-whole': ({ path, reason }: { readonly path: string; readonly reason: string }) =>
        `${path} cannot be used: ${reason}. The database was not changed. Take another backup.`,
      'restore-not-ours': ({ path }: { readonly path: string }) =>
        `${path} is no backup of Tokenscope. The database was not changed. Take another file.`,
      'restore-newer': ({ path }: { readonly path: string }) =>
        `${path} is of a newer Tokenscope. The database was not changed. Update Tokenscope, or take another backup.`,
      'restore-over-database': ({ path }: { readonly path: string }) =>
        `${path} is there already and would be lost. Back it up first, then add --force.`,
      'restore-over-rows': ({ address, rows }: { readonly address: string; readonly rows: number }) =>
        `The database ${address} has ${plural(rows, { one: 'row', other: 'rows' })} already, which would be lost. Back it up first, then add --force.`,
      'restore-not-taken': ({ address, reason }: { readonly address: string; readonly reason: string }) =>
        `The database ${address} did not take the rows: ${reason}. Nothing was changed in it. Check that its disk has room, then try again.`,
      'restore-in-use': ({ path }: { readonly path: string }) =>
        `A bot has ${path} open, so nothing was changed. Stop the bot first, then try again.`,
      'restore-failed': ({ path, reason }: { readonly path: string; readonly reason: string }) =>
        `${path} could not be written: ${reason}. Check that its folder may be written and has room, then try again.`,
      'database-not-opened': ({
        path,
        trouble,
        reason,
      }: {
        readonly path: string;
        readonly trouble: 'busy' | 'full' | 'folder' | 'rights' | 'other';
        /** What the system says. */
        readonly reason: string;
      }) => {
        const [why, way] = NOT_OPENED_EN[trouble];
        return `The database ${path} cannot be opened: ${why ?? reason}. ${way}, or choose another file with DATABASE_URL.`;
      },
    };
  },
});

/** Why a file cannot be opened, where that is more than the system says, and what to do. */
const NOT_OPENED_EN = {
  busy: ['another program holds it', 'End that program'],
  full: [undefined, 'Free some space'],
  folder: ['it is a folder', 'Name a file in it'],
  rights: [
    'the user who runs this may not read and write there',
    'Give that user the rights to the file and to its folder',
  ],
  other: [undefined, 'Check the folder’s permissions'],
} as const;

const DATABASE_ADDRESS_EN = {
  unreadable:
    'it is no address that can be read. In the password each @ : / ? # % and space has to be written as % and two digits, such as %40 for @',
  several: 'it names several servers. Name one address, which leads to the server that takes changes',
  pool: 'pool has to be a whole number from 1 to 100',
  schema: 'schema has to be a name of small letters, digits and _',
  sslmode: 'sslmode has to be disable, no-verify, require, verify-ca or verify-full',
  file: 'a file that sslrootcert, sslcert or sslkey names is not there or may not be read',
} as const;

/** Why a server of databases is not reached, and what to do, up to what the system says. */
const UNREACHABLE_EN = {
  host: 'there is no such host, or no way to it. Check the host in DATABASE_URL and the network, then start again',
  closed:
    'what is at this host and port does not answer as PostgreSQL does. Check both in DATABASE_URL, and that no firewall stands between, then start again',
  refused:
    'nothing answers at this host and port. Check both in DATABASE_URL, and that PostgreSQL runs there and takes connections from this computer',
  silent:
    'the server does not answer. Check host and port in DATABASE_URL, that no firewall stands between, and that a pooler in between reaches PostgreSQL, then start again',
  password: 'it does not take this user with this password. Check both in DATABASE_URL',
  'no-database':
    'the server has no such database. Create it, such as with createdb, or check its name at the end of DATABASE_URL',
  'not-let-in':
    'it does not let this user in from this computer. Check the user in DATABASE_URL, and let who runs the database add a line to pg_hba.conf',
  rights:
    'this user may not make its tables there. Let who runs the database say: GRANT CREATE ON DATABASE … TO …, with the names in DATABASE_URL; where the schema is there already, it has to be this user’s: ALTER SCHEMA … OWNER TO …',
  'read-only':
    'it takes no changes, because it follows another server or somebody has set it so. Write the server that takes changes into DATABASE_URL',
  encoding:
    'its encoding lacks characters that people write. Make one that has all of them: createdb --encoding=UTF8 --template=template0 …',
  full: 'its disk is full. Free some space there, then start again',
  connections:
    'it has no free connection. Raise max_connections of PostgreSQL, or let each process take fewer with ?pool=2 at the end of DATABASE_URL',
  'no-encryption':
    'it has no encryption, and sslmode in DATABASE_URL asks for it. Switch it on there (ssl = on in postgresql.conf), or take sslmode away where nobody else can listen on the way to it',
  'only-encrypted':
    'it does not let this user in without encryption. Add ?sslmode=verify-full to the end of DATABASE_URL, or let who runs the database change pg_hba.conf',
  'unknown-authority':
    'this computer does not know who signed its certificate. Get the certificate of that authority from who runs the database, and name its file: ?sslmode=verify-full&sslrootcert=/path/to/ca.pem at the end of DATABASE_URL. With ?sslmode=no-verify the connection is encrypted, but nobody knows who answers',
  'other-name':
    'its certificate is for another host name. Write the name of the certificate into DATABASE_URL, or check its authority alone with ?sslmode=verify-ca&sslrootcert=/path/to/ca.pem',
  'out-of-date': 'its certificate is out of date. Check this computer’s clock, and let who runs the database renew it',
  'own-certificate':
    'it wants a certificate of this user. Name its files at the end of DATABASE_URL: ?sslmode=verify-full&sslcert=/path/to/bot.pem&sslkey=/path/to/bot.key',
  encryption: 'the two do not agree on encryption. Check sslmode and the files of certificates in DATABASE_URL',
  'startup-parameter':
    'a pooler in between does not take all that stands behind the question mark in DATABASE_URL. Take away what it names, or write an address without a pooler',
  pooler:
    'a pooler in between answers in its place. Check that the pooler reaches PostgreSQL, and that its pool has six connections for each process',
  starting: 'it is starting or stopping. Start again in a minute',
  other: 'it does not take what Tokenscope asks for. Check DATABASE_URL and the log of the server',
} as const;
