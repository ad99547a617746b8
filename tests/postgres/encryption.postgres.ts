import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkDatabaseServer } from '../../src/doctor/check-database-server.js';
import { openStorage } from '../../src/storage/open-storage.js';
import { backUpPostgres } from '../../src/storage/snapshot/back-up-postgres.js';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { PATIENCE_MS } from '../storage/at-once.js';
import { type Authority, type Certificate, contentOf, createAuthority } from './certificates.js';
import { openPostgresServer, type PostgresServer } from './server.js';

const PASSWORD = 'a-secret-word';

/** Whom it lets in: `bot` with encryption alone, and `certified` with a certificate that says so. */
const RULES = ['host all postgres all trust', 'hostssl all bot all scram-sha-256', 'hostssl all certified all cert'];

let folder: string;
let server: PostgresServer;
let authority: Authority;
let stranger: Authority;
let own: Certificate;
let certified: Certificate;
let admin: string;
let database: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokenscope-certificates-'));
  [authority, stranger] = (await Promise.all(
    ['known', 'unknown'].map((name) => createAuthority(join(folder, name))),
  )) as [Authority, Authority];
  own = await authority.sign('server', 'localhost');
  certified = await authority.sign('certified');
  server = await openPostgresServer({
    settings: ['ssl=on', 'ssl_ca_file=authority.pem'],
    files: {
      'server.crt': contentOf(own.certificate),
      'server.key': contentOf(own.key),
      'authority.pem': contentOf(authority.certificate),
      'pg_hba.conf': `${RULES.join('\n')}\n`,
    },
  });
  admin = await server.createDatabase();
  database = admin.replace(/.*\//, '');
  await asked(
    `CREATE ROLE bot LOGIN PASSWORD '${PASSWORD}'`,
    'CREATE ROLE certified LOGIN',
    `GRANT CREATE ON DATABASE ${database} TO bot, certified`,
  );
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function showCertificate({ certificate, key }: Certificate): Promise<void> {
  server.put({ 'server.crt': contentOf(certificate), 'server.key': contentOf(key) });
  await asked('SELECT pg_reload_conf()');
}

async function asked(...statements: readonly string[]): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** What a start says; nothing where it is well, also for what other processes tell. */
async function said(
  query: Readonly<Record<string, string>>,
  { user = 'bot', host = 'localhost', schema = 'tokenscope' } = {},
) {
  const url = `postgres://${user}:${PASSWORD}@${host}:${server.port}/${database}?${new URLSearchParams({ ...query, schema })}`;
  const doctor = (await checkDatabaseServer(url))[0];
  const start = await openStorage({ url, patienceMs: 2_000 }).then(
    async (storage) => {
      const other = await openStorage({ url });
      const heard: unknown[] = [];
      other.events.listen('a', (message) => void heard.push(message));
      await expect
        .poll(() => {
          storage.events.tell('a', 'told');
          return heard;
        })
        .toContain('told');
      await Promise.all([storage.close(), other.close()]);
      return '';
    },
    (error: Error) => error.message,
  );
  expect(`${start}${doctor?.sentence}`).not.toContain(PASSWORD);
  expect(doctor?.sentence).toEqual(start === '' ? expect.stringContaining('answers') : start);
  return start;
}

test('a server that shows who it is serves with each of these', async () => {
  const sslrootcert = authority.certificate;
  for (const sslmode of ['verify-full', 'require', 'prefer', 'verify-ca'])
    expect(await said({ sslmode, sslrootcert })).toBe('');
  expect(await said({ sslrootcert })).toBe('');
  const url = `postgres://bot:${PASSWORD}@localhost:${server.port}/${database}?${new URLSearchParams({ sslrootcert })}`;
  await backUpPostgres(url, join(temporaryFolder(), 'monday.db'));
  expect(await said({ sslmode: 'no-verify' })).toBe('');
  expect(await said({ sslmode: 'verify-ca', sslrootcert }, { host: '127.0.0.1' })).toBe('');
});

test('one that does not is not given a word, and what to do is said', async () => {
  const sslrootcert = authority.certificate;
  for (const sslmode of ['verify-full', 'require', 'verify-ca', 'prefer']) {
    expect(await said({ sslmode })).toMatch(/does not know who signed its certificate.*sslrootcert=/);
    expect(await said({ sslmode, sslrootcert: stranger.certificate })).toMatch(
      /does not know who signed its certificate/,
    );
  }
  expect(await said({ sslmode: 'verify-full', sslrootcert: 'system' })).toMatch(/does not know who signed/);
  for (const sslmode of ['verify-full', 'require']) {
    expect(await said({ sslmode, sslrootcert }, { host: '127.0.0.1' })).toMatch(
      /certificate is for another host name.*verify-ca/,
    );
  }
});

test('one that refuses what is not encrypted says so, and one that has no encryption', async () => {
  expect(await said({})).toMatch(/does not let this user in without encryption.*sslmode=verify-full/);
  expect(await said({ sslmode: 'disable' })).toMatch(/does not let this user in without encryption/);
});

test('a user may be known by a certificate', async () => {
  const [sslrootcert, schema] = [authority.certificate, 'certified'];
  const { certificate: sslcert, key: sslkey } = certified;
  const foreign = await stranger.sign('certified');
  const as = (more: Readonly<Record<string, string>>) =>
    said({ sslmode: 'verify-full', sslrootcert, ...more }, { user: 'certified', schema });
  expect(await as({ sslcert, sslkey })).toBe('');
  expect(await as({})).toMatch(/wants a certificate of this user.*sslcert=/);
  expect(await as({ sslcert: foreign.certificate, sslkey: foreign.key })).toMatch(/wants a certificate of this user/);
  expect(await as({ sslcert, sslkey: foreign.key })).toMatch(/do not agree on encryption. Check sslmode and the files/);
});

test('a certificate that is not right any more is a trouble of the database, until it is right again', async () => {
  const query = new URLSearchParams({ sslrootcert: authority.certificate });
  const storage = await openStorage({
    url: `postgres://bot:${PASSWORD}@localhost:${server.port}/${database}?${query}`,
    patienceMs: PATIENCE_MS,
  });
  const id = await storage.runs.create('ask', 'before');
  await showCertificate(await stranger.sign('another', 'localhost'));
  let held = '';
  await expect
    .poll(async () => {
      await asked("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'bot'");
      held = await storage.runs.create('ask', 'meanwhile');
      return storage.runs.whyHeld(held);
    })
    .toBe('broken');
  await expect(storage.runs.find(id, 'ask')).rejects.toMatchObject({ trouble: 'broken' });
  await showCertificate(own);
  await expect.poll(() => storage.runs.whyHeld(held)).toBeUndefined();
  expect((await storage.runs.find(id, 'ask'))?.payload).toBe('before');
  await storage.close();
});

test('what cannot be read of encryption is said', async () => {
  for (const name of ['sslrootcert', 'sslcert', 'sslkey']) {
    expect(await said({ sslmode: 'verify-full', [name]: '/none.pem' })).toMatch(
      /a file that sslrootcert, sslcert or sslkey names/,
    );
  }
  expect(await said({ sslmode: 'verify_full' })).toMatch(/sslmode has to be disable/);
  expect(await said({ sslmode: 'verify-full', sslrootcert: certified.key })).toMatch(
    /does not know who signed|encryption/,
  );
});
