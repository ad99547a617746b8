import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('who describes, tells and orders pictures loads no canvas: that is for the threads', async () => {
  const folder = new URL('../../dist/src/charts/', import.meta.url);
  const script = `
    import { createRequire } from 'node:module';
    for (const file of ['open-charts.js', 'alt.js', 'picture-part.js']) await import(new URL(file, '${folder}'));
    console.log(JSON.stringify(Object.keys(createRequire('${folder}').cache)));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  const loaded: string[] = JSON.parse(stdout);
  expect(loaded.filter((file) => file.includes('@napi-rs'))).toEqual([]);
});
