import { execFileSync } from 'node:child_process';
import { copyFileSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copiesOf, ROOT, stageOf } from './dockerfile.js';

/**
 * Puts into a folder what the Dockerfile puts into the image's: what is built from `dist`, the packages from those that are
 * installed, without those that a production install leaves out and without what the Dockerfile deletes of them.
 */
export function assembleImage(folder: string): void {
  for (const { stage, sources, target } of copiesOf(stageOf('last'))) {
    const isFolder = target.endsWith('/');
    for (const source of sources) {
      if (source === '/app/node_modules') installPackages(join(folder, target));
      else
        link(
          join(ROOT, source.replace(/^\/app\//, '')),
          isFolder ? join(folder, target, source) : join(folder, target),
        );
    }
    if (stage !== undefined && !['packages', 'build'].includes(stage)) throw new Error(`what is in ${stage}?`);
  }
}

/** What `npm ci --omit=dev` installs, and then what the stage runs on it. */
function installPackages(target: string): void {
  const lock: { packages: Record<string, { dev?: boolean; devOptional?: boolean }> } = JSON.parse(
    readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
  );
  for (const [path, { dev, devOptional }] of Object.entries(lock.packages)) {
    if (path === '' || dev || devOptional || !isThere(join(ROOT, path))) continue;
    link(join(ROOT, path), join(target, path.slice('node_modules/'.length)), 'node_modules');
  }
  const commands = stageOf('packages').instructions.filter((one) => one.getKeyword() === 'RUN');
  const [install, ...others] = commands.map((one) => one.getArgumentsContent() ?? '');
  if (!install?.startsWith('npm ci --omit=dev')) throw new Error('packages are installed in another way');
  for (const command of others) execFileSync('sh', ['-c', command], { cwd: dirname(target) });
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A file is linked, because the packages are many and large; where that cannot be, it is copied. */
function link(from: string, to: string, except?: string): void {
  if (statSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from)) if (name !== except) link(join(from, name), join(to, name), except);
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** How large a folder is, in bytes. */
export function sizeOf(path: string): number {
  const status = statSync(path);
  if (!status.isDirectory()) return status.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
