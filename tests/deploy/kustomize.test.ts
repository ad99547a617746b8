import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { build, MANIFESTS, type Manifest, OVERLAYS } from './manifests.js';

const kustomize = (overlay: string) =>
  spawnSync('kubectl', ['kustomize', join(MANIFESTS, 'overlays', overlay)], { encoding: 'utf8' });

/** The hash that kustomize puts behind the name of what it generates. */
const withoutHash = (text: string) => text.replace(/tokenscope-settings-[a-z\d]{10}\b/g, 'tokenscope-settings');

const sorted = (manifests: readonly Manifest[]) =>
  manifests.toSorted((a, b) => `${a.kind} ${a.metadata.name}`.localeCompare(`${b.kind} ${b.metadata.name}`));

// It needs no cluster for this. Where there is none of it, what the other tests look at is not compared with what it makes.
describe.skipIf(kustomize('http').error !== undefined)('kubectl', () => {
  test.each(OVERLAYS)('makes of the overlay %s what the tests look at', (overlay) => {
    const { stdout, stderr } = kustomize(overlay);
    expect(stderr).toBe('');
    const made: Manifest[] = parseAllDocuments(withoutHash(stdout)).map((document) => document.toJS());
    expect(stdout).toMatch(/name: tokenscope-settings-[a-z\d]{10}\n/);
    expect(sorted(made)).toEqual(sorted(build(join(MANIFESTS, 'overlays', overlay))));
  });
});
