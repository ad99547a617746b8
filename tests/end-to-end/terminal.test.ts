import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { openEndpointStub } from '../model/endpoint-stub.js';

const MAIN = join(import.meta.dirname, '../../dist/src/main.js');

/** util-linux has it, and others have one that takes other words. */
const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

/** The bot as it runs in a terminal of a desktop whose browser writes down what it is to open. */
function startInTerminal(environment: Record<string, string>) {
  const folder = temporaryFolder();
  const browser = join(folder, 'browser');
  const openedFile = join(folder, 'opened');
  writeFileSync(browser, `#!/bin/sh\necho "$1" >> '${openedFile}'\n`);
  chmodSync(browser, 0o755);
  const nothing = ['XDG_DATA_HOME', 'XDG_DATA_DIRS', 'XDG_CONFIG_HOME', 'XDG_CONFIG_DIRS'];
  const child = spawn('script', ['-qfec', `exec '${process.execPath}' '${MAIN}'`, '/dev/null'], {
    cwd: folder,
    // A group of its own, of which the end takes the bot along.
    detached: true,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      SHELL: '/bin/sh',
      DISPLAY: ':99',
      BROWSER: browser,
      ...Object.fromEntries(nothing.map((name) => [name, folder])),
      PLAYGROUND_PORT: '0',
      DATABASE_URL: `file:${join(folder, 'runs.db')}`,
      ...environment,
    },
  });
  onTestFinished(() => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  return {
    said: () => said.replaceAll('\r', ''),
    opened: () => (existsSync(openedFile) ? readFileSync(openedFile, 'utf8') : ''),
    /** Presses Ctrl+C. */
    interrupt: async (): Promise<number | null> => {
      const closed = once(child, 'close');
      child.stdin.write('\x03');
      const [code] = await closed;
      return code;
    },
  };
}

const READY = /^Tokenscope is ready\. It works with .*\. Open (http:\/\/127\.0\.0\.1:\d+)\n/;

describe.skipIf(!hasTerminal)('in a terminal', () => {
  test('one line says where to go, the browser goes there, and Ctrl+C ends it', async () => {
    const bot = startInTerminal({});
    await expect.poll(bot.said).toMatch(READY);
    const [greeting, address] = READY.exec(bot.said()) ?? [];
    await expect.poll(bot.opened).toBe(`${address}\n`);
    expect(bot.said()).toBe(greeting);
    expect(await bot.interrupt()).toBe(0);
    expect(bot.said()).toBe(
      `${greeting}^CTokenscope stops when the last replies are finished. Press Ctrl+C again to stop at once.\n`,
    );
  });

  test('what goes wrong is a short line, and no browser opens where none is wanted', async () => {
    const stub = await openEndpointStub(() => ({ status: 401, json: { error: { message: 'no key' } } }));
    onTestFinished(() => stub.close());
    const bot = startInTerminal({ OPENAI_BASE_URL: stub.baseURL, OPEN_BROWSER: 'false' });
    await expect.poll(bot.said).toMatch(/Warning: the model could not be asked what it can do: .*\n/);
    await expect
      .poll(bot.said)
      .toMatch(/is ready\. It works with 127\.0\.0\.1:\d+, whose default model does not answer yet\. Open/);
    await bot.interrupt();
    const lines = bot.said().split('\n');
    expect(lines.filter((line) => !/^(Tokenscope |\^CTokenscope |\d\d:\d\d:\d\d Warning: |$)/.test(line))).toEqual([]);
    expect(bot.opened()).toBe('');
  });

  test('the log is JSON where that is asked for', async () => {
    const bot = startInTerminal({ LOG_FORMAT: 'json', OPEN_BROWSER: 'false' });
    await expect.poll(bot.said).toMatch(/is ready/);
    expect(bot.said()).toMatch(
      /^\{"level":30,.*"starting"\}\n\{"level":30,.*"The tiny model is trained and listening\."\}\n/,
    );
    await bot.interrupt();
  });
});
