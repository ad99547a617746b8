import { backUp } from '../src/storage/sqlite/backup.js';
import { operatorWords } from '../src/words/operator.js';
import { runUpkeep } from './upkeep.js';

/** Writes a backup of the database, also while the bot runs: `npm run backup -- <file>`. */
const words = operatorWords('en').upkeep;
runUpkeep(words.backupUsage, ({ database, file }) => {
  backUp(database, file);
  return words.backedUp(database, file);
});
