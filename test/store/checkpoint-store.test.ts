import { readFile, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openCheckpointStore } from '../../src-main/store/checkpoint-store';
import { SETTINGS, failureOf, temporaryFolder, weights } from '../fixtures/helpers';

const root = await temporaryFolder();
const checkpoint = (step: number) => ({
  meta: { settings: SETTINGS, epoch: step / 10, epochs: 5, step, order: [3, 1, 2] },
  tensors: [
    ...weights(step),
    { name: 'random', shape: [4], dtype: 'U32' as const, data: Uint32Array.of(1, 2, 3, step) },
  ],
});

it('gives back the newest, with all that the trainer put in', async () => {
  const store = openCheckpointStore(join(root, 'a'), () => 0);
  expect(await store.list()).toEqual([]);
  for (const step of [10, 20, 30]) await store.save('job-1', checkpoint(step), 'Starfish');
  expect(await store.load('job-1')).toEqual(checkpoint(30));
  expect(await store.list()).toEqual([
    { id: 'job-1', name: 'Starfish', settings: SETTINGS, epoch: 3, epochs: 5, savedAt: '1970-01-01T00:00:00.000Z' },
  ]);
  expect((await readdir(join(root, 'a'))).sort()).toEqual(['job-1.a.checkpoint', 'job-1.b.checkpoint']);
  await store.remove('job-1');
  expect(await readdir(join(root, 'a'))).toEqual([]);
  expect((await failureOf(store.load('job-1'))).kind).toBe('not-found');
});

it('falls back to the older generation when the newer is damaged anywhere, and saves over the damaged one', async () => {
  const folder = join(root, 'b');
  const store = openCheckpointStore(folder);
  await store.save('x', checkpoint(10));
  await store.save('x', checkpoint(20));
  const newer = join(folder, 'x.b.checkpoint');
  const bytes = new Uint8Array(await readFile(newer));
  for (let at = 0; at < bytes.length; at += 7) {
    const damaged = bytes.slice();
    damaged[at]! ^= 16;
    await writeFile(newer, damaged);
    expect(await store.load('x'), `byte ${at}`).toEqual(checkpoint(10));
  }
  await truncate(newer, 100);
  expect(await store.load('x')).toEqual(checkpoint(10));
  await store.save('x', checkpoint(30));
  expect(await store.load('x')).toEqual(checkpoint(30));
  for (const generation of ['a', 'b']) await truncate(join(folder, `x.${generation}.checkpoint`), 50);
  expect((await failureOf(store.load('x'))).kind).toBe('not-found');
});

it('takes no path for an id', async () => {
  const store = openCheckpointStore(join(root, 'c'));
  expect((await failureOf(store.load('../x'))).kind).toBe('not-found');
  expect((await failureOf(store.save('a/b', checkpoint(1)))).kind).toBe('not-found');
});
