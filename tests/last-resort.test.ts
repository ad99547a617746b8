import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { faultOf } from '../src/fault.js';
import { temporaryFolder } from './builders/temporary-folder.js';

const url = (file: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, '../dist/src', file)).href);

/** A process of its own with the handlers in it; `started()` says that the bot has started. */
async function run(script: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const source = `
    import { installLastResort } from ${url('last-resort.js')};
    import { openLineOutput } from ${url('line-output.js')};
    import { createLog } from ${url('log.js')};
    const end = (words) => {
      process.stderr.write(words + '\\n');
      process.exit(1);
    };
    const started = installLastResort(createLog('info', openLineOutput({ fd: 2 })), end);
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    ${script}
    console.log('goes on');
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source]);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

const EXCEPTION = "setImmediate(() => { throw new TypeError('secret words'); });";
const REJECTION = "Promise.reject(new TypeError('secret words'));";
const UNHEARD = "setImmediate(() => process.stdout.emit('error', new TypeError('secret words')));";

describe('an error that nobody caught', () => {
  test('is logged without what it says, and the bot goes on', async () => {
    const faults = [EXCEPTION, REJECTION, UNHEARD].map((fault) => `${fault} await turn(); await turn();`);
    const { code, stdout, stderr } = await run(`started(); ${faults.join('\n')}`);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'goes on\n' });
    const lines = stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const fault = { level: 50, fault: { type: 'TypeError' } };
    expect(lines).toMatchObject([fault, fault, fault]);
    expect(stderr).not.toContain('secret');
  });

  test.each([
    ['an exception', EXCEPTION],
    ['a rejection', REJECTION],
  ])('ends a start as %s, with a sentence', async (_, fault) => {
    const { code, stdout, stderr } = await run(`${fault} await turn(); await turn();`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Tokenscope cannot start: an unexpected error \(TypeError\)\. Start it again\.\n/);
    expect(stderr).not.toContain('secret');
  });

  test('ends the bot where no memory is left', async () => {
    const fault = "Promise.reject(Object.assign(new RangeError('x'), { code: 'ERR_MEMORY_ALLOCATION_FAILED' }));";
    const { code, stdout, stderr } = await run(`started(); ${fault} await turn(); await turn();`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Tokenscope has to end: /);
  });
});

test('the bot as a whole outlives one, and still stops when it is told to', async () => {
  const folder = temporaryFolder();
  // A signal of the test's throws in the process, as nothing in the bot should.
  const thrower = join(folder, 'thrower.mjs');
  writeFileSync(thrower, "process.on('SIGUSR2', () => { throw new TypeError('secret words'); });");
  const child = spawn(
    process.execPath,
    ['--import', pathToFileURL(thrower).href, join(import.meta.dirname, '../dist/src/main.js')],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, DATABASE_URL: `file:${join(folder, 'runs.db')}`, PLAYGROUND_PORT: '0' },
    },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  await expect.poll(() => stdout).toContain('Open http://');
  child.kill('SIGUSR2');
  await expect.poll(() => stderr).toContain('an error that nobody caught');
  expect(stderr).not.toContain('secret');
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
});

test('the trace of an error says where it was thrown, and nothing that somebody wrote', () => {
  const trace = faultOf(new SyntaxError('Unexpected token in secret\nsecret words'));
  expect(trace.type).toBe('SyntaxError');
  expect(trace.at?.[0]).toMatch(/^at .*last-resort\.test\.ts/);
  expect(JSON.stringify(trace)).not.toContain('secret');
  expect(faultOf('secret')).toEqual({ type: 'string' });
  expect(faultOf(undefined)).toEqual({ type: 'undefined' });
});
