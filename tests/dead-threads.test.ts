import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCharts } from '../src/charts/open-charts.js';
import { openTokenizer } from '../src/tokens/tokenizer.js';

test.each([
  ['draws', openCharts],
  ['cuts texts', openTokenizer],
] as const)(
  'a thread that %s and dies while nobody waits for it is logged, and does not end the process',
  async (_, open) => {
    const folder = mkdtempSync(join(tmpdir(), 'tokenscope-thread-'));
    const worker = join(folder, 'worker.mjs');
    writeFileSync(worker, "throw new Error('a fault in the thread');");
    const logged: unknown[] = [];
    const log = { info: () => undefined, warn: (details: object) => void logged.push(details) };
    const part = open({ worker, threads: 1, log });
    onTestFinished(async () => {
      await part.close();
      rmSync(folder, { recursive: true });
    });
    await expect.poll(() => logged.length).toBeGreaterThan(0);
    expect(logged[0]).toMatchObject({
      fault: { type: 'Error', at: expect.arrayContaining([expect.stringContaining('worker.mjs:1')]) },
    });
  },
);
