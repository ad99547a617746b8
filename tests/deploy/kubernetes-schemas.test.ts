import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../builders/temporary-folder.js';
import { ROOT } from './dockerfile.js';
import { build, MANIFESTS, type Manifest, OVERLAYS, readManifests } from './manifests.js';

const require = createRequire(import.meta.url);
const MODELS = dirname(require.resolve('kubernetes-models/package.json'));

const all: Manifest[] = [
  ...OVERLAYS.flatMap((name) => build(join(MANIFESTS, 'overlays', name))),
  ...readManifests(join(MANIFESTS, 'secret.example.yaml')),
];
const distinct = [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];

/** What a model of Kubernetes’ API finds wrong with an object. */
async function faultOf(manifest: Manifest): Promise<string | undefined> {
  const models = require(`kubernetes-models/${manifest.apiVersion}`);
  const Model = models[manifest.kind];
  if (Model === undefined) return `there is no ${manifest.kind} in ${manifest.apiVersion}`;
  try {
    new Model(manifest).validate();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** What the compiler finds: fields that the API does not have, too, such as those with a typing error. */
function unknownFields(manifests: readonly Manifest[]): string {
  const file = join(temporaryFolder(), 'manifests.mts');
  const lines = manifests.map((manifest, at) => {
    const from = JSON.stringify(join(MODELS, manifest.apiVersion, 'index.js'));
    return `import type { I${manifest.kind} as T${at} } from ${from};\nexport const o${at}: T${at} = ${JSON.stringify(manifest, null, 1)};`;
  });
  writeFileSync(file, lines.join('\n'));
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck', '--types', '', '--module', 'nodenext'];
  try {
    return execFileSync(process.execPath, [compiler, ...options, file], { encoding: 'utf8', cwd: dirname(file) });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}

test('every object is one that Kubernetes’ API takes', async () => {
  expect(distinct.length).toBeGreaterThan(20);
  for (const manifest of distinct) {
    expect([manifest.kind, manifest.metadata.name, await faultOf(manifest)]).toEqual([
      manifest.kind,
      manifest.metadata.name,
      undefined,
    ]);
  }
});

test('no object has a field that the API does not know', () => {
  expect(unknownFields(distinct)).toBe('');
});

test('both would find what is wrong', async () => {
  const [deployment] = distinct.filter(({ kind }) => kind === 'Deployment') as [Manifest];
  const wrong = { ...deployment, spec: { ...deployment.spec, paused: 'yes' } };
  expect(await faultOf(wrong)).toContain('/spec/paused');
  expect(await faultOf({ ...deployment, kind: 'Deploymnt' })).toContain('there is no Deploymnt');
  expect(unknownFields([{ ...deployment, spec: { ...deployment.spec, minReadySecond: 1 } }])).toContain(
    'minReadySecond',
  );
});
