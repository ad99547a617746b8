import { resolve } from 'node:path';
import { ConfigError } from '../src/config.js';
import { withoutPassword } from '../src/storage/postgres/address.js';
import { moveToPostgres } from '../src/storage/snapshot/move-to-postgres.js';
import { operatorWords } from '../src/words/operator.js';
import { readArguments, tellOf } from './upkeep.js';

/** Moves all that is kept to another database: `npm run migrate -- sqlite-to-postgres <file> <address> [--force]`. */
const words = operatorWords('en').upkeep;
await tellOf(async () => {
  const { named, force } = readArguments(words.migrateUsage);
  const [way, from, to, ...more] = named;
  const isKnown = way === 'sqlite-to-postgres' && from !== undefined && /^postgres(?:ql)?:\/\//.test(to ?? '');
  if (!isKnown || to === undefined || more.length > 0) throw new ConfigError([words.migrateUsage]);
  const file = resolve(from.replace(/^file:/, ''));
  return words.migrated(file, withoutPassword(to), await moveToPostgres(file, to, force));
});
