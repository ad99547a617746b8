import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCharts } from '../src/charts/open-charts.js';
import { openTokenizer } from '../src/tokens/tokenizer.js';
import { temporaryFolder } from './builders/temporary-folder.js';

test.each([
  ['draws', openCharts],
  ['cuts texts', openTokenizer],
] as const)(
  'a thread that %s and dies while nobody waits for it is logged, and does not end the process',
  async (_, open) => {
    const worker = join(temporaryFolder(), 'worker.mjs');
    writeFileSync(worker, "throw new Error('a fault in the thread');");
    const logged: unknown[] = [];
    const log = { info: () => undefined, warn: (details: object) => void logged.push(details) };
    const part = open({ worker, threads: 1, log });
    onTestFinished(() => part.close());
    await expect.poll(() => logged.length).toBeGreaterThan(0);
    expect(logged[0]).toMatchObject({
      fault: { type: 'Error', at: expect.arrayContaining([expect.stringContaining('worker.mjs:1')]) },
    });
  },
);
