import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePostgresAddress } from '../../src/storage/postgres/address.js';
import { environmentOf, imageUser, stageOf } from './dockerfile.js';
import { build, type Labels, MANIFESTS, type Manifest, OVERLAYS, readManifests, referredFiles } from './manifests.js';
import { againstRestricted, type Container, type PodTemplate, templateOf } from './pods.js';
import { configOf, OF_THE_C_LIBRARY, unknownVariables } from './settings.js';

const MOUNTED = '/run/secrets/tokenscope';

/** What `close` takes when every part of the bot hangs, and the last words of replies, in seconds. */
const CLOSING_SECONDS = 60;

const [secret] = readManifests(join(MANIFESTS, 'secret.example.yaml')) as [Manifest];

const nameOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`;
const has = (labels: Labels, wanted: Labels) => Object.entries(wanted).every(([name, value]) => labels[name] === value);

/** Every container that is Tokenscope. */
function botsOf(manifests: readonly Manifest[]): { template: PodTemplate; bot: Container; manifest: Manifest }[] {
  return manifests.flatMap((manifest) => {
    const template = templateOf(manifest);
    const bot = template?.spec.containers.find(({ name }) => name === 'tokenscope');
    return template === undefined || bot === undefined ? [] : [{ template, bot, manifest }];
  });
}

/** A container's environment, with what refers to other variables of it filled in. */
function environment(bot: Container, manifests: readonly Manifest[]): Record<string, string> {
  const maps = (bot.envFrom ?? []).map(({ configMapRef: { name } }) => {
    const map = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name);
    if (map === undefined) throw new Error(`no ConfigMap ${name}`);
    return map.data ?? {};
  });
  const set: Record<string, string> = Object.assign({}, environmentOf(stageOf('last')), ...maps);
  for (const { name, value } of bot.env ?? []) {
    set[name] = (value ?? '1').replace(
      /\$\((\w+)\)/g,
      (_, other) => set[other] ?? expect.fail(`${other} is set later`),
    );
  }
  return set;
}

test('every file of a folder with a kustomization is part of it, and every overlay is known', () => {
  expect(readdirSync(join(MANIFESTS, 'overlays')).sort()).toEqual([...OVERLAYS].sort());
  const referred = new Set(OVERLAYS.flatMap((name) => referredFiles(join(MANIFESTS, 'overlays', name))));
  const files = readdirSync(MANIFESTS, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const left = files.map((one) => join(one.parentPath, one.name)).filter((path) => !referred.has(path));
  expect(left).toEqual([join(MANIFESTS, 'secret.example.yaml')]);
});

describe.each(OVERLAYS)('the overlay %s', (overlay) => {
  const manifests = build(join(MANIFESTS, 'overlays', overlay));
  const bots = botsOf(manifests);
  const pods = manifests.flatMap((manifest) => templateOf(manifest) ?? []);
  const selects = (wanted: Labels) => pods.some(({ metadata }) => has(metadata.labels, wanted));

  test('names each object once, all in one namespace', () => {
    expect(new Set(manifests.map(nameOf)).size).toBe(manifests.length);
    for (const { kind, metadata } of manifests) {
      expect(metadata.namespace).toBe(kind === 'Namespace' ? undefined : 'tokenscope');
    }
  });

  test('keeps to the rules “restricted”, which its namespace enforces, and the bot to more', () => {
    const [namespace] = manifests.filter(({ kind }) => kind === 'Namespace');
    expect(namespace?.metadata.labels).toHaveProperty(['pod-security.kubernetes.io/enforce'], 'restricted');
    for (const { spec } of pods) {
      expect(againstRestricted(spec)).toEqual([]);
      expect(spec.automountServiceAccountToken).toBe(false);
      // Else every Service puts variables into the pods.
      expect(spec.enableServiceLinks).toBe(false);
      for (const { resources } of spec.containers) {
        expect(resources).toMatchObject({
          requests: { cpu: expect.any(String) },
          limits: { memory: expect.any(String) },
        });
      }
    }
    for (const { template, bot } of bots) {
      expect(bot.securityContext?.readOnlyRootFilesystem).toBe(true);
      expect(template.spec.securityContext?.runAsUser).toBe(imageUser().uid);
      expect(template.spec.serviceAccountName).toBe('tokenscope');
    }
  });

  test('gives the bot settings that it knows and takes', () => {
    expect(bots.length).toBeGreaterThan(0);
    for (const { bot } of bots) {
      const set = environment(bot, manifests);
      expect(unknownVariables(Object.keys(set))).toEqual(
        ['NODE_ENV', ...OF_THE_C_LIBRARY, 'SQLITE_TMPDIR', 'POD_INDEX'].filter((one) => one in set),
      );
      const config = configOf(set, secret.stringData ?? {}, MOUNTED);
      expect(config.databaseURL).toBe(secret.stringData?.['database-url']);
      expect(config.discord.token).toBe(secret.stringData?.['discord-token']);
    }
  });

  test('gives replies the time to finish that the bot wants to give them', () => {
    for (const { template, bot } of bots) {
      const { stopTimeoutSeconds } = configOf(environment(bot, manifests), secret.stringData ?? {}, MOUNTED);
      const before = bot.lifecycle?.preStop?.sleep?.seconds ?? 0;
      expect(template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(
        before + stopTimeoutSeconds + CLOSING_SECONDS,
      );
    }
  });

  test('asks at the ports that the bot listens on', () => {
    for (const { template, bot } of bots) {
      const config = configOf(environment(bot, manifests), secret.stringData ?? {}, MOUNTED);
      const ports = Object.fromEntries((bot.ports ?? []).map(({ name, containerPort }) => [name, containerPort]));
      const { interactions } = config.discord;
      expect(ports).toEqual({
        operations: config.operationsPort,
        ...(interactions === undefined ? {} : { interactions: interactions.port }),
      });
      expect(bot.startupProbe?.httpGet).toEqual({ path: '/health/live', port: 'operations' });
      expect(bot.livenessProbe?.httpGet).toEqual({ path: '/health/live', port: 'operations' });
      expect(bot.readinessProbe?.httpGet).toEqual({ path: '/health/ready', port: 'operations' });
      expect(template.metadata.annotations?.['prometheus.io/port']).toBe(String(config.operationsPort));
    }
  });

  test('refers to pods, ports, secrets and volumes that are there', () => {
    const named = (name: string) => pods.find(({ metadata }) => metadata.labels['app.kubernetes.io/name'] === name);
    for (const { kind, metadata, spec = {} } of manifests) {
      const { selector, podSelector, serviceName, template, ...rest } = spec as {
        selector?: Labels & { matchLabels?: Labels };
        podSelector?: { matchLabels?: Labels };
        serviceName?: string;
        template?: PodTemplate;
        ports?: { targetPort: string }[];
      };
      const wanted = selector?.matchLabels ?? podSelector?.matchLabels ?? (kind === 'Service' ? selector : undefined);
      if (wanted !== undefined) expect(selects(wanted), `${kind} ${metadata.name} selects no pod`).toBe(true);
      if (template !== undefined)
        expect(has(template.metadata.labels, selector?.matchLabels ?? { none: '' })).toBe(true);
      if (serviceName !== undefined) expect(manifests.map(nameOf)).toContain(`Service ${serviceName}`);
      if (kind === 'Service') {
        const target = pods.find(({ metadata: { labels } }) => has(labels, wanted ?? {}));
        const ports = target?.spec.containers.flatMap((one) => one.ports ?? []).map(({ name }) => name);
        for (const { targetPort } of rest.ports ?? []) expect(ports).toContain(targetPort);
      }
    }
    for (const { spec } of pods) {
      for (const { name, secret: mounted, persistentVolumeClaim: claim } of spec.volumes ?? []) {
        if (mounted) expect([name, mounted.secretName]).toEqual([name, secret.metadata.name]);
        for (const { key } of mounted?.items ?? []) expect(secret.stringData).toHaveProperty([key]);
        if (claim) expect(manifests.map(nameOf)).toContain(`PersistentVolumeClaim ${claim.claimName}`);
      }
    }
    expect(named('tokenscope')).toBeDefined();
  });

  test('has a disruption budget for each set of bots, and lets a rolling update take none before another is there', () => {
    const budgets = manifests.filter(({ kind }) => kind === 'PodDisruptionBudget');
    for (const { template, manifest } of bots) {
      const guards = budgets.filter(({ spec }) => {
        const { selector } = spec as { selector: { matchLabels: Labels } };
        return has(template.metadata.labels, selector.matchLabels);
      });
      expect(guards).toHaveLength(1);
      if (manifest.kind === 'Deployment') {
        expect(manifest.spec?.strategy).toMatchObject({ rollingUpdate: { maxUnavailable: 0 } });
      }
    }
  });

  test('scales two replicas and more by a Deployment that leaves their number to that', () => {
    for (const { spec } of manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')) {
      const { scaleTargetRef, minReplicas } = spec as { scaleTargetRef: { name: string }; minReplicas: number };
      const target = manifests.find(
        ({ kind, metadata }) => kind === 'Deployment' && metadata.name === scaleTargetRef.name,
      );
      expect(minReplicas).toBe(2);
      expect(target?.spec).not.toHaveProperty('replicas');
    }
  });

  test('asks PostgreSQL for no more connections than it has as it comes', () => {
    const most = bots.map(({ manifest }) => {
      const { replicas } = manifest.spec as { replicas?: number };
      const [scaled] = manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map(({ spec }) => spec);
      const { maxReplicas } = { maxReplicas: 0, ...scaled } as { maxReplicas: number };
      // In an update there is one more.
      return replicas ?? maxReplicas + 1;
    });
    const { connections } = parsePostgresAddress(secret.stringData?.['database-url'] ?? '');
    const processes = most.reduce((sum, one) => sum + one, 0);
    // One more listens. Three of the hundred are for whoever looks after it.
    expect(processes * (connections + 1)).toBeLessThanOrEqual(97);
  });

  test('serves every shard once', () => {
    for (const { manifest, bot } of bots.filter(({ manifest }) => manifest.kind === 'StatefulSet')) {
      const { replicas } = manifest.spec as { replicas: number };
      const ids = Array.from({ length: replicas }, (_, at) => {
        const env = (bot.env ?? []).map((one) =>
          one.name === 'POD_INDEX' ? { name: one.name, value: String(at) } : one,
        );
        const { shards } = configOf(environment({ ...bot, env }, manifests), secret.stringData ?? {}, MOUNTED).discord;
        expect(shards).toMatchObject({ count: replicas });
        return shards === undefined || shards === 'auto' ? [] : shards.ids;
      });
      expect(ids.flat()).toEqual(Array.from({ length: replicas }, (_, at) => at));
    }
  });
});
