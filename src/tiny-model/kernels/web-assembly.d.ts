/** The part of the WebAssembly interface that is used here; TypeScript has it only for browsers. */
declare namespace WebAssembly {
  interface Module {
    readonly __module: never;
  }
  type Exports = Readonly<Record<string, (...parameters: number[]) => number | undefined>>;
  class Memory {
    constructor(description: { readonly initial: number; readonly maximum?: number });
    readonly buffer: ArrayBuffer;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(
    module: Module,
    imports: { readonly env: { readonly memory: Memory } },
  ): Promise<{ readonly exports: Exports }>;
}
