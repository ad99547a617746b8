import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../builders/temporary-folder.js';

const repository = join(import.meta.dirname, '../..');

/** Builds nothing but a bot that says what it was started with; the compiler waits for a file where it is told to. */
const COMPILER = `
  const fs = require('node:fs');
  const source = fs.readFileSync('src/main.ts', 'utf8');
  const wait = () => (source.includes('wait') && !fs.existsSync('go') ? setTimeout(wait, 5) : work());
  const work = () => {
    if (source.includes('fault')) return console.log('src/main.ts: a fault'), process.exit(2);
    if (source.includes('meanwhile')) fs.writeFileSync('src/main.ts', 'newer');
    fs.appendFileSync('builds', 'x');
    fs.mkdirSync('dist/src', { recursive: true });
    fs.writeFileSync('dist/src/main.js', 'export async function main() { console.log("runs", ' +
      JSON.stringify(source) + ', process.env.OPEN_BROWSER); }');
  };
  wait();`;

interface Project {
  readonly path: (name: string) => string;
  /** How often it was built. */
  readonly builds: () => number;
  readonly start: (...words: string[]) => Started;
}

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<{ readonly code: unknown; readonly said: string }>;
}

/** A project of the same form with the same scripts, whose tools take no time. */
function project(source = 'one'): Project {
  const folder = temporaryFolder();
  const path = (name: string) => join(folder, name);
  const write = (name: string, content: string) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), content);
  };
  write('node_modules/typescript/bin/tsc', COMPILER);
  write('node_modules/vite/bin/vite.js', '');
  for (const name of ['node_modules/.package-lock.json', 'package-lock.json', 'tsconfig.json']) write(name, '{}');
  for (const name of ['tsconfig.build.json', 'vite.config.ts', 'commands/index.ts', 'builds']) write(name, '');
  write('package.json', '{"type":"module"}');
  write('node_modules/package.json', '{"type":"commonjs"}');
  write('src/main.ts', source);
  mkdirSync(path('scripts'));
  const scripts = readdirSync(join(repository, 'scripts')).filter((name) => name.endsWith('.mjs'));
  for (const name of scripts) copyFileSync(join(repository, 'scripts', name), path(`scripts/${name}`));
  return {
    path,
    builds: () => readFileSync(path('builds'), 'utf8').length,
    start(...words) {
      const child = spawn(process.execPath, [path('scripts/start.mjs'), ...words], { env: { PATH: process.env.PATH } });
      onTestFinished(() => void child.kill('SIGKILL'));
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
      const ended = once(child, 'close').then(([code]) => ({ code, said }));
      return { child, said: () => said, ended };
    },
  };
}

describe('npm start', () => {
  test('says that it starts before it builds, and then runs what was built', async () => {
    const { path, start } = project('wait');
    const { said, ended } = start();
    await expect.poll(said).toMatch(/^Tokenscope is starting\. It is new or was changed, so it is built first…\n$/);
    writeFileSync(path('go'), '');
    expect(await ended).toEqual({ code: 0, said: expect.stringMatching(/…\nruns wait undefined\n$/) });
  });

  test('builds nothing again that is built, and everything that is not', async () => {
    const { path, builds, start } = project();
    await start().ended;
    expect(await start().ended).toEqual({ code: 0, said: 'Tokenscope is starting…\nruns one undefined\n' });
    expect(builds()).toBe(1);
    // As a checkout of another state may do, with a time from before the build.
    writeFileSync(path('src/main.ts'), 'two');
    utimesSync(path('src/main.ts'), 1, 1);
    expect((await start().ended).said).toContain('runs two');
    expect(builds()).toBe(2);
    const changes = [
      () => writeFileSync(path('src/new.ts'), ''),
      () => rmSync(path('src/new.ts')),
      () => appendFileSync(path('node_modules/.package-lock.json'), ' '),
      () => appendFileSync(path('dist/src/main.js'), ' '),
      () => writeFileSync(path('dist/left-over.js'), ''),
      () => rmSync(path('dist/src'), { recursive: true }),
      () => rmSync(path('dist'), { recursive: true }),
    ];
    for (const [at, change] of changes.entries()) {
      change();
      expect((await start().ended).said).toContain('runs two');
      expect(builds()).toBe(3 + at);
    }
  });

  test('builds again what was changed while it was built', async () => {
    const { start } = project('meanwhile');
    expect((await start().ended).said).toContain('runs meanwhile');
    expect((await start().ended).said).toContain('runs newer');
  });

  test('that cannot build says so, and does not take what is half built for built', async () => {
    const { path, start } = project('fault');
    for (let again = 0; again < 2; again++) {
      const { code, said } = await start().ended;
      expect(code).toBe(1);
      expect(said).toMatch(/src\/main\.ts: a fault\n.*could not be built\. The lines above say why\.\n$/);
    }
    writeFileSync(path('src/main.ts'), 'mended');
    expect((await start().ended).said).toContain('runs mended');
  });

  test('without packages says what to run', async () => {
    const { path, start } = project();
    rmSync(path('node_modules'), { recursive: true });
    expect(await start().ended).toEqual({ code: 1, said: expect.stringContaining('Run “npm ci” first') });
  });

  test('opens no browser where it is told so', async () => {
    expect((await project().start('--no-open').ended).said).toContain('runs one false');
  });

  test('says what there is to say to it, without building', async () => {
    const { builds, start } = project();
    expect(await start('--help').ended).toEqual({ code: 0, said: expect.stringContaining('--no-open') });
    expect(builds()).toBe(0);
  });

  test.each([['--no-opn'], ['--no-open=yes'], ['-x'], ['8080'], ['--no-open', '--port=80']])(
    'refuses %s %s and says what there is',
    async (...words) => {
      const { builds, start } = project();
      const { code, said } = await start(...words.filter((word) => word !== undefined)).ended;
      expect(code).toBe(1);
      expect(said).toContain(`Tokenscope cannot start with “${words.at(-1)}”`);
      expect(said).toContain('npm start -- --no-open');
      expect(builds()).toBe(0);
    },
  );
});
