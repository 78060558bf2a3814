import { describe, expect, it } from 'vitest';
import { filesBelow, importsOf } from './import-graph';
import { isAllowed, partOf } from './import-table';

const sources = ['src-main', 'src-preload', 'src-renderer']
  .flatMap(filesBelow)
  .filter((path) => /\.(ts|svelte)$/.test(path));
const imports = sources.flatMap(importsOf);

describe('the import table', () => {
  it('sees the real graph', () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(imports).toContainEqual({ from: 'src-main/core/tf.ts', to: '@tensorflow/tfjs-core' });
    expect(imports).toContainEqual({ from: 'src-main/compute/backend.ts', to: '@tensorflow/tfjs-node-gpu' });
  });

  it('has a part for every source file', () => {
    expect(sources.filter((path) => partOf(path) === null)).toEqual([]);
  });

  it('allows every import', () => {
    const broken = imports.filter(({ from, to }) => !isAllowed(from, to)).map(({ from, to }) => `${from} -> ${to}`);
    expect(broken).toEqual([]);
  });

  it.each([
    ['src-main/core/models/rnn.ts', 'node:fs'],
    ['src-main/core/models/rnn.ts', '@tensorflow/tfjs'],
    ['src-main/codec/index.ts', 'src-main/core/training/train'],
    ['src-main/processes/serve.ts', '@tensorflow/tfjs-node-gpu'],
    ['src-main/processes/serve.ts', 'electron'],
    ['src-main/host/router.ts', 'src-main/codec/index'],
    ['src-main/compute/restore-job.ts', 'src-main/codec/index'],
    ['src-main/host/router.ts', 'electron'],
    ['src-main/server.ts', 'electron'],
    ['src-main/cli.ts', 'src-main/core/random'],
    ['src-renderer/main.ts', 'node:path'],
    ['src-renderer/main.ts', 'src-main/host/host'],
    ['src-preload/contract/job.ts', 'src-preload/api'],
  ])('refuses %s -> %s', (from, to) => {
    expect(isAllowed(from, to)).toBe(false);
  });
});
