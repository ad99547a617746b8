import { Gauge, type Registry } from 'prom-client';
import type { Health } from '../health.js';
import type { Vitals, WayState } from '../vitals.js';

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
  const registers = [registry];
  /** @param look what to set */
  const gauge = <L extends string>(name: string, help: string, labelNames: L[], look: (gauge: Gauge<L>) => unknown) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers,
      async collect() {
        this.reset();
        await look(this);
      },
    });

  gauge('tokenscope_ready', 'Whether the bot takes interactions: 1, or 0.', [], async (to) => {
    to.set((await health.report()).ready ? 1 : 0);
  });
  gauge('tokenscope_draining', 'Whether the bot was told to stop: 1, or 0.', [], async (to) => {
    to.set((await health.report()).checks.draining ? 1 : 0);
  });
  gauge('tokenscope_discord_connections', 'Ways to Discord of this process, by their state.', ['state'], (to) => {
    const ways = vitals()?.discord() ?? [];
    for (const state of STATES) to.set({ state }, ways.filter((way) => way.state === state).length);
  });
  gauge('tokenscope_model_line_waiting', 'Requests that wait in line in front of the models.', [], (to) =>
    to.set(vitals()?.line().waiting ?? 0),
  );
  gauge('tokenscope_model_requests_under_way', 'Requests that models work at.', [], (to) =>
    to.set(vitals()?.line().underWay ?? 0),
  );
  gauge(
    'tokenscope_model_circuit_open',
    'Whether nothing is sent to an address of an endpoint, because it fails: 1, or 0.',
    ['endpoint', 'address'],
    (to) => {
      for (const { endpoint, address, isOpen } of vitals()?.addresses() ?? []) {
        to.set({ endpoint, address: String(address) }, isOpen ? 1 : 0);
      }
    },
  );
  gauge(
    'tokenscope_model_address_requests_under_way',
    'Requests to an address of an endpoint whose answers are not over.',
    ['endpoint', 'address'],
    (to) => {
      for (const { endpoint, address, underWay } of vitals()?.addresses() ?? []) {
        to.set({ endpoint, address: String(address) }, underWay);
      }
    },
  );
  gauge('tokenscope_held_runs', 'Runs in memory that the database did not take yet.', [], (to) =>
    to.set(vitals()?.heldRuns() ?? 0),
  );
  gauge('tokenscope_worker_tasks_waiting', 'Tasks that wait for a worker thread.', ['pool'], (to) => {
    for (const pool of vitals()?.pools() ?? []) to.inc({ pool: pool.name }, pool.waiting());
  });
  gauge('tokenscope_worker_tasks_running', 'Tasks that worker threads work at.', ['pool'], (to) => {
    for (const pool of vitals()?.pools() ?? []) to.inc({ pool: pool.name }, pool.running());
  });
}
