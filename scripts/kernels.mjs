// `npm run kernels`: compiles the inner loops of the transformer, and writes them to `assets/model/kernels.wasm`. A test
// compiles them too and compares, so that the file is never older than its source.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = new URL('../', import.meta.url);
const SOURCE = 'src/tiny-model/kernels/assembly/kernels.ts';

/** Where the compiled kernels are. */
export const KERNELS_FILE = fileURLToPath(new URL('assets/model/kernels.wasm', root));

/** Compiles the kernels to WebAssembly that works in the memory it is given and keeps nothing in it. */
export async function compileKernels() {
  const options = ['-O3', '--noAssert', '--enable', 'simd', '--runtime', 'stub', '--importMemory', '--use', 'abort='];
  const files = new Map();
  const { error, stderr } = await asc.main([SOURCE, ...options, '--outFile', 'kernels.wasm'], {
    readFile: (name) => readFile(new URL(name, root), 'utf8').catch(() => null),
    writeFile: (name, content) => void files.set(name, content),
    listFiles: () => [],
  });
  const compiled = files.get('kernels.wasm');
  if (error || compiled === undefined) throw new Error(`The kernels do not compile: ${error?.message}\n${stderr}`);
  return compiled;
}

if (import.meta.url === new URL(process.argv[1] ?? '', 'file:').href) {
  const compiled = await compileKernels();
  await writeFile(KERNELS_FILE, compiled);
  console.log(`${KERNELS_FILE}: ${compiled.length} bytes`);
}
