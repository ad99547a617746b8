import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './dockerfile.js';
import { scalingMetrics } from './manifests.js';

const read = (path: string) => parse(readFileSync(join(ROOT, path), 'utf8'));

test('Prometheus asks services of compose.yaml at the ports that they have', () => {
  const { services } = read('compose.yaml');
  const { scrape_configs: jobs, rule_files: rules } = read('deploy/prometheus/prometheus.yml');
  const targets = jobs.flatMap((job: { static_configs: { targets: string[] }[] }) =>
    job.static_configs.flatMap((one) => one.targets),
  );
  expect(targets).toEqual([`tokenscope:${services.tokenscope.environment.OPERATIONS_PORT}`, 'vllm:8000']);
  expect(services.prometheus.volumes[0]).toBe('./deploy/prometheus:/etc/prometheus:ro');
  for (const rule of rules)
    expect(existsSync(rule.replace('/etc/prometheus', join(ROOT, 'deploy/prometheus')))).toBe(true);
  for (const target of targets) {
    const shared = services[target.split(':')[0]].networks.filter((one: string) =>
      services.prometheus.networks.includes(one),
    );
    expect(shared).not.toEqual([]);
  }
});

test('Grafana asks that Prometheus, and finds its dashboards where Compose puts them', () => {
  const { services } = read('compose.yaml');
  const { datasources } = read('deploy/grafana/provisioning/datasources/prometheus.yaml');
  const { providers } = read('deploy/grafana/provisioning/dashboards/tokenscope.yaml');
  expect(datasources[0].url).toBe('http://prometheus:9090');
  const mounts: string[] = services.grafana.volumes;
  expect(mounts).toContain(`./deploy/grafana/tokenscope.json:${providers[0].options.path}/tokenscope.json:ro`);
  const sources = mounts.map((one) => one.split(':')[0] ?? '').filter((one) => one.startsWith('./'));
  for (const source of sources) expect(existsSync(join(ROOT, source))).toBe(true);
});

test('prometheus-adapter makes what the autoscaler asks for', () => {
  const { rules } = read('deploy/prometheus/adapter-values.yaml');
  const [, pattern = ''] = /__name__=~"([^"]*)"/.exec(rules.custom[0].seriesQuery) ?? [];
  // Prometheus' patterns are of whole names.
  for (const name of scalingMetrics()) expect(name).toMatch(new RegExp(`^(?:${pattern})$`));
});

test.skipIf(spawnSync('promtool', ['--version']).error !== undefined)(
  'Prometheus takes the alert rules, which fire in time',
  () => {
    const { stderr, stdout, status } = spawnSync(
      'promtool',
      ['test', 'rules', join(ROOT, 'tests/deploy/alerts.yaml')],
      {
        encoding: 'utf8',
      },
    );
    expect([status, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining('SUCCESS')]);
  },
);
