import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('./draw-many.mjs', import.meta.url));

test('a picture’s pixels are given back when it is drawn', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  const { pixels, grown } = JSON.parse(stdout);
  expect(pixels).toBeGreaterThan(100_000_000);
  // Kept, it would be all of them and more; what else a thread keeps, such as glyphs, is far less.
  expect(grown).toBeLessThan(pixels / 2);
});
