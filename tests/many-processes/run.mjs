// `node tests/many-processes/run.mjs [--people 500] [--interactions 2000] [--faults all] [--seed 1] [--logs FOLDER]`, after a
// build; with `--only costs` it measures what each kind of interaction costs instead. The faults are `all`, `none`, or some of kill,partition,alone,database,roll.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const string = (byDefault) => ({ type: 'string', ...(byDefault === undefined ? {} : { default: byDefault }) });
const { values } = parseArgs({
  options: {
    people: string('500'),
    interactions: string('2000'),
    faults: string('all'),
    seed: string('1'),
    logs: string(),
    only: string('whole'),
  },
});
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
