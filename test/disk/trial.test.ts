import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { processTag } from '../../src-main/disk/process-tag.mjs';
import { createTrial } from '../../src-main/disk/trial';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onepair-trial-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const trial = () => createTrial('gpu', folder);

/** The name in files of a process that has ended. */
async function endedTag(): Promise<string> {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  const tag = processTag(child.pid);
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await ended;
  return tag;
}

it('leaves nothing where it ends, whether well or not', async () => {
  const own = trial();
  await own.run(async () => {
    await expect(own.run(() => Promise.reject(new Error('no device')))).rejects.toThrow('no device');
    expect((await readdir(folder)).length).toBe(1);
    // Its own process lives.
    expect(own.endedProcess()).toBe(false);
  });
  expect(await readdir(folder)).toEqual([]);
});

it('knows for a day that two processes ended within it', async () => {
  const [first, second] = [
    join(folder, `gpu.trial-${await endedTag()}`),
    join(folder, `gpu.trial-${await endedTag()}`),
  ];
  await writeFile(first, '');
  // It may have been somebody who quit.
  expect(trial().endedProcess()).toBe(false);
  await writeFile(second, '');
  expect(trial().endedProcess()).toBe(true);
  expect(createTrial('other', folder).endedProcess()).toBe(false);
  const before = Date.now() / 1000 - 25 * 3600;
  await utimes(second, before, before);
  expect(trial().endedProcess()).toBe(false);
  expect(await readdir(folder)).toEqual([basename(first)]);
});

it('forgets what was before as soon as a process comes through', async () => {
  for (const tag of [await endedTag(), await endedTag()]) await writeFile(join(folder, `gpu.trial-${tag}`), '');
  await expect(trial().run(() => Promise.reject(new Error('no device')))).rejects.toThrow('no device');
  expect(trial().endedProcess()).toBe(true);
  await trial().run(() => Promise.resolve());
  expect(await readdir(folder)).toEqual([]);
});

it('goes on without a folder', async () => {
  await writeFile(join(folder, 'file'), '');
  const own = createTrial('gpu', join(folder, 'file', 'below'));
  expect(await own.run(() => Promise.resolve(7))).toBe(7);
  expect(own.endedProcess()).toBe(false);
});
