/** Where the compiled kernels are. */
export const KERNELS_FILE: string;

/** Compiles the kernels to WebAssembly that works in the memory it is given and keeps nothing in it. */
export function compileKernels(): Promise<Uint8Array>;
