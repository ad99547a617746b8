import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { onTestFinished } from 'vitest';

const libsql = createRequire(import.meta.url).resolve('libsql');

/** Holds a database for writing until it is told to let go. */
const HOLDER = `
  const Database = require(${JSON.stringify(libsql)});
  const database = new Database(process.argv[1], { timeout: 5000 });
  database.exec('BEGIN IMMEDIATE');
  process.stdout.write('held');
  process.stdin.on('end', () => { database.exec('ROLLBACK'); process.exit(); }).resume();
`;

/** Another program that is writing to a database. */
export interface WriteLock {
  /** Lets go, and waits until it has. */
  release(): Promise<void>;
}

/** Starts a process that holds a database's write lock; it ends with the test at the latest. */
export async function holdWriteLock(path: string): Promise<WriteLock> {
  const holder = spawn(process.execPath, ['-e', HOLDER, path], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(holder, 'exit');
  onTestFinished(() => void holder.kill('SIGKILL'));
  await Promise.race([
    once(holder.stdout, 'data'),
    ended.then(() => Promise.reject(new Error('the holder has ended before it held the lock'))),
  ]);
  return {
    async release() {
      holder.stdin.end();
      await ended;
    },
  };
}
