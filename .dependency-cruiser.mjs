import { resolve } from 'node:path';

/**
 * The rooms of the product and what each may import: other rooms by name, files and folders by path, packages by name,
 * `node` for Node's own modules. A file belongs to the first row that names it or a folder above it. docs/architecture.md
 * shows this table; test/structure/imports.test.ts holds the sources and the page to it.
 * @type {{ name: string, paths: string[], may: string[], why: string }[]}
 */
export const ROOMS = [
  {
    name: 'contract',
    paths: ['src-preload/contract'],
    may: ['valibot', 'intl-messageformat', '@schummar/icu-type-parser'],
    why: 'what all sides agree on depends on none of them, not even by a type',
  },
  {
    name: 'core',
    paths: ['src-main/core'],
    may: ['contract', '@tensorflow/tfjs-core'],
    why: 'pure numerics: no disk, no backend; lint keeps clocks and `Math.random` out',
  },
  { name: 'disk', paths: ['src-main/disk'], may: ['contract', 'node', 'valibot'], why: 'files as such' },
  {
    name: 'codec',
    paths: ['src-main/codec'],
    may: ['contract', 'src-main/core/image', 'disk', 'node', 'valibot', 'sharp', 'libheif-js'],
    why: 'the only room that opens pictures of others',
  },
  {
    name: 'store',
    paths: ['src-main/store'],
    may: ['contract', 'src-main/codec/kind', 'disk', 'node', 'valibot'],
    why: 'what is remembered needs neither pixels nor TensorFlow',
  },
  {
    name: 'backend',
    paths: ['src-main/compute/backend.ts'],
    may: [
      'contract',
      'core',
      'disk',
      'node',
      'src-main/compute/adam-kernel',
      'src-main/compute/threads',
      '@tensorflow/tfjs',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-node-gpu',
      '@tensorflow/tfjs-backend-wasm',
    ],
    why: 'the one file that loads a backend of TensorFlow',
  },
  {
    name: 'onnx-runner',
    paths: ['src-main/compute/onnx-runner.ts'],
    may: ['contract', 'core', 'node', 'onnxruntime-node', 'src-main/compute/threads'],
    why: 'the one file that loads ONNX Runtime',
  },
  {
    name: 'compute',
    paths: ['src-main/compute'],
    may: [
      'contract',
      'core',
      'disk',
      'store',
      'src-main/codec/raw-picture',
      'src-main/codec/samples',
      'src-main/processes/serve',
      'src-main/processes/child-port',
      'node',
      'valibot',
      'package.json',
    ],
    why: "TensorFlow's process decodes no photo",
  },
  {
    name: 'photos',
    paths: ['src-main/photos'],
    may: [
      'contract',
      'core',
      'disk',
      'store',
      'codec',
      'src-main/processes/serve',
      'src-main/processes/child-port',
      'node',
      'valibot',
      'package.json',
    ],
    why: 'the process that opens photos loads no TensorFlow',
  },
  {
    name: 'disks',
    paths: ['src-main/disks'],
    may: ['contract', 'disk', 'src-main/processes/serve', 'src-main/processes/child-port', 'node'],
    why: 'the process that asks disks which may never answer',
  },
  {
    name: 'electron-carrier',
    paths: ['src-main/processes/electron-carrier.ts'],
    may: ['contract', 'processes', 'node', 'electron'],
    why: "children as Electron's utility processes",
  },
  { name: 'processes', paths: ['src-main/processes'], may: ['contract', 'node'], why: 'children as such' },
  {
    name: 'host',
    paths: ['src-main/host'],
    may: ['contract', 'disk', 'store', 'processes', 'node', 'valibot', 'package.json'],
    why: 'remembers and asks the children; computes nothing and opens no photo',
  },
  {
    name: 'self-test',
    paths: ['src-main/self-test'],
    may: ['contract', 'host', 'store', 'disk', 'processes', 'node'],
    why: 'uses the app as a shell does, on a home of its own',
  },
  {
    name: 'desktop',
    paths: ['src-main/desktop', 'src-main/index.ts'],
    may: ['contract', 'host', 'self-test', 'processes', 'electron-carrier', 'node', 'electron', 'package.json'],
    why: 'the Electron shell',
  },
  {
    name: 'web',
    paths: ['src-main/web', 'src-main/server.ts'],
    may: ['contract', 'disk', 'host', 'self-test', 'processes', 'node', 'ws', 'package.json'],
    why: 'a shell that runs without Electron',
  },
  {
    name: 'cli',
    paths: ['src-main/cli', 'src-main/cli.ts'],
    may: ['contract', 'disk', 'host', 'self-test', 'processes', 'node', 'package.json'],
    why: 'a shell that runs without Electron',
  },
  {
    name: 'bridge',
    paths: ['src-preload'],
    may: ['contract', 'electron'],
    why: 'all that the page gets of Electron: typed verbs',
  },
  {
    name: 'trainer',
    paths: ['src-renderer/trainer'],
    may: ['contract', 'core', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu'],
    why: "a page's worker that trains with the graphics processor",
  },
  {
    name: 'page',
    paths: ['src-renderer'],
    may: ['contract', 'bridge', 'src-renderer/trainer/worker', 'svelte', 'chart.js'],
    why: 'a page without Node, the same in Electron and in a browser',
  },
];

const escape = (/** @type {string} */ path) => path.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
const below = (/** @type {string} */ path) => `^${escape(path)}($|/|\\.)`;
const packageNamed = (/** @type {string} */ name) => `(^|node_modules/)${escape(name)}($|/)`;

/**
 * @param {string} entry one of `may`
 * @returns {string[]} patterns of what it permits
 */
function permitted(entry) {
  const room = ROOMS.find(({ name }) => name === entry);
  if (room !== undefined) return room.paths.map(below);
  return entry.startsWith('src-') || entry === 'package.json' ? [below(entry)] : [packageNamed(entry)];
}

const rules = ROOMS.map(({ name, paths, may, why }, index) => ({
  name: `${name}-imports`,
  severity: 'error',
  comment: why,
  from: {
    path: paths.map(below),
    pathNot: ROOMS.slice(0, index).flatMap((earlier) => earlier.paths.map(below)),
  },
  to: {
    pathNot: [...paths.map(below), ...may.flatMap(permitted)],
    ...(may.includes('node') ? { dependencyTypesNot: ['core'] } : {}),
  },
}));

export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', comment: 'types included', from: {}, to: { circular: true } },
    {
      name: 'own-room',
      severity: 'error',
      comment: 'every file of the product lies in a room',
      from: { path: '^src-', pathNot: ROOMS.flatMap(({ paths }) => paths.map(below)) },
      to: {},
    },
    {
      name: 'product-alone',
      severity: 'error',
      comment: 'what is built reads neither tests nor scripts',
      from: { path: '^(src-|tools/)' },
      to: { path: '^(test|scripts|docs)/' },
    },
    {
      name: 'page-without-tables',
      severity: 'error',
      comment:
        'the tables that the host checks by stay out of what the page reads for its first paint; their types do not',
      from: { path: String.raw`^(src-renderer/|src-preload/(api|bridge)\.ts)` },
      to: { path: String.raw`^src-preload/contract/(channels|worker-calls)\.ts`, dependencyTypesNot: ['type-only'] },
    },
    ...rules,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Imports of types too.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: resolve(import.meta.dirname, 'tsconfig.base.json') },
    // What createRequire made in compute/backend.ts.
    exoticRequireStrings: ['load'],
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
};
