/** What a part of the product may import: other parts (by path) and packages (by name). Its own files always. */
export interface Part {
  name: string;
  /** Paths of the part, relative to the checkout; a file or everything below a folder. */
  paths: string[];
  mayImport: string[];
}

const CONTRACT = 'src-preload/contract';
const CORE = 'src-main/core';
const FILES = 'src-main/files';
const HOST = 'src-main/host';
const NODE = 'node:';
/** Its version is shown to people; nothing else of it is used. */
const PACKAGE = 'package.json';
/** Whoever applies the contract's schemas needs their library. */
const SCHEMAS = 'valibot';

export const IMPORT_TABLE: Part[] = [
  { name: 'contract', paths: [CONTRACT], mayImport: [SCHEMAS] },
  { name: 'core', paths: [CORE], mayImport: [CONTRACT, '@tensorflow/tfjs-core'] },
  {
    name: 'files',
    paths: [FILES],
    mayImport: [CONTRACT, `${CORE}/image`, `${CORE}/errors`, NODE, SCHEMAS, 'sharp', 'libheif-js'],
  },
  // The one place that may load a backend.
  {
    name: 'worker/backend',
    paths: ['src-main/worker/backend.ts'],
    mayImport: [
      CONTRACT,
      CORE,
      NODE,
      'src-main/worker/adam-kernel',
      '@tensorflow/tfjs',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-node-gpu',
      '@tensorflow/tfjs-backend-wasm',
    ],
  },
  { name: 'worker', paths: ['src-main/worker'], mayImport: [CONTRACT, CORE, FILES, NODE, SCHEMAS, PACKAGE] },
  { name: 'host/electron', paths: [`${HOST}/electron-carrier.ts`], mayImport: [CONTRACT, HOST, NODE, 'electron'] },
  { name: 'host', paths: [HOST], mayImport: [CONTRACT, NODE, SCHEMAS, PACKAGE] },
  {
    name: 'desktop',
    paths: ['src-main/desktop', 'src-main/index.ts'],
    mayImport: [CONTRACT, HOST, NODE, 'electron', PACKAGE],
  },
  { name: 'web', paths: ['src-main/web', 'src-main/server.ts'], mayImport: [CONTRACT, HOST, NODE, 'ws', PACKAGE] },
  { name: 'cli', paths: ['src-main/cli', 'src-main/cli.ts'], mayImport: [CONTRACT, HOST, NODE, PACKAGE] },
  { name: 'bridge', paths: ['src-preload'], mayImport: [CONTRACT, 'electron'] },
  { name: 'page', paths: ['src-renderer'], mayImport: [CONTRACT, 'src-preload', 'svelte', 'chart.js'] },
];

const isBelow = (path: string, place: string) => path === place || path.startsWith(`${place}/`);

/** The first part in the table that holds the path; null outside the product's sources. */
export function partOf(path: string): Part | null {
  return IMPORT_TABLE.find((part) => part.paths.some((place) => isBelow(path, place))) ?? null;
}

/** Whether the table allows the import. Files outside the table's parts need no permission and give none. */
export function isAllowed(from: string, to: string): boolean {
  const part = partOf(from);
  if (part === null) return false;
  const places = [...part.paths, ...part.mayImport];
  return places.some((place) => isBelow(to, place) || (place === NODE && to.startsWith(NODE)));
}
