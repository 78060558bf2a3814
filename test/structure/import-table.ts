/** What a part of the product may import: other parts (by path) and packages (by name). Its own files always. */
export interface Part {
  name: string;
  /** Paths of the part, relative to the checkout; a file or everything below a folder. */
  paths: string[];
  mayImport: string[];
}

const CONTRACT = 'src-preload/contract';
const CORE = 'src-main/core';
const DISK = 'src-main/disk';
const CODEC = 'src-main/codec';
const STORE = 'src-main/store';
const PROCESSES = 'src-main/processes';
const HOST = 'src-main/host';
const NODE = 'node:';
/** Its version is shown to people; nothing else of it is used. */
const PACKAGE = 'package.json';
/** Whoever applies the contract's schemas needs their library. */
const SCHEMAS = 'valibot';
/** Words the sentences; their types. */
const MESSAGES = ['intl-messageformat', '@schummar/icu-type-parser'];

export const IMPORT_TABLE: Part[] = [
  { name: 'contract', paths: [CONTRACT], mayImport: [SCHEMAS, ...MESSAGES] },
  { name: 'core', paths: [CORE], mayImport: [CONTRACT, '@tensorflow/tfjs-core'] },
  { name: 'disk', paths: [DISK], mayImport: [CONTRACT, NODE, SCHEMAS] },
  { name: 'codec', paths: [CODEC], mayImport: [CONTRACT, `${CORE}/image`, DISK, NODE, SCHEMAS, 'sharp', 'libheif-js'] },
  {
    name: 'store',
    paths: [STORE],
    mayImport: [CONTRACT, `${CORE}/models/registry`, `${CODEC}/kind`, DISK, NODE, SCHEMAS],
  },
  // The one place that may load a backend.
  {
    name: 'compute/backend',
    paths: ['src-main/compute/backend.ts'],
    mayImport: [
      CONTRACT,
      CORE,
      DISK,
      NODE,
      'src-main/compute/adam-kernel',
      '@tensorflow/tfjs',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-node-gpu',
      '@tensorflow/tfjs-backend-wasm',
    ],
  },
  {
    name: 'compute',
    paths: ['src-main/compute'],
    mayImport: [
      CONTRACT,
      CORE,
      DISK,
      STORE,
      `${CODEC}/raw-picture`,
      `${CODEC}/samples`,
      `${PROCESSES}/serve`,
      `${PROCESSES}/child-port`,
      NODE,
      SCHEMAS,
      PACKAGE,
    ],
  },
  {
    name: 'photos',
    paths: ['src-main/photos'],
    mayImport: [
      CONTRACT,
      CORE,
      DISK,
      STORE,
      CODEC,
      `${PROCESSES}/serve`,
      `${PROCESSES}/child-port`,
      NODE,
      SCHEMAS,
      PACKAGE,
    ],
  },
  {
    name: 'processes/electron',
    paths: [`${PROCESSES}/electron-carrier.ts`],
    mayImport: [CONTRACT, PROCESSES, NODE, 'electron'],
  },
  { name: 'processes', paths: [PROCESSES], mayImport: [CONTRACT, NODE] },
  { name: 'host', paths: [HOST], mayImport: [CONTRACT, DISK, STORE, PROCESSES, NODE, SCHEMAS, PACKAGE] },
  {
    name: 'desktop',
    paths: ['src-main/desktop', 'src-main/index.ts'],
    mayImport: [CONTRACT, HOST, PROCESSES, NODE, 'electron', PACKAGE],
  },
  {
    name: 'web',
    paths: ['src-main/web', 'src-main/server.ts'],
    mayImport: [CONTRACT, HOST, PROCESSES, NODE, 'ws', PACKAGE],
  },
  { name: 'cli', paths: ['src-main/cli', 'src-main/cli.ts'], mayImport: [CONTRACT, HOST, PROCESSES, NODE, PACKAGE] },
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
