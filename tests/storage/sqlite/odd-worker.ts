import { existsSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const real = join(import.meta.dirname, '../../../dist/src/storage/sqlite/storage-worker.js');
const libsql = createRequire(import.meta.url).resolve('libsql');

/**
 * Writes the file of a thread that is the storage's own but for what comes before it.
 *
 * @param before JavaScript that knows `Database`, libsql's class, and `parentPort`
 * @returns the file's path
 */
export function writeOddWorker(folder: string, before: string): string {
  if (!existsSync(real)) throw new Error('Run `npm run build` first: worker threads load JavaScript from dist/.');
  const path = join(folder, 'odd-worker.mjs');
  writeFileSync(
    path,
    `import { existsSync, writeFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     import Database from ${JSON.stringify(pathToFileURL(libsql).href)};
     ${before}
     await import(${JSON.stringify(pathToFileURL(real).href)});`,
  );
  return path;
}

/** Runs a statement on every connection, once what is like the other one has been run. */
export function afterStatement(like: string, added: string): string {
  return `const exec = Database.prototype.exec;
    Database.prototype.exec = function (sql) {
      exec.call(this, sql);
      if (sql.includes(${JSON.stringify(like)})) exec.call(this, ${JSON.stringify(added)});
    };`;
}
