import { withoutPassword } from '../src/storage/postgres/address.js';
import { restoreToPostgres } from '../src/storage/snapshot/restore-postgres.js';
import { restore } from '../src/storage/sqlite/backup.js';
import { operatorWords } from '../src/words/operator.js';
import { runUpkeep } from './upkeep.js';

/** Puts a backup in the place of the database: `npm run restore -- <file> [--force]`. */
const words = operatorWords('en').upkeep;
await runUpkeep(words.restoreUsage, async ({ database, isServer, file, force }) => {
  if (isServer) await restoreToPostgres(file, database, force);
  else restore(file, database, force);
  return words.restored(file, withoutPassword(database));
});
