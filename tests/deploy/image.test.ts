import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chmodSync, chownSync, constants, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { openPlayground } from '../../src/playground/open-playground.js';
import { FIRST_RESPONSE_MS } from '../builders/first-response.js';
import { freePort } from '../builders/free-port.js';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { picturesOf, saysSomething } from '../end-to-end/harness.js';
import { assembleImage, sizeOf } from './assemble-image.js';
import { environmentOf, imageUser, listedCommand, stageOf } from './dockerfile.js';
import { scalingMetrics } from './manifests.js';

const image = stageOf('last');

/** Megabytes. Without the base image it is a third of what a checkout with its packages takes. */
const MAX_SIZE_MB = 220;

interface Container {
  readonly folder: (name: string) => string;
  readonly environment: Record<string, string>;
  /** Runs a command of the image in it, as the image's user where the tests may become that one. */
  readonly options: { cwd: string; env: Record<string, string>; uid?: number; gid?: number };
}

/** What the Dockerfile makes, as a folder: everything in it is another user's, but `data` and `tmp`. */
function assemble(more: Record<string, string>): Container {
  const root = temporaryFolder();
  const folder = (name: string) => join(root, name);
  chmodSync(root, 0o755);
  for (const name of ['app', 'data', 'tmp']) mkdirSync(folder(name), { mode: 0o755 });
  assembleImage(folder('app'));
  symlinkSync(folder('data'), folder('app/data'));
  const isRoot = process.getuid?.() === 0;
  const { uid, gid } = imageUser();
  if (isRoot) for (const name of ['data', 'tmp']) chownSync(folder(name), uid, gid);
  const set = Object.entries(environmentOf(image)).map(([name, value]) => [
    name,
    value.replace('/data', folder('data')),
  ]);
  const environment = {
    ...Object.fromEntries(set),
    PATH: process.env.PATH,
    TMPDIR: folder('tmp'),
    OPERATIONS_PORT: String(freePort()),
    ...more,
  };
  return { folder, environment, options: { cwd: folder('app'), env: environment, ...(isRoot ? { uid, gid } : {}) } };
}

/** `node` of the image is the one that runs the tests. */
const node = (words: readonly string[]) => words.filter((word, at) => at > 0 || word !== 'node');

test('what the image holds runs the bot for a user without rights, who can write /data and /tmp alone', async () => {
  // How soon a process answers that has just started on a busy machine is not what is looked at.
  const playground = await openPlayground({ firstResponseMs: FIRST_RESPONSE_MS });
  onTestFinished(() => playground.close());
  const { folder, environment, options } = assemble({
    DISCORD_TOKEN: playground.botToken,
    DISCORD_API_URL: playground.apiURL,
  });
  expect(sizeOf(folder('app')) / 1e6).toBeLessThan(MAX_SIZE_MB);
  expect(() => accessSync(folder('app'), constants.R_OK)).not.toThrow();

  const words = [...listedCommand(image, 'ENTRYPOINT'), ...listedCommand(image, 'CMD')];
  const bot = spawn(process.execPath, node(words), { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void bot.kill('SIGKILL'));
  let output = '';
  for (const stream of [bot.stdout, bot.stderr]) stream.on('data', (chunk) => (output += chunk));
  const exited = once(bot, 'exit');
  await Promise.race([playground.waitForBot(60_000), exited.then(() => expect.fail(output))]);

  // Letters of several fonts, an emoji, an animation, and the embedded models.
  const person = playground.join('Ann');
  const shown = await person.slash('tokenize', { text: 'I love pizza! 我爱披萨 🍕 أحب' }).settled(saysSomething);
  expect(picturesOf(shown)).toHaveLength(1);
  await person
    .slash('generate', { prompt: 'Once upon a time', tokens: 3, seed: 2 })
    .settled((now) => picturesOf(now).some(({ url }) => /\.gif/.test(url)));
  const attention = await person.slash('attention', { text: 'The cat sat' }).settled(saysSomething);
  expect(picturesOf(attention)).toHaveLength(1);

  // The image's own check, as an engine runs it.
  const check = listedCommand(image, 'HEALTHCHECK');
  await promisify(execFile)(process.execPath, node(check), options);
  const said = await (await fetch(`http://127.0.0.1:${environment.OPERATIONS_PORT}/metrics`)).text();
  expect(scalingMetrics()).toHaveLength(2);
  for (const name of scalingMetrics()) expect(said).toContain(`# TYPE ${name} gauge`);
  const saved = join(folder('data'), 'saved.db');
  await promisify(execFile)(process.execPath, ['dist/scripts/backup.js', saved], options);

  bot.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  expect(output).not.toMatch(/EACCES|EROFS|ENOENT/);
  expect(readdirSync(folder('data')).sort()).toEqual(['saved.db', 'tokenscope.db']);
  expect(readdirSync(folder('tmp'))).toEqual([]);
  // Nothing answers any more.
  await expect(promisify(execFile)(process.execPath, node(check), options)).rejects.toMatchObject({ code: 1 });
  expect(Object.keys(environment)).not.toContain('HOME');
});
