import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { openCharts } from '../../src/charts/open-charts.js';
import type { Picture } from '../../src/charts/picture.js';
import { drawPicture } from '../../src/lesson/draw-picture.js';
import type { Services } from '../../src/services.js';
import { wordsOf } from '../commands/press.js';

const charts = openCharts({
  threads: 1,
  worker: fileURLToPath(new URL('../charts/crashing-worker.mjs', import.meta.url)),
});
afterAll(() => charts.close());

const services = { charts } as Partial<Services> as Services;
const barsOf = (title: string): Picture => ({
  kind: 'probability-bars',
  title,
  bars: [{ label: '·Paris', probability: { low: 0.91, high: 0.91 }, state: 'kept' }],
});
const signal = new AbortController().signal;

test.each(['throw', 'crash'])('where a picture cannot be drawn (%s), its figures are there in words', async (title) => {
  const { picture, shown } = await drawPicture(services, barsOf(title), 'bars', signal);
  const words = wordsOf({ blocks: [picture] });
  expect(words).toContain('Drawing failed');
  expect(words).toContain('·Paris 91%');
  expect(shown).toBe(1);
});

test('whoever stopped it hears of that', async () => {
  const stop = new AbortController();
  const drawing = drawPicture(services, barsOf('hang'), 'bars', stop.signal);
  stop.abort(new Error('Stopped by Ann.'));
  await expect(drawing).rejects.toThrow('Stopped by Ann.');
});
