import { restore } from '../src/storage/sqlite/backup.js';
import { operatorWords } from '../src/words/operator.js';
import { runUpkeep } from './upkeep.js';

/** Puts a backup in the place of the database: `npm run restore -- <file> [--force]`. */
const words = operatorWords('en').upkeep;
runUpkeep(words.restoreUsage, ({ database, file, force }) => {
  restore(file, database, force);
  return words.restored(file, database);
});
