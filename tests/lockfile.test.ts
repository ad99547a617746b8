import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const lock: { packages: Record<string, { version?: string; resolved?: string; optionalDependencies?: object }> } =
  JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8'));

test('the lock file names the native parts for every platform, without which npm ci fails', () => {
  const paths = Object.keys(lock.packages);
  const missing = Object.values(lock.packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !paths.some((path) => path.endsWith(`node_modules/${name}`)));
  expect(missing).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});

test('neither does that of the tests on llama.cpp, and each version is one', () => {
  const read = (name: string) => readFileSync(join(import.meta.dirname, 'llama-cpp', name), 'utf8');
  expect(read('package-lock.json')).not.toContain('"resolved"');
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(read('package.json'));
  for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});
