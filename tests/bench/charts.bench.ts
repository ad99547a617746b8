import { createCanvas } from '@napi-rs/canvas';
import { bench, describe } from 'vitest';
import type { Picture } from '../../src/charts/kinds/registry.js';
import { renderPicture } from '../../src/charts/worker/render-picture.js';

// How much longer a picture takes than the PNG file of an empty card of its size, in one thread.
const pictures: Record<string, Picture> = {
  '60 tokens': {
    kind: 'token-strip',
    title: 'Tokens',
    tokens: Array.from({ length: 60 }, (_, index) => ({ label: `·w${index}`, caption: String(index * 997) })),
  },
  '10 probability bars': {
    kind: 'probability-bars',
    title: 'Next token',
    subtitle: 'temperature 1',
    bars: Array.from({ length: 10 }, (_, index) => ({
      label: `·word${index}`,
      probability: { low: 0.5 ** (index + 1), high: 0.5 ** (index + 1) },
      state: 'kept' as const,
    })),
  },
};

for (const [name, picture] of Object.entries(pictures)) {
  const { width, height } = sizeOf(renderPicture(picture).image);
  describe(name, () => {
    bench('an empty card as PNG', () => {
      const context = createCanvas(width, height).getContext('2d');
      context.fillRect(0, 0, width, height);
      context.canvas.encodeSync('png');
    });
    bench('the picture', () => {
      renderPicture(picture);
    });
  });
}

/** Width and height from a PNG file's header chunk (PNG specification, 11.2.2). */
function sizeOf(png: Buffer): { width: number; height: number } {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
