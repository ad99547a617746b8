// The drill with several processes, and what an interaction costs; after a build.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const USAGE = `npm run many -- [--people 500] [--interactions 2000] [--faults all] [--seed 1] [--logs FOLDER]
  Three processes and one PostgreSQL, with faults in the middle: all, none, or some of kill,partition,alone,database,roll.
npm run many -- --only costs [--profiles FOLDER]
  Measures what each kind of interaction costs.`;

const string = (byDefault) => ({ type: 'string', ...(byDefault === undefined ? {} : { default: byDefault }) });
const readArguments = () => {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    return { help: true, wrong: error.message };
  }
};
const OPTIONS = {
  help: { type: 'boolean' },
  people: string('500'),
  interactions: string(),
  faults: string('all'),
  seed: string('1'),
  logs: string(),
  profiles: string(),
  only: string('whole'),
};
const { help, wrong, ...values } = readArguments();
if (help) {
  if (wrong !== undefined) process.stderr.write(`${wrong}\n`);
  process.stdout.write(`${USAGE}\n`);
  process.exit(wrong === undefined ? 0 : 2);
}
const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const child = spawn(
  process.execPath,
  [vitest, 'run', '--config', 'tests/many-processes/vitest.config.ts', values.only],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ...Object.fromEntries(
        Object.entries(values).flatMap(([name, value]) =>
          value === undefined ? [] : [[`MANY_${name.toUpperCase()}`, value]],
        ),
      ),
    },
  },
);
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
