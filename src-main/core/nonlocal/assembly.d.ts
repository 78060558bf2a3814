/** AssemblyScript as the bytes of its WebAssembly module (tools/assembly-plugin.mjs). */
declare module '*?assembly' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}

/** What is used of it here: Node has it, TypeScript knows it of browsers only. */
declare namespace WebAssembly {
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  const Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  class Instance {
    constructor(module: object);
    readonly exports: Record<string, unknown>;
  }
}
