import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, parseConfig } from '../../src/config.js';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { ROOT } from './dockerfile.js';

/** Every variable that `.env.example` names. */
export function knownVariables(): Set<string> {
  const lines = readFileSync(join(ROOT, '.env.example'), 'utf8').split('\n');
  return new Set(lines.flatMap((line) => /^([A-Z_\d]+)=/.exec(line)?.[1] ?? []));
}

/** Variables that an environment names and Tokenscope does not know; a file may hold any that `.env.example` names. */
export function unknownVariables(names: Iterable<string>): string[] {
  const known = knownVariables();
  return [...names].filter((name) => !known.has(name) && !known.has(name.replace(/_FILE$/, '')));
}

/** What an image or a unit sets for the C library, so that it gives memory back. */
export const OF_THE_C_LIBRARY = ['MALLOC_ARENA_MAX', 'MALLOC_MMAP_THRESHOLD_'];

/**
 * Reads an environment as the bot does, with the secrets where it says that they are.
 *
 * @param secrets by the names of their files
 * @param mounted the folder that holds them in a container
 */
export function configOf(
  environment: Record<string, string>,
  secrets: Record<string, string>,
  mounted: string,
): Config {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  for (const [name, secret] of Object.entries(secrets)) writeFileSync(join(folder, name), `${secret}\n`);
  const here = Object.entries(environment).map(([name, value]) => [name, value.replace(mounted, folder)] as const);
  return parseConfig(Object.fromEntries(here));
}
