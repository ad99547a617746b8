import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { ROOT } from './dockerfile.js';

/** Where the manifests are. */
export const MANIFESTS = join(ROOT, 'deploy/kubernetes');

/** Ways to run Tokenscope in a cluster, each a folder of `overlays`. */
export const OVERLAYS = ['http', 'gateway', 'everything'] as const;

/** One object of a cluster. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Labels };
  readonly spec?: Record<string, unknown>;
  readonly data?: Record<string, string>;
  readonly stringData?: Record<string, string>;
}

/** Labels by their names. */
export type Labels = Readonly<Record<string, string>>;

interface Kustomization {
  readonly resources?: readonly string[];
  readonly configMapGenerator?: readonly { name: string; namespace: string; envs: string[] }[];
  readonly images?: readonly { name: string; newName: string; newTag: string }[];
}

/** What a kustomization uses of `kubectl kustomize`: these alone. A test fails on any other field. */
const FIELDS = ['apiVersion', 'kind', 'resources', 'configMapGenerator', 'images'];

/** All objects of a file. */
export function readManifests(path: string): Manifest[] {
  return parseAllDocuments(readFileSync(path, 'utf8')).map((document) => {
    if (document.errors.length > 0) throw new Error(`${path}: ${document.errors.join('; ')}`);
    return document.toJS();
  });
}

/** The objects that a kustomization makes. Names of generated objects are without the hash that kustomize puts behind them. */
export function build(folder: string): Manifest[] {
  const kustomization: Kustomization = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8'));
  const unknown = Object.keys(kustomization).filter((field) => !FIELDS.includes(field));
  if (unknown.length > 0) throw new Error(`${folder}: unknown ${unknown.join(', ')}`);
  const read = (kustomization.resources ?? []).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? build(path) : readManifests(path);
  });
  const generated = (kustomization.configMapGenerator ?? []).map(({ name, namespace, envs }) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: Object.assign({}, ...envs.map((file) => readEnvironment(join(folder, file)))),
  }));
  return [...read, ...generated].map((one) => named(one, kustomization.images ?? []));
}

/** Variables of a file, a line each. */
export function readEnvironment(path: string): Record<string, string> {
  const lines = readFileSync(path, 'utf8').split('\n');
  const set = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return Object.fromEntries(set.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

function named(manifest: Manifest, images: NonNullable<Kustomization['images']>): Manifest {
  const text = images.reduce(
    (json, { name, newName, newTag }) => json.replaceAll(`"image":"${name}"`, `"image":"${newName}:${newTag}"`),
    JSON.stringify(manifest),
  );
  return JSON.parse(text);
}

/** Every file below `deploy/kubernetes` that a kustomization refers to, by its path. */
export function referredFiles(folder: string): string[] {
  const path = join(folder, 'kustomization.yaml');
  const { resources = [], configMapGenerator = [] }: Kustomization = parse(readFileSync(path, 'utf8'));
  const files = configMapGenerator.flatMap(({ envs }) => envs.map((file) => join(dirname(path), file)));
  const others = resources.flatMap((name) => {
    const at = join(folder, name);
    return statSync(at).isDirectory() ? referredFiles(at) : [at];
  });
  return [path, ...files, ...others];
}

/** What the number of replicas follows: metrics of each pod. */
export function scalingMetrics(): string[] {
  const [autoscaler] = readManifests(join(MANIFESTS, 'http/autoscaler.yaml'));
  const { metrics } = { metrics: [], ...autoscaler?.spec } as { metrics: { pods: { metric: { name: string } } }[] };
  return metrics.map(({ pods }) => pods.metric.name);
}
