import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RawPair } from '@contract/worker-calls';
import { forgetPair, keepPair } from '../../src-main/store/kept-pair';

let folder = '';
let pair: RawPair;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepair-kept-'));
  const picture = async (name: string) => {
    const path = join(folder, name);
    await writeFile(path, name);
    return { path, width: 1, height: 1, channels: 3, depth: 8 } as const;
  };
  pair = { degraded: await picture('degraded'), clean: await picture('clean') };
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the pair of a checkpoint', () => {
  it('outlives the scratch files, without a copy', async () => {
    const checkpoints = join(folder, 'checkpoints');
    const kept = await keepPair(checkpoints, 'c1', pair);
    expect((await stat(kept.clean.path)).ino).toBe((await stat(pair.clean.path)).ino);
    await rm(pair.degraded.path);
    expect(await readFile(kept.degraded.path, 'utf8')).toBe('degraded');
    expect(kept.clean).toMatchObject({ width: 1, channels: 3 });
    const checked = await keepPair(checkpoints, 'c1', { ...pair, degraded: pair.clean }, 'checked');
    expect([checked.degraded.path, checked.clean.path]).not.toContain(kept.clean.path);
    await forgetPair(checkpoints, 'c1');
    expect(await readdir(checkpoints)).toEqual([]);
    await forgetPair(checkpoints, 'c1');
  });

  it('stays as it is when the resumed training keeps it again', async () => {
    const kept = await keepPair(join(folder, 'checkpoints'), 'c1', pair);
    expect(await keepPair(join(folder, 'checkpoints'), 'c1', kept)).toEqual(kept);
    expect(await readFile(kept.clean.path, 'utf8')).toBe('clean');
  });

  it('replaces what an earlier training of that id has left', async () => {
    await keepPair(join(folder, 'checkpoints'), 'c1', { degraded: pair.clean, clean: pair.degraded });
    const kept = await keepPair(join(folder, 'checkpoints'), 'c1', pair);
    expect(await readFile(kept.clean.path, 'utf8')).toBe('clean');
  });
});
