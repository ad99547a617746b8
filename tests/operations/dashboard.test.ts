import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { createHealth } from '../../src/operations/health.js';
import { createMetrics } from '../../src/operations/metrics/create-metrics.js';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

interface Dashboard {
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

const dashboard = JSON.parse(read('deploy/grafana/tokenscope.json')) as Dashboard;
const { groups } = parse(read('deploy/prometheus/alerts.yaml')) as { groups: { readonly rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

/** The labels of each metric that has some. */
const LABELS: Readonly<Record<string, readonly string[]>> = labelsIn(read('docs/operating.md'));

/** The table of the documentation: a metric, its type, its labels, what it is. */
function labelsIn(markdown: string): Record<string, readonly string[]> {
  const rows = [...markdown.matchAll(/^\| `(tokenscope_\w+)` \| (\w+) \|([^|]*)\|/gm)];
  return Object.fromEntries(
    rows.map(([, name = '', , labels = '']) => [name, [...labels.matchAll(/`(\w+)`/g)].map(([, one = '']) => one)]),
  );
}

/** What a bot exposes: each metric with its type and its labels. */
async function exposed(): Promise<ReadonlyMap<string, { readonly type: string; readonly labels: readonly string[] }>> {
  const health = createHealth();
  const text = await createMetrics({ version: '1', vitals: () => undefined, health }).text();
  const types = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  return new Map(types.map(([, name = '', type = '']) => [name, { type, labels: LABELS[name] ?? [] }] as const));
}

/** The metrics of an expression, with the labels that it names of them. */
function named(expr: string): { readonly metric: string; readonly labels: readonly string[] }[] {
  const by = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list.split(',').map((one) => one.trim()),
  );
  return [...expr.matchAll(/\b(tokenscope_\w+)(?:\{([^}]*)\})?/g)].map(([, metric = '', matchers = '']) => ({
    metric,
    labels: [...by, ...[...matchers.matchAll(/(\w+)=~?"/g)].map(([, label = '']) => label)],
  }));
}

/** What Prometheus itself adds. */
const OF_PROMETHEUS = ['job', 'instance', 'le'];

const expressions = [
  ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
  ...rules.map(({ alert, expr }) => [alert, expr] as const),
];

test.each(expressions)('“%s” asks for what the bot exposes', async (_, expr) => {
  const known = await exposed();
  const all = named(expr);
  expect(all.length).toBeGreaterThan(0);
  for (const { metric, labels } of all) {
    const name = metric.replace(/_bucket$/, '');
    const found = known.get(name);
    expect(found, metric).toBeDefined();
    if (metric.endsWith('_bucket')) expect(found?.type).toBe('histogram');
    if (/(?:rate|increase)\((?!tokenscope_\w+_bucket)/.test(expr) && all.length === 1)
      expect(found?.type).toBe('counter');
    if (all.length > 1) continue;
    for (const label of labels) expect([...OF_PROMETHEUS, ...(found?.labels ?? [])], expr).toContain(label);
  }
  expect(expr.split('(').length).toBe(expr.split(')').length);
});

test('counters, and nothing else, are named as counters are', async () => {
  for (const [name, { type }] of await exposed())
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
});

test('every metric of the bot’s own is on the dashboard', async () => {
  const shown = new Set(
    dashboard.panels.flatMap(({ targets = [] }) =>
      targets.flatMap(({ expr }) => named(expr).map(({ metric }) => metric.replace(/_bucket$/, ''))),
    ),
  );
  const own = [...(await exposed()).keys()].filter((name) => !/^tokenscope_(?:process|nodejs)_/.test(name));
  // Whether a process was told to stop is for the alerts.
  expect(own.filter((name) => !shown.has(name))).toEqual(['tokenscope_draining']);
});

test('panels have names and numbers of their own, stand beside each other, and say what their lines are', () => {
  const { panels } = dashboard;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  const taken = new Set<string>();
  for (const { gridPos: at, targets = [], type } of panels) {
    expect(at.x + at.w).toBeLessThanOrEqual(24);
    for (let x = at.x; x < at.x + at.w; x += 1) {
      for (let y = at.y; y < at.y + at.h; y += 1) {
        expect(taken.has(`${x} ${y}`)).toBe(false);
        taken.add(`${x} ${y}`);
      }
    }
    if (type !== 'row') expect(targets.every(({ legendFormat }) => legendFormat !== '')).toBe(true);
  }
});

test('each alert has a name of its own, a severity and a sentence', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  for (const { labels, annotations } of rules) {
    expect(['critical', 'warning']).toContain(labels.severity);
    expect(annotations.summary).toMatch(/^[A-Z{].*\.$/);
  }
});

test('whatever else of a deployment names a metric names one that there is', async () => {
  const known = await exposed();
  const files = readdirSync(join(root, 'deploy'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.ya?ml$/.test(name),
  );
  expect(files).toContain(join('prometheus', 'alerts.yaml'));
  for (const file of files) {
    for (const [name] of read(join('deploy', file)).matchAll(/\btokenscope_[a-z\d]+_\w+/g)) {
      expect([...known.keys()], file).toContain(name.replace(/_bucket$/, ''));
    }
  }
});
