import { resolve } from 'node:path';
import { ConfigError, loadConfig } from '../src/config.js';
import { withoutPassword } from '../src/storage/postgres/address.js';
import { moveToPostgres } from '../src/storage/snapshot/move-to-postgres.js';
import { operatorWords } from '../src/words/operator.js';
import { readArguments, tellOf } from './upkeep.js';

/**
 * Moves all that is kept to another database: `npm run migrate -- sqlite-to-postgres <file> [<address>] [--force]`. Without an
 * address it is that of the environment, so that its password need not stand in the list of processes.
 */
const words = operatorWords('en').upkeep;
await tellOf(async () => {
  const { named, force } = readArguments(words.migrateUsage);
  const [way, from, address, ...more] = named;
  const usage = new ConfigError([words.migrateUsage]);
  if (way !== 'sqlite-to-postgres' || from === undefined || more.length > 0) throw usage;
  const to = address ?? loadConfig({ hasOutput: false, hasLog: false }).databaseURL;
  if (!/^postgres(?:ql)?:\/\//.test(to)) throw usage;
  const file = resolve(from.replace(/^file:/, ''));
  return words.migrated(file, withoutPassword(to), await moveToPostgres(file, to, force));
});
