import { UserError } from '../errors.js';
import { inspectDatabase } from '../storage/postgres/inspect-database.js';
import { doctorWords } from '../words/doctor.js';
import { sizeOf } from './check-database.js';
import { type Finding, reasonOf } from './finding.js';

/** So few connections to spare are worth a word. */
const FEW_CONNECTIONS = 5;

const words = doctorWords('en');
const about = words.about.database;

/** Looks at a database of a PostgreSQL server. @param url as in DATABASE_URL */
export async function checkDatabaseServer(url: string): Promise<Finding[]> {
  const finding = (mark: Finding['mark'], sentence: string): Finding[] => [{ mark, about, sentence }];
  try {
    const found = await inspectDatabase(url);
    const { shown, server, tables, bytes, runs, free, taken } = found;
    if (tables === 'foreign') return finding('trouble', words.database.foreign(shown));
    if (found.isReplica) return finding('trouble', words.database.replica(shown));
    if (!found.isAllowed) return finding('trouble', words.database.notAllowed(shown));
    if (found.isNewer) return finding('trouble', words.database.newerServer(shown));
    const sentence =
      tables === 'none'
        ? words.database.newServer(shown, server)
        : words.database.wellServer(shown, server, sizeOf(bytes), runs);
    const isCrowded = free < taken + FEW_CONNECTIONS;
    return [
      ...finding('well', sentence),
      ...(isCrowded ? finding('note', words.database.fewConnections(shown, free, taken)) : []),
    ];
  } catch (error) {
    const sentence =
      error instanceof UserError ? error.message : words.database.notOpened('DATABASE_URL', reasonOf(error));
    return finding('trouble', sentence);
  }
}
