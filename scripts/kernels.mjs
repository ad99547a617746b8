// `npm run kernels`: compiles the inner loops of the transformer, and writes them to `assets/model/kernels.wasm`. A test
// compiles them too and compares, so that the file is never older than its source.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../', import.meta.url));
const COMPILER = join(root, 'node_modules/assemblyscript/bin/asc.js');
const SOURCE = 'src/tiny-model/kernels/assembly/kernels.ts';
const OPTIONS = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--importMemory', '--use', 'abort='];

/** Where the compiled kernels are. */
export const KERNELS_FILE = join(root, 'assets/model/kernels.wasm');

/**
 * Compiles the kernels to WebAssembly that works in the memory it is given and keeps nothing in it.
 *
 * In a process of its own: the compiler changes how arrays are sorted in the one that it runs in.
 */
export async function compileKernels() {
  const folder = await mkdtemp(join(tmpdir(), 'kernels-'));
  try {
    const file = join(folder, 'kernels.wasm');
    await promisify(execFile)(process.execPath, [COMPILER, SOURCE, ...OPTIONS, '--outFile', file], { cwd: root });
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.url === new URL(process.argv[1] ?? '', 'file:').href) {
  const compiled = await compileKernels();
  await writeFile(KERNELS_FILE, compiled);
  console.log(`${KERNELS_FILE}: ${compiled.length} bytes`);
}
