import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from '../builders/free-port.js';

/** A PostgreSQL server of its own, with nothing in it. */
export interface PostgresServer {
  readonly port: number;
  /** Makes an empty database. @returns its address */
  createDatabase(): Promise<string>;
  /** Puts files beside the data, by their names, in place of those that are there. */
  put(files: Readonly<Record<string, string>>): void;
  /** Ends the server's process, by default so hard that nothing is finished. */
  stop(signal?: 'SIGQUIT' | 'SIGINT' | 'SIGTERM'): Promise<void>;
  /** Starts it again with the same data on the same port. */
  start(): Promise<void>;
  /** Stops it and deletes its data. */
  close(): Promise<void>;
}

const START_MS = 30_000;

/** What a server has that is not as usual. */
export interface ServerOptions {
  /** As in `postgresql.conf`; a file is looked for beside the data. */
  readonly settings?: readonly string[];
  /** Files to put beside the data, by their names, in place of those that are there. */
  readonly files?: Readonly<Record<string, string>>;
  /** The port of another server, which it follows. */
  readonly follows?: number;
}

/** Starts Debian's PostgreSQL in a folder of its own, on a free port of 127.0.0.1. */
export async function openPostgresServer(options: ServerOptions = {}): Promise<PostgresServer> {
  const programs = findPrograms();
  // Not in the temporary folder of whoever runs the tests: it belongs to the user who runs the server.
  const folder = mkdtempSync('/tmp/tokenscope-postgres-');
  const user = await userForServer();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const how = { ...user, cwd: folder };
  const [program, ...args] =
    options.follows === undefined
      ? ['initdb', '-A', 'trust', '-E', 'UTF8', '--locale=C']
      : [
          'pg_basebackup',
          '-h',
          '127.0.0.1',
          '-p',
          String(options.follows),
          '--checkpoint=fast',
          '--write-recovery-conf',
        ];
  await promisify(execFile)(join(programs, program ?? ''), [...args, '-D', data, '-U', 'postgres', '--no-sync'], how);
  const put = (files: Readonly<Record<string, string>>): void => {
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(join(data, name), content, { mode: 0o600 });
      if (user !== undefined) chownSync(join(data, name), user.uid, user.gid);
    }
  };
  put(options.files ?? {});
  const port = freePort();
  let server: ChildProcess | undefined;
  let databases = 0;

  const connect = async (): Promise<Client> => {
    const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const start = async (): Promise<void> => {
    // A crash of the process is what is tried, not one of the machine: its disk need not be waited for.
    const settings = [
      'fsync=off',
      'max_connections=200',
      `unix_socket_directories=${folder}`,
      'log_min_messages=fatal',
      ...(options.settings ?? []),
    ];
    const started = spawn(
      join(programs, 'postgres'),
      ['-D', data, '-p', String(port), '-h', '127.0.0.1', ...settings.flatMap((setting) => ['-c', setting])],
      { ...how, stdio: 'ignore' },
    );
    server = started;
    const until = Date.now() + START_MS;
    for (;;) {
      try {
        await (await connect()).end();
        return;
      } catch (error) {
        if (Date.now() > until || started.exitCode !== null) throw error;
        await new Promise((done) => setTimeout(done, 50));
      }
    }
  };
  const stop = async (signal: NodeJS.Signals = 'SIGQUIT'): Promise<void> => {
    const stopped = server;
    server = undefined;
    if (stopped === undefined || stopped.exitCode !== null) return;
    const ended = once(stopped, 'exit');
    stopped.kill(signal);
    await ended;
  };

  await start();
  return {
    port,
    async createDatabase() {
      databases += 1;
      const name = `tokenscope_${databases}`;
      const client = await connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return `postgres://postgres@127.0.0.1:${port}/${name}`;
    },
    put,
    stop,
    start,
    async close() {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Debian keeps the server's programs out of the path, a folder for each version. */
function findPrograms(): string {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((one, other) => Number(other) - Number(one)) : [];
  const found = versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
  if (found === undefined) throw new Error('These tests need PostgreSQL: apt-get install postgresql');
  return found;
}

/** PostgreSQL and PgBouncer refuse to run as root; undefined where the tests run as somebody else. */
export async function userForServer(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = async (flag: string) => Number((await promisify(execFile)('id', [flag, 'postgres'])).stdout);
  return { uid: await idOf('-u'), gid: await idOf('-g') };
}
