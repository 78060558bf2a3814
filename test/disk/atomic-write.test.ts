import { execFile } from 'node:child_process';
import { chmod, link, mkdir, readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeFolder, removeStaleTemps, writeFileAtomic } from '../../src-main/disk/atomic-write';
import { openCheckpointStore } from '../../src-main/store/checkpoint-store';
import { openLibrary } from '../../src-main/store/library';
import { loadModel, saveModel } from '../../src-main/store/model-file';
import { processTag } from '../../src-main/disk/process-tag.mjs';
import { watchFileWork } from '../fixtures/faults';
import { addModel } from '../fixtures/model';
import { SETTINGS, card, expectedTensors, failureOf, noise, temporaryFolder, weights } from '../fixtures/helpers';

const root = await temporaryFolder();
let round = 0;
async function freshFolder(): Promise<string> {
  const folder = join(root, String((round += 1)));
  await mkdir(folder);
  return folder;
}
let stopWatching = (): void => undefined;
afterEach(() => {
  stopWatching();
  stopWatching = () => undefined;
});
const bytes = (text: string) => [Buffer.from(text)];

it('makes a folder of a short name where one is', async () => {
  const before = process.cwd();
  process.chdir(await freshFolder());
  await Promise.all([makeFolder('b'), makeFolder(join('c', 'd'))]).finally(() => {
    process.chdir(before);
  });
  expect((await readdir(join(root, String(round)), { recursive: true })).sort()).toEqual(['b', 'c', join('c', 'd')]);
});

describe('a durable write', () => {
  it('writes all chunks, replaces or refuses', async () => {
    const folder = await freshFolder();
    const path = join(folder, 'a');
    await writeFileAtomic(path, [Buffer.from('one '), Buffer.from('two')]);
    expect(await readFile(path, 'utf8')).toBe('one two');
    await writeFileAtomic(path, bytes('three'));
    expect((await failureOf(writeFileAtomic(path, bytes('four'), { overwrite: false }))).message).toMatch(/already/);
    expect(await readFile(path, 'utf8')).toBe('three');
    expect(await readdir(folder)).toEqual(['a']);
  });

  it('syncs the file before its name appears, and the folder after', async () => {
    const folder = await freshFolder();
    const calls: string[] = [];
    stopWatching = await watchFileWork(({ call }) => void calls.push(call));
    await writeFileAtomic(join(folder, 'a'), bytes('x'));
    await writeFileAtomic(join(folder, 'b'), bytes('x'), { overwrite: false });
    expect(calls.join(' ')).toBe('open write sync rename open sync open write sync link unlink open sync');
  });

  it('goes on after short writes', async () => {
    const folder = await freshFolder();
    const content = noise(100_000, 8) as Uint8Array;
    const handle = await import('node:fs/promises').then(({ open }) => open(join(folder, 'x'), 'w'));
    const prototype = Object.getPrototypeOf(handle) as { write: (...args: unknown[]) => Promise<unknown> };
    await handle.close();
    const { write } = prototype;
    prototype.write = function (buffer, offset, length, position) {
      return write.call(this, buffer, offset, Math.min(length as number, 777), position);
    };
    stopWatching = () => (prototype.write = write);
    await writeFileAtomic(join(folder, 'a'), [content.subarray(0, 3), content.subarray(3)]);
    expect(new Uint8Array(await readFile(join(folder, 'a')))).toEqual(content);
  });

  it('publishes without links where the disk has none', async () => {
    const folder = await freshFolder();
    stopWatching = await watchFileWork(({ call }) => {
      if (call === 'link') throw Object.assign(new Error('no links'), { code: 'EPERM' });
    });
    await writeFileAtomic(join(folder, 'a'), bytes('x'), { overwrite: false });
    expect((await failureOf(writeFileAtomic(join(folder, 'a'), bytes('y'), { overwrite: false }))).message).toMatch(
      /already/,
    );
    expect([await readdir(folder), await readFile(join(folder, 'a'), 'utf8')]).toEqual([['a'], 'x']);
  });

  it.each(['ENOSPC', 'EIO', 'EACCES', 'EDQUOT'])('%s at any step: old or new, no leftovers, words', async (code) => {
    for (const overwrite of [true, false]) {
      for (let failAt = 1; ; failAt += 1) {
        const folder = await freshFolder();
        const path = join(folder, 'model.onepair');
        if (overwrite) await writeFile(path, 'old');
        stopWatching = await watchFileWork(async ({ index, half }) => {
          if (index !== failAt) return;
          await half?.(); // a disk fills up in the middle of a write
          throw Object.assign(new Error(code), { code });
        });
        const outcome = await writeFileAtomic(path, bytes('new'), { overwrite }).catch((error: unknown) => error);
        stopWatching();
        const names = (await readdir(folder)).filter((name) => name !== 'model.onepair');
        const content = await readFile(path, 'utf8').catch(() => null);
        expect([null, 'old', 'new']).toContain(content);
        if (outcome === undefined) {
          expect(content).toBe('new');
          if (failAt > 7) break; // all steps have had their turn
          continue;
        }
        expect(outcome).toMatchObject({ kind: 'disk', file: 'model.onepair' });
        expect((outcome as Error).message).toContain(folder);
        if (overwrite) expect(content).not.toBeNull();
        expect(names.length, `step ${failAt} left ${names.join()}`).toBe(0);
      }
    }
  });

  it('says when the folder is missing or the name too long', async () => {
    const folder = await freshFolder();
    const gone = await failureOf(writeFileAtomic(join(folder, 'none', 'a'), bytes('x')));
    expect(gone.message).toMatch(/^a was not saved: the folder .*none is not there/);
    expect((await failureOf(writeFileAtomic(join(folder, 'x'.repeat(300)), bytes('x')))).message).toMatch(/too long/);
  });

  it.skipIf(process.getuid?.() === 0)('says when the folder is read-only (root may write anywhere)', async () => {
    const folder = await freshFolder();
    await chmod(folder, 0o555);
    expect((await failureOf(writeFileAtomic(join(folder, 'a'), bytes('x')))).message).toMatch(/cannot be written/);
    await chmod(folder, 0o755);
  });

  it('leaves other names of the replaced file alone', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'original'), 'old');
    await link(join(folder, 'original'), join(folder, 'second name'));
    await writeFileAtomic(join(folder, 'second name'), bytes('new'));
    expect(await readFile(join(folder, 'original'), 'utf8')).toBe('old');
  });
});

it('removes what dead processes left, and nothing else', async () => {
  const folder = await freshFolder();
  const host = processTag().split('-')[0]!;
  const dead = `.~onepair-${host}-4194303-1-1`;
  const reused = `.~onepair-${host}-${process.pid}-1-1`;
  const foreign = '.~onepair-abcdef-1-1-1';
  const forgotten = '.~onepair-abcdef-1-1-2';
  const kept = [`.~onepair-${processTag()}-1`, foreign, '.~onepair-notes.txt', 'photo.jpg', '.~lock'];
  for (const name of [dead, reused, forgotten, ...kept]) await writeFile(join(folder, name), '');
  // A folder that is called like one is nobody's hindrance.
  kept.push(`.~onepair-${host}-4194303-1-9`);
  await mkdir(join(folder, kept.at(-1)!));
  await utimes(join(folder, forgotten), 0, 0);
  // Where the system does not tell start times, a process id that is in use counts as alive.
  const known = processTag().endsWith('-0') ? [reused] : [];
  expect(await removeStaleTemps(folder)).toBe(3 - known.length);
  expect((await readdir(folder)).sort()).toEqual([...kept, ...known].sort());
  expect(await removeStaleTemps(join(folder, 'missing'))).toBe(0);
  const other = await freshFolder();
  await writeFile(join(other, dead), '');
  await writeFileAtomic(join(other, 'a'), bytes('x'));
  expect(await readdir(other)).toEqual(['a']);
});

describe('killed ahead of or within any step', () => {
  let child: string;
  beforeAll(async () => {
    const outDir = join(root, 'child');
    await build({
      configFile: false,
      logLevel: 'error',
      resolve: { alias: { '@contract': resolve('src-preload/contract') } },
      ssr: { noExternal: true },
      build: {
        ssr: resolve('test/fixtures/save-child.ts'),
        outDir,
        target: 'node20',
        rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
      },
    });
    child = join(outDir, 'child.mjs');
  }, 60_000);

  /** True when the work was done, false when it was killed. */
  const run = (work: string, path: string, killAt: number): Promise<boolean> =>
    new Promise((done, fail) => {
      execFile(process.execPath, [child, work, path, String(killAt)], (error) => {
        if (error === null) done(true);
        else if (error.signal === 'SIGKILL') done(false);
        else fail(new Error(error.message));
      });
    });

  /** Repeats the work, killed one step later each time, until it gets through. Answers the number of kills. */
  async function killEverywhere(work: string, prepare: () => Promise<string>, check: (path: string) => Promise<void>) {
    for (let killAt = 1; ; killAt += 1) {
      const path = await prepare();
      const finished = await run(work, path, killAt);
      await check(path);
      if (finished) return killAt - 1;
    }
  }

  const old = { card: card('Old'), tensors: weights(1), crop: null };
  const namesIn = async (folder: string) => {
    await removeStaleTemps(folder);
    return readdir(folder);
  };

  it('a replaced model is the old or the new one', async () => {
    const kills = await killEverywhere(
      'replace',
      async () => {
        const path = join(await freshFolder(), 'm.onepair');
        await saveModel(path, old);
        return path;
      },
      async (path) => {
        const model = await loadModel(path, expectedTensors);
        expect(model.tensors).toEqual(weights(model.card.name === 'Old' ? 1 : 2));
        expect(await namesIn(join(path, '..'))).toEqual(['m.onepair']);
      },
    );
    expect(kills).toBe(6);
  }, 60_000);

  it('a new model is whole or not there', async () => {
    const kills = await killEverywhere(
      'create',
      async () => join(await freshFolder(), 'm.onepair'),
      async (path) => {
        for (const name of await namesIn(join(path, '..'))) {
          expect(name).toBe('m.onepair');
          expect((await loadModel(path, expectedTensors)).tensors).toEqual(weights(2));
        }
      },
    );
    expect(kills).toBe(7);
  }, 60_000);

  it.each(['rename', 'remove'])(
    '%s in the library',
    async (work) => {
      await killEverywhere(
        work,
        async () => {
          const folder = await freshFolder();
          await addModel(openLibrary(folder, expectedTensors), old);
          return folder;
        },
        async (folder) => {
          await removeStaleTemps(folder);
          const models = await openLibrary(folder, expectedTensors).list();
          // A killed program's claim goes with the next change.
          const files = (await readdir(folder)).filter((name) => !name.startsWith('library.lock-'));
          expect(models.length).toBe(files.length);
          expect(models.length).toBeLessThanOrEqual(1);
          for (const { id, name } of models) {
            expect(['Old', 'New']).toContain(name);
            expect((await openLibrary(folder, expectedTensors).load(id)).tensors).toEqual(weights(1));
          }
        },
      );
    },
    60_000,
  );

  it('a checkpoint is the last or the one before', async () => {
    const at = (step: number) => ({
      meta: { settings: SETTINGS, epoch: 1, epochs: 5, step },
      tensors: weights(step),
    });
    await killEverywhere(
      'checkpoint',
      async () => {
        const folder = await freshFolder();
        for (const step of [1, 2]) await openCheckpointStore(folder).save('job', at(step));
        return folder;
      },
      async (folder) => {
        const { meta, tensors } = await openCheckpointStore(folder).load('job');
        expect([2, 3]).toContain(meta.step);
        expect(tensors).toEqual(weights(meta.step));
      },
    );
  }, 60_000);
});
