import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '../builders/free-port.js';
import { userForServer } from './server.js';

/** A PgBouncer before a server. */
export interface Pooler {
  readonly port: number;
  close(): Promise<void>;
}

const PROGRAM = '/usr/sbin/pgbouncer';

const START_MS = 30_000;

/** Whether Debian's PgBouncer is installed. */
export const HAS_POOLER = existsSync(PROGRAM);

/** Starts Debian's PgBouncer before a port of 127.0.0.1; whoever connects is the user `postgres`. */
export async function openPooler(target: number, mode: 'session' | 'transaction' | 'statement'): Promise<Pooler> {
  const folder = mkdtempSync('/tmp/tokenscope-pooler-');
  const [user, port] = [await userForServer(), freePort()];
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const settings = [
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'server_login_retry = 0.2',
    'auth_type = any',
    `pool_mode = ${mode}`,
  ];
  const file = join(folder, 'pgbouncer.ini');
  writeFileSync(
    file,
    `[databases]\n* = host=127.0.0.1 port=${target} user=postgres\n[pgbouncer]\n${settings.join('\n')}\n`,
  );
  const program = spawn(PROGRAM, ['-q', file], { ...user, stdio: 'ignore' });
  const until = Date.now() + START_MS;
  for (;;) {
    const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      break;
    } catch (error) {
      if (Date.now() > until || program.exitCode !== null) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
  return {
    port,
    async close() {
      const ended = once(program, 'exit');
      program.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
