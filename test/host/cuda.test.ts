import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readCudaOffer } from '../../src-main/host/cuda';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'onepair-cuda-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const write = async (path: string, value: unknown) => {
  await mkdir(join(root, path, '..'), { recursive: true });
  await writeFile(join(root, path), JSON.stringify(value));
};

it('tells how much room CUDA takes, by what the linked entry holds', async () => {
  await write('node_modules/.onepair/runtime.json', { kind: 'cuda', tensorflow: '2.21.0', reason: '', offer: '' });
  await write('cache/runtime/cuda-1/entry.json', { files: { 'deps/lib/a.so': 3_000_000_000, 'deps/lib/b.so': 5 } });
  await write('cache/runtime/cuda-1/lib/napi-v8/tfjs_binding.node', '');
  await mkdir(join(root, 'node_modules/@tensorflow/tfjs-node-gpu/lib'), { recursive: true });
  const link = join(root, 'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8');
  await symlink(join(root, 'cache/runtime/cuda-1/lib/napi-v8'), link, 'junction');
  expect(await readCudaOffer(root)).toEqual({ offer: '', reason: '', installed: 3_000_000_005 });
});

it('has no room to give back on the CPU, nor in a copy without a record', async () => {
  expect(await readCudaOffer(root)).toEqual({ offer: '', reason: '', installed: 0 });
  await write('node_modules/.onepair/runtime.json', { kind: 'cpu', reason: 'no driver', offer: 'CUDA (3 GB)' });
  expect(await readCudaOffer(root)).toEqual({ offer: 'CUDA (3 GB)', reason: 'no driver', installed: 0 });
});
