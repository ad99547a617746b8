import { fileURLToPath } from 'node:url';

/**
 * Path of a worker's built JavaScript file.
 *
 * A worker thread loads JavaScript only. Run from `dist/` the file stands beside the caller; run from the TypeScript
 * sources, as the tests do, it stands at the same place under `dist/`, which `npm test` builds first.
 *
 * @param importMetaUrl the caller's `import.meta.url`
 * @param relative the worker's file beside the caller, with the ending `.js`, such as `./draw-worker.js`
 */
export function workerFile(importMetaUrl: string, relative: string): string {
  const path = fileURLToPath(new URL(relative, importMetaUrl));
  if (importMetaUrl.endsWith('.js')) return path;
  const root = fileURLToPath(new URL('..', import.meta.url));
  return `${root}dist/${path.slice(root.length)}`;
}
