/** The text of a file, put in when the app is built. */
declare module '*?raw' {
  const text: string;
  export default text;
}

/** What is used of it; TypeScript knows it only together with the whole DOM. */
declare namespace WebAssembly {
  interface Module {
    readonly compiled: unique symbol;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: object): Promise<object>;
}
