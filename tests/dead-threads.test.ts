import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Picture } from '../src/charts/kinds/registry.js';
import { openCharts } from '../src/charts/open-charts.js';
import { explain, UserError } from '../src/errors.js';
import { openMerger } from '../src/tokens/open-merger.js';
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

const worker = fileURLToPath(new URL('./devouring-worker.mjs', import.meta.url));
const log = { info: () => undefined, warn: () => undefined };
const strip = (title: string): Picture => ({ kind: 'token-strip', title, tokens: [{ label: 'a', caption: '1' }] });

/** Each kind of thread that commands wait for, and one task for it, which a word can kill. */
const THREADS: readonly (readonly [string, () => { close(): Promise<void>; work(word: string): Promise<unknown> }])[] =
  [
    [
      'draws',
      () => {
        const charts = openCharts({ worker, threads: 1, log });
        return { close: () => charts.close(), work: (word) => charts.draw(strip(word)) };
      },
    ],
    [
      'animates',
      () => {
        const charts = openCharts({ worker, threads: 1, log });
        return {
          close: () => charts.close(),
          work: (word) => charts.animate([strip(word), strip('b')].map((picture) => ({ picture, seconds: 0.1 }))),
        };
      },
    ],
    [
      'cuts texts',
      () => {
        const tokenizer = openTokenizer({ worker, threads: 1, log });
        return { close: () => tokenizer.close(), work: (word) => tokenizer.tokenize(word, 'r50k_base') };
      },
    ],
    [
      'merges texts',
      () => {
        const merger = openMerger(log, worker);
        return { close: () => merger.close(), work: (word) => merger.mergeText(word, 'r50k_base') };
      },
    ],
  ];

describe.each(THREADS)('a thread that %s', (_, open) => {
  test.each([
    ['dies', 'die'],
    ['has no memory left', 'devour'],
  ])('and %s costs a sentence, and the next one is served', async (_, word) => {
    const { work, close } = open();
    onTestFinished(close);
    const error = await work(word).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(UserError);
    expect(explain(error, 'en').incident).toBeUndefined();
    await expect(work('hello')).resolves.toBeDefined();
  });
});
