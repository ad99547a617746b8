// Builds `dist/` from the sources, with what is there after `npm ci`: `npm run build`, and `npm start` where it is needed.
// Plain JavaScript, because it runs before there is anything built.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** Written last, so that a build that was broken off has none. */
const STAMP = join(dist, 'built-from');

/** Everything that a build depends on. Of the packages npm keeps a list of what is installed. */
const SOURCES = [
  'commands',
  'scripts',
  'src',
  'package.json',
  'package-lock.json',
  'node_modules/.package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
];

/** Both work at the same time. Types are checked by `npm run types`: here they would take most of the time. */
const STEPS = [
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
  ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'],
];

/** Whether the packages that a build needs are installed. */
export function areToolsThere() {
  return STEPS.every(([tool]) => existsSync(join(root, tool)));
}

/** Whether `dist/` is what a build made of the sources as they are now, and nobody has touched it since. */
export function isBuilt() {
  try {
    return readFileSync(STAMP, 'utf8') === stampOf(sourcesNow());
  } catch {
    return false;
  }
}

/** Builds `dist/` anew. @returns whether that went well; if not, the tools have said why */
export async function build() {
  // Taken before: what changes meanwhile may not be in the build.
  const sources = sourcesNow();
  rmSync(dist, { recursive: true, force: true });
  const ends = await Promise.all(STEPS.map(runTool));
  if (!ends.every((isWell) => isWell)) return false;
  writeFileSync(STAMP, stampOf(sources));
  return true;
}

function runTool([tool, ...rest]) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, tool), ...rest], { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
  });
}

/** The sources by what is in them, since a checkout or a copy may give them any time. */
function sourcesNow() {
  const hash = createHash('sha256');
  const files = SOURCES.map((source) => join(root, source)).flatMap(filesIn);
  for (const file of files)
    hash
      .update(`${relative(root, file)}\n`)
      .update(readFileSync(file))
      .update('\n');
  return hash.digest('hex');
}

/** The sources, and what was built by size and time. */
function stampOf(sources) {
  const hash = createHash('sha256').update(sources);
  for (const file of filesIn(dist).filter((one) => one !== STAMP)) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path, { withFileTypes: true });
  return names
    .map((entry) => join(path, entry.name))
    .sort()
    .flatMap(filesIn);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href && !(await build())) process.exitCode = 1;
