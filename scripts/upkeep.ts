import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, loadConfig } from '../src/config.js';
import { explain, UserError } from '../src/errors.js';
import { operatorWords } from '../src/words/operator.js';

/** Does something with the database that the environment names and a file that whoever runs it names, and says what came of it. */
export function runUpkeep(
  usage: string,
  act: (named: { readonly database: string; readonly file: string; readonly force: boolean }) => string,
): void {
  try {
    const { values, positionals, tokens } = parseArgs({
      options: { force: { type: 'boolean' } },
      allowPositionals: true,
      strict: false,
      tokens: true,
    });
    const isKnown = tokens.every((one) => one.kind !== 'option' || one.name === 'force');
    const [file, ...more] = positionals;
    if (!isKnown || file === undefined || more.length > 0) throw new ConfigError([usage]);
    const { databaseURL } = loadConfig({ hasOutput: false, hasLog: false });
    const database = databaseURL.replace(/^file:/, '');
    if (database === ':memory:') throw new ConfigError([operatorWords('en').upkeep.inMemory]);
    const done = act({ database: resolve(database), file: resolve(file), force: values.force === true });
    process.stdout.write(`${done}\n`);
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
