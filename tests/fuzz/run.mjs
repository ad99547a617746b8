// `npm run fuzz -- [cases] [seed] [number of the first]`
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [cases = '20000', seed = '1', first = '0'] = process.argv.slice(2);
if (![cases, seed, first].every((number) => /^\d{1,9}$/.test(number))) {
  console.error('Usage: npm run fuzz -- [cases] [seed] [number of the first], such as: npm run fuzz -- 500 7 120');
  process.exit(1);
}
const root = fileURLToPath(new URL('../..', import.meta.url));
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const child = spawn(process.execPath, [vitest, 'run', '--config', 'tests/fuzz/vitest.config.ts'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FUZZ_CASES: cases, FUZZ_SEED: seed, FUZZ_FIRST: first },
});
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
