/**
 * Switches inside Electron's binary, by their names in @electron/fuses: it runs this app and cannot be used as Node, inspected
 * or given other code. Every fuse that the binary has must stand here (`strictlyRequireAllFuses`), so that an Electron with
 * a new one is not shipped before somebody has decided.
 */
export const FUSES = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: true,
  OnlyLoadAppFromAsar: true,
  /** Only for apps that bring a snapshot of their own. */
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  /** WebAssembly's memory checks by signals: the WebAssembly backend is faster with them. */
  WasmTrapHandlers: true,
};
