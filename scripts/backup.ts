import { withoutPassword } from '../src/storage/postgres/address.js';
import { backUpPostgres } from '../src/storage/snapshot/back-up-postgres.js';
import { backUp } from '../src/storage/sqlite/backup.js';
import { operatorWords } from '../src/words/operator.js';
import { runUpkeep } from './upkeep.js';

/** Writes a backup of the database, also while the bot runs: `npm run backup -- <file>`. */
const words = operatorWords('en').upkeep;
await runUpkeep(words.backupUsage, async ({ database, isServer, file }) => {
  if (isServer) await backUpPostgres(database, file);
  else backUp(database, file);
  return words.backedUp(withoutPassword(database), file);
});
