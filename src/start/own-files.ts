import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository, from this file; built, it is one folder deeper. */
const ROOT = import.meta.url.endsWith('.js') ? '../../../' : '../../';

/** A file that Tokenscope brings, by its path in the repository. */
export function ownFile(path: string): string {
  return fileURLToPath(new URL(`${ROOT}${path}`, import.meta.url));
}

/** Tokenscope's version, as package.json has it. */
export function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(ownFile('package.json'), 'utf8'));
  return String(version);
}
