import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, loadConfig } from '../src/config.js';
import { explain, UserError } from '../src/errors.js';
import { operatorWords } from '../src/words/operator.js';

/** Does something with the database that the environment names and a file that whoever runs it names, and says what came of it. */
export function runUpkeep(
  usage: string,
  act: (named: {
    /** The path of a file, or the address of a server's database. */
    readonly database: string;
    readonly isServer: boolean;
    readonly file: string;
    readonly force: boolean;
  }) => Promise<string>,
): Promise<void> {
  return tellOf(async () => {
    const { named, force } = readArguments(usage);
    const [file, ...more] = named;
    if (file === undefined || more.length > 0) throw new ConfigError([usage]);
    const { databaseURL } = loadConfig({ hasOutput: false, hasLog: false });
    const isServer = !databaseURL.startsWith('file:');
    const database = databaseURL.replace(/^file:/, '');
    if (database === ':memory:') throw new ConfigError([operatorWords('en').upkeep.inMemory]);
    return act({ database: isServer ? database : resolve(database), isServer, file: resolve(file), force });
  });
}

/** What the command line names. @throws ConfigError with the usage where it has an option that there is not */
export function readArguments(usage: string): { readonly named: readonly string[]; readonly force: boolean } {
  const { values, positionals, tokens } = parseArgs({
    options: { force: { type: 'boolean' } },
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const isKnown = tokens.every((one) => one.kind !== 'option' || one.name === 'force');
  if (!isKnown) throw new ConfigError([usage]);
  return { named: positionals, force: values.force === true };
}

/** Does something and says what came of it, or why nothing did. */
export async function tellOf(act: () => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`${await act()}\n`);
  } catch (error) {
    if (error instanceof ConfigError) fail(error.problems.join('\n'));
    else if (error instanceof UserError) fail(explain(error, 'en').sentence);
    else throw error;
  }
}

function fail(words: string): void {
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
