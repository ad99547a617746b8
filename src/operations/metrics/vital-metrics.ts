import { Gauge, type Registry } from 'prom-client';
import type { Health } from '../health.js';
import type { Vitals, WayState } from '../vitals.js';
import { described, type MetricName } from './described.js';

const STATES: readonly WayState[] = ['ready', 'connecting', 'lost'];

/**
 * Creates what is looked up at each scrape.
 *
 * @param vitals undefined until the bot has started
 */
export function createVitalMetrics(
  registry: Registry,
  vitals: () => Vitals | undefined,
  health: Pick<Health, 'report'>,
): void {
  /** @param look what to set */
  const gauge = <L extends string>(name: MetricName, labelNames: L[], look: (gauge: Gauge<L>) => unknown) =>
    new Gauge({
      ...described(registry, name),
      labelNames,
      async collect() {
        this.reset();
        await look(this);
      },
    });

  gauge('tokenscope_ready', [], async (to) => {
    to.set((await health.report()).ready ? 1 : 0);
  });
  gauge('tokenscope_draining', [], async (to) => {
    to.set((await health.report()).checks.draining ? 1 : 0);
  });
  gauge('tokenscope_discord_connections', ['state'], (to) => {
    const ways = vitals()?.discord() ?? [];
    for (const state of STATES) to.set({ state }, ways.filter((way) => way.state === state).length);
  });
  gauge('tokenscope_model_line_waiting', [], (to) => to.set(vitals()?.line().waiting ?? 0));
  gauge('tokenscope_model_requests_under_way', [], (to) => to.set(vitals()?.line().underWay ?? 0));
  gauge('tokenscope_model_circuit_open', ['endpoint', 'address'], (to) => {
    for (const { endpoint, address, isOpen } of vitals()?.addresses() ?? []) {
      to.set({ endpoint, address: String(address) }, isOpen ? 1 : 0);
    }
  });
  gauge('tokenscope_model_address_requests_under_way', ['endpoint', 'address'], (to) => {
    for (const { endpoint, address, underWay } of vitals()?.addresses() ?? []) {
      to.set({ endpoint, address: String(address) }, underWay);
    }
  });
  gauge('tokenscope_held_runs', [], (to) => to.set(vitals()?.heldRuns() ?? 0));
  gauge('tokenscope_worker_tasks_waiting', ['pool'], (to) => {
    for (const pool of vitals()?.pools() ?? []) to.inc({ pool: pool.name }, pool.waiting());
  });
  gauge('tokenscope_worker_tasks_running', ['pool'], (to) => {
    for (const pool of vitals()?.pools() ?? []) to.inc({ pool: pool.name }, pool.running());
  });
}
