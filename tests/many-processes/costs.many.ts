import { expect, test } from 'vitest';
import { createSeededRandom } from '../../src/sampling/random.js';
import { type Cost, measureCosts } from './costs.js';
import { inspect } from './database.js';
import { createDeeds } from './deeds.js';
import { openHost } from './host.js';
import { createLedger } from './ledger.js';

const EACH = Number(process.env.MANY_INTERACTIONS ?? 100);

test('what each kind of interaction costs', async () => {
  const random = createSeededRandom(1);
  const host = await openHost({ people: 200, random, paceMs: 0 });
  const database = await inspect(host.databaseURL);
  try {
    const mega = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
    const resting = host.bots.map((bot) => bot.usage());
    const costs = await measureCosts(host, database, createDeeds(createLedger(), random), EACH);
    console.info(table(costs).join('\n'));
    const { bytes } = await database.work();
    console.info(`the database has ${mega(bytes)}`);
    for (const [at, bot] of host.bots.entries()) {
      const { resident, peak, sockets } = bot.usage();
      console.info(
        `${bot.name}: ${mega(resting[at]?.resident ?? 0)} at rest, ${mega(resident)} now, ${mega(peak)} at most; ${sockets} sockets`,
      );
    }
    expect(costs.every(({ main }) => main > 0)).toBe(true);
  } finally {
    await database.close();
    await host.close();
  }
}, 1_800_000);

function table(costs: readonly Cost[]): string[] {
  const [first] = costs;
  const columns = Object.keys(first ?? {}) as (keyof Cost)[];
  const cell = (value: string | number) => (typeof value === 'string' ? value : value.toFixed(value < 10 ? 2 : 0));
  return [
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...costs.map((cost) => `| ${columns.map((column) => cell(cost[column])).join(' | ')} |`),
  ];
}
