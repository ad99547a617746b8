import { mkdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { drill } from './drill.js';
import { FAULTS } from './faults.js';
import { report } from './report.js';

const {
  MANY_PEOPLE = '500',
  MANY_INTERACTIONS = '2000',
  MANY_FAULTS = 'all',
  MANY_SEED = '1',
  MANY_LOGS,
} = process.env;

test('three bots, one database, and everything that breaks', async () => {
  if (MANY_LOGS !== undefined) mkdirSync(MANY_LOGS, { recursive: true });
  const drilled = await drill({
    people: Number(MANY_PEOPLE),
    interactions: Number(MANY_INTERACTIONS),
    faults:
      MANY_FAULTS === 'none'
        ? []
        : FAULTS.filter((kind) => MANY_FAULTS === 'all' || MANY_FAULTS.split(',').includes(kind)),
    partitionMs: 20_000,
    paceMs: 60,
    atOnce: 16,
    presses: 200,
    seed: Number(MANY_SEED),
    logFolder: MANY_LOGS,
    say: (line) => console.info(line),
  });
  console.info(report(drilled).join('\n'));
  expect(Object.values(drilled.verdict.faulty).flat()).toEqual([]);
  expect([...drilled.again.not, ...drilled.pressed.not]).toEqual([]);
}, 1_800_000);
