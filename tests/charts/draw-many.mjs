// Draws pictures on one thread, and prints by how many bytes the process grew, beside the bytes of all pixels drawn.
import { openCharts } from '../../dist/src/charts/open-charts.js';

const charts = openCharts({ threads: 1 });
const kinds = [
  (n) => ({ kind: 'token-strip', title: `Picture ${n}`, tokens: [{ label: '·word', caption: '1' }] }),
  (n) => ({
    kind: 'probability-bars',
    title: `Picture ${n}`,
    bars: [{ label: '·word', probability: { low: 0.2, high: 0.3 }, state: 'cut' }],
  }),
];

// Each is another picture, because the same one is drawn once.
let n = 0;

async function drawAll(count) {
  let pixels = 0;
  for (const last = n + count; n < last; n += 1) {
    const { image } = await charts.draw(kinds[n % kinds.length](n));
    // Width and height stand in a PNG file's header chunk (PNG specification, 11.2.2).
    pixels += image.readUInt32BE(16) * image.readUInt32BE(20) * 4;
  }
  return pixels;
}

// What a thread keeps for good, such as fonts, is there after some pictures.
await drawAll(30);
const before = process.memoryUsage.rss();
const pixels = await drawAll(120);
console.log(JSON.stringify({ pixels, grown: process.memoryUsage.rss() - before }));
await charts.close();
