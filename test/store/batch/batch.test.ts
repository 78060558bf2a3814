import { readFileSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { RESTORE_DEFAULTS, type RestoreSettings } from '@contract/restore-options';
import type { Shard } from '@contract/batch';
import { say } from '@contract/sentence';
import { appendLine, ledgerPath, lockLedger, unlockLedger } from '../../../src-main/store/batch/ledger';
import { workOf, type Batch } from '../../../src-main/store/batch/batch';
import { planBatch } from '../../../src-main/store/batch/batch-plan';
import { publishResult } from '../../../src-main/store/batch/publish';
import { processTag } from '../../../src-main/disk/process-tag.mjs';
import { photoIdentity } from '../../../src-main/disk/photo-identity';
import { encodeResult } from '../../../src-main/photos/batch-handlers';
import { contentHash } from '../../../src-main/disk/content-hash';
import { orFull } from '../../../src-main/disk/disk-space';
import { scanPhotos } from '../../../src-main/store/batch/folder';
import { watchFileWork } from '../../fixtures/faults';
import { failureOf, noise, picture, rawPicture, temporaryFolder } from '../../fixtures/helpers';

const root = await temporaryFolder();
const SIZE = { width: 6, height: 4 };
let place = '';
let input = '';
let output = '';
let round = 0;
beforeEach(async () => {
  place = join(root, String((round += 1)));
  [input, output] = [join(place, 'in'), join(place, 'out')];
  await mkdir(input, { recursive: true });
});

const photo = async (name: string, seed = 1) => {
  const path = join(input, name);
  await mkdir(join(path, '..'), { recursive: true });
  await picture(noise(SIZE.width * SIZE.height * 3, 8, seed), SIZE.width, SIZE.height, 3)
    .png()
    .toFile(path);
  return path;
};

interface How {
  settings?: Partial<RestoreSettings>;
  shard?: Shard | null;
  folder?: string;
  developer?: string;
}

const plan = async ({ settings = {}, shard = null, folder = output, developer = 'libraw' }: How = {}) => {
  const { photos } = await scanPhotos([input], true);
  const planned = await planBatch({
    photos,
    folder,
    model: { id: 'model-id', name: 'm' },
    settings: { ...RESTORE_DEFAULTS, ...settings },
    shard,
    developer,
  });
  return { ...planned, open: planned.batch };
};

let raws = 0;
/** Saves a picture as the result of a photo of the plan. */
const save = async (batch: Batch, index: number, whileRestored: () => Promise<unknown> = () => Promise.resolve()) => {
  const { path: original, format, out } = batch.photos[index]!;
  const [identity, content] = [await photoIdentity(original), await contentHash(original)];
  await whileRestored();
  const { raw } = await rawPicture(join(place, `raw-${(raws += 1)}`), { ...SIZE, channels: 3, depth: 8 });
  const { folder, settings, model } = batch;
  const encoded = await encodeResult({ raw, original, identity, folder, out, format, settings, model });
  return publishResult(batch, index, content, encoded, 'onnx-cpu');
};

/** Plans and saves everything that is to be done, as a run does; answers what was skipped. */
const run = async (how: How = {}) => {
  const { open, photos } = await plan(how);
  for (const { index, skipped } of photos) if (skipped === undefined) await save(open, index);
  await unlockLedger(open.ledger, process.pid);
  return photos.flatMap(({ skipped }) => skipped ?? []);
};
const results = async (folder = output) => (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();

describe('a batch that is run again', () => {
  it('does nothing twice and says why; what is gone is done again under its name', async () => {
    await photo('a.png');
    await photo('b.png', 2);
    expect(await run()).toEqual([]);
    expect(await run()).toEqual([
      say('batch.restoredEarlier', { file: 'a_m.png' }),
      say('batch.restoredEarlier', { file: 'b_m.png' }),
    ]);
    await rm(join(output, 'a_m.png'));
    expect(await run()).toEqual([say('batch.restoredEarlier', { file: 'b_m.png' })]);
    expect(await results()).toEqual(['a_m.png', 'b_m.png']);
  });

  it('knows a photo by its content when its time has changed, and does a changed one', async () => {
    const path = await photo('a.png');
    await run();
    await utimes(path, 1, 1);
    expect(await run()).toHaveLength(1);
    await photo('a.png', 3);
    expect(await run()).toEqual([]);
    expect(await results()).toEqual(['a_m.png', 'a_m_2.png']);
  });

  it('does other settings anew, and everything when asked', async () => {
    await photo('a.png');
    await run();
    expect(await run({ settings: { strength: 50 } })).toEqual([]);
    expect(await run({ settings: { onConflict: 'skip' } })).toHaveLength(1);
    expect(await run({ settings: { again: true } })).toEqual([]);
    // Only camera raw is developed.
    expect(await run({ developer: 'darktable' })).toHaveLength(1);
    expect(await results()).toEqual(['a_m.png', 'a_m_2.png', 'a_m_3.png']);
  });

  it('takes two equal photos in two folders for two photos', async () => {
    await photo('x/a.png');
    await photo('y/a.png');
    expect(await run()).toEqual([]);
    expect([await results(join(output, 'x')), await results(join(output, 'y'))]).toEqual([['a_m.png'], ['a_m.png']]);
    expect(await run()).toHaveLength(2);
  });

  it('into the folder of the photos finds the photos only', async () => {
    await photo('a.png');
    await photo('sub/b.png');
    expect(await run({ folder: input })).toEqual([]);
    expect((await scanPhotos([input], true)).photos.map(({ relative }) => relative)).toEqual(['a.png', 'sub/b.png']);
    expect(await run({ folder: input })).toHaveLength(2);
    expect(await results(input)).toEqual(['a.png', 'a_m.png', 'sub']);
  });
});

describe('a run that was killed', () => {
  it('between the name and the word of it has done its photo', async () => {
    await photo('a.png');
    const { open } = await plan();
    await save(open, 0);
    const path = ledgerPath(open.folder, null);
    const [begin] = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, `${begin ?? ''}\n{"event":"do`);
    expect(await run()).toEqual([say('batch.restoredEarlier', { file: 'a_m.png' })]);
    expect((await readFile(path, 'utf8')).match(/"done"/g)).toHaveLength(1);
  });

  it('before the name is done again under it, unless somebody else took it', async () => {
    const path = await photo('a.png');
    const { open } = await plan();
    const facts = await stat(path);
    const begin = { ...workOf(open, 0, await contentHash(path)), bytes: facts.size, modifiedMs: facts.mtimeMs };
    const line = { event: 'begin', ...begin, out: 'a_m.png', outBytes: 1, outHash: 'never' } as const;
    await appendLine(open.ledger, line);
    expect(await run()).toEqual([]);
    expect(await results()).toEqual(['a_m.png']);
    await appendLine(open.ledger, line);
    await writeFile(join(output, 'a_m.png'), 'of somebody else');
    expect(await run()).toEqual([]);
    expect(await results()).toEqual(['a_m.png', 'a_m_2.png']);
    expect(await readFile(join(output, 'a_m.png'), 'utf8')).toBe('of somebody else');
  });

  it('at any step of saving, with half-written bytes too, leaves a folder that the next run completes', async () => {
    await photo('a.png');
    await photo('b.png', 2);
    await run();
    const whole = await Promise.all((await results()).map((name) => contentHash(join(output, name))));
    for (let failAt = 1; failAt < 24; failAt += 1) {
      await rm(output, { recursive: true });
      const { open } = await plan();
      const stop = await watchFileWork(async ({ index, half }) => {
        if (index < failAt) return;
        await half?.();
        throw new Error('power cut');
      });
      await save(open, 0).catch(() => undefined);
      stop();
      await unlockLedger(open.ledger, process.pid);
      await run();
      expect(await results(), `step ${failAt}`).toEqual(['a_m.png', 'b_m.png']);
      const again = await Promise.all((await results()).map((name) => contentHash(join(output, name))));
      expect(again).toEqual(whole);
    }
  });
});

describe('originals', () => {
  it('are never reached through a link, a hard link or a name of their own', async () => {
    const path = await photo('a.png');
    const before = await readFile(path);
    await mkdir(output);
    await symlink(path, join(output, 'a_m.png'));
    await link(path, join(output, 'a_m_2.png'));
    await run({ settings: { onConflict: 'overwrite' } });
    await run({ settings: { onConflict: 'overwrite', naming: '{name}' }, folder: input });
    expect(await results()).toEqual(['a_m.png', 'a_m_2.png', 'a_m_3.png']);
    expect(await results(input)).toEqual(['a.png', 'a_2.png']);
    expect(await readFile(path)).toEqual(before);
  });

  it('and all other files that are no results are never overwritten, results are', async () => {
    await photo('a.png');
    await mkdir(output);
    await writeFile(join(output, 'a_m.png'), 'of somebody else');
    const settings = { onConflict: 'overwrite', again: true } as const;
    await run({ settings });
    await run({ settings });
    expect(await results()).toEqual(['a_m.png', 'a_m_2.png']);
    expect(await readFile(join(output, 'a_m.png'), 'utf8')).toBe('of somebody else');
    await rm(join(output, 'a_m.png'));
    await run({ settings: { ...settings, naming: '{name}_{model}_2' } });
    expect(await results()).toEqual(['a_m_2.png']);
  });

  it('give their results their time when that is asked for', async () => {
    const path = await photo('a.png');
    await utimes(path, 1e9, 1e9);
    await run({ settings: { keepTimes: true } });
    expect((await stat(join(output, 'a_m.png'))).mtimeMs).toBe(1e12);
  });

  it('are not replaced by a link that appears after the plan', async () => {
    const path = await photo('a.png');
    const { open } = await plan({ settings: { onConflict: 'overwrite' } });
    await link(path, join(output, 'a_m.png'));
    expect(await save(open, 0)).toMatchObject({ path: join(open.folder, 'a_m_2.png') });
  });
});

describe('what is overwritten', () => {
  const again = { onConflict: 'overwrite', again: true } as const;

  it.each(['png', 'jpeg', 'tiff', 'webp', 'avif', 'jxl'] as const)(
    'is a result, as the ledger knows it (%s)',
    async (format) => {
      await photo('a.png');
      await run({ settings: { format } });
      const before = await results();
      await run({ settings: { ...again, format } });
      expect(await results()).toEqual(before);
    },
  );

  it('is nothing else: not a photo, not what a result was changed to, whatever mark it bears', async () => {
    await photo('a.png');
    await run();
    const result = await readFile(join(output, 'a_m.png'));
    expect(result.includes('urn:x-onepair:restored')).toBe(true);
    const edited = Buffer.concat([result, Buffer.from([0])]);
    for (const theirs of ['my own text', await readFile(join(input, 'a.png')), edited]) {
      await writeFile(join(output, 'a_m.png'), theirs);
      await rm(join(output, 'a_m_2.png'), { force: true });
      const { open } = await plan({ settings: again });
      const { notes } = (await save(open, 0)) as { notes: unknown };
      await unlockLedger(open.ledger, process.pid);
      expect(notes).toEqual([say('batch.keptOther', { file: 'a_m.png' })]);
      expect(await readFile(join(output, 'a_m.png'))).toEqual(Buffer.from(theirs));
      expect(await results()).toEqual(['a_m.png', 'a_m_2.png']);
    }
  });

  it('is nothing that was saved under its name just before', async () => {
    await photo('a.png');
    await run();
    const { open } = await plan({ settings: again });
    const path = join(output, 'a_m.png');
    const begun = () => readFileSync(ledgerPath(output, null), 'utf8').split('"begin"').length;
    const before = begun();
    // The ledger says what is coming: the name has been looked at.
    let edited = false;
    const stop = await watchFileWork(async ({ call }) => {
      if (call !== 'sync' || edited || begun() === before) return;
      edited = true;
      await writeFile(path, 'my own text');
    });
    const saved = await save(open, 0).finally(stop);
    expect(edited).toBe(true);
    expect(saved).toMatchObject({ path: join(open.folder, 'a_m_2.png') });
    expect(await readFile(path, 'utf8')).toBe('my own text');
  });

  it('is nothing that appeared after the plan', async () => {
    await photo('a.png');
    const { open } = await plan({ settings: again });
    await writeFile(join(output, 'a_m.png'), 'my own text');
    expect(await save(open, 0)).toMatchObject({ path: join(open.folder, 'a_m_2.png') });
  });
});

describe('shards', () => {
  const names = ['a.png', 'a.jpg', 'b.png', 'c.png', 'd.png'];
  it('do everything once, under the names of one run, whenever they begin', async () => {
    for (const [index, name] of names.entries()) await photo(name, index);
    const settings = { format: 'tiff' } as const;
    await run({ settings });
    const whole = await results();
    await rm(output, { recursive: true });
    for (const index of [3, 1, 2]) expect(await run({ settings, shard: { index, count: 3 } })).toEqual([]);
    expect(await results()).toEqual(whole);
    expect(await run({ settings })).toHaveLength(5);
  });
});

describe('what is in the way', () => {
  it('of a folder that another run works in is said', async () => {
    await photo('a.png');
    const { open } = await plan();
    await unlockLedger(open.ledger, process.pid);
    await lockLedger(open.ledger, open.folder, process.ppid);
    await expect(plan()).rejects.toMatchObject({ kind: 'busy' });
  });

  it('leaves nothing of a killed run behind, also where nothing is left to do', async () => {
    await photo('2019/a.png');
    await run();
    const left = join(output, '2019', `.~onepair-${processTag().split('-')[0]!}-4194303-1-1`);
    await writeFile(left, 'half a result');
    expect(await run()).toHaveLength(1);
    expect(await readdir(join(output, '2019'))).toEqual(['a_m.png']);
  });

  it('is a disk that is full from the start: it is waited for', async () => {
    await photo('a.png');
    const stop = await watchFileWork(({ call }) => {
      if (['mkdir', 'write', 'open', 'link'].includes(call))
        throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    });
    const answer = await orFull(() => plan());
    stop();
    expect(answer).toMatchObject({ full: { freeBytes: expect.any(Number) as number } });
    expect(await run()).toEqual([]);
  });

  it('is a full disk: folder and bytes are named, nothing half-written stays', async () => {
    await photo('a.png');
    const { open } = await plan();
    const stop = await watchFileWork(({ call }) => {
      if (call === 'write') throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    });
    const answer = await orFull(() => save(open, 0));
    stop();
    expect(answer).toMatchObject({ full: { path: expect.stringContaining('out') as string } });
    expect(await results()).toEqual([]);
    expect(await save(open, 0)).toMatchObject({ path: join(open.folder, 'a_m.png') });
  });

  it('is a disk that is full at the last line: the result is there, once', async () => {
    await photo('a.png');
    const { open } = await plan();
    let named = false;
    const stop = await watchFileWork(({ call }) => {
      named ||= call === 'link';
      if (named && call === 'write') throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    });
    const answer = await orFull(() => save(open, 0));
    stop();
    expect(answer).toMatchObject({ path: join(open.folder, 'a_m.png') });
    await unlockLedger(open.ledger, process.pid);
    expect(await run()).toEqual([say('batch.restoredEarlier', { file: 'a_m.png' })]);
    expect(await results()).toEqual(['a_m.png']);
  });

  it('is a photo that changes while it is restored: nothing is saved, and the next run restores it', async () => {
    await photo('a.png');
    const { open } = await plan();
    const failure = await failureOf(save(open, 0, () => photo('a.png', 5)));
    expect(failure).toMatchObject({ kind: 'bad-input', message: 'a.png changed while it was read. Try again.' });
    expect(await results()).toEqual([]);
    await unlockLedger(open.ledger, process.pid);
    expect(await run()).toEqual([]);
    expect(await results()).toEqual(['a_m.png']);
  });

  it('is a file that somebody saved meanwhile: it stays', async () => {
    await photo('a.png');
    const { open } = await plan();
    await writeFile(join(output, 'a_m.png'), 'theirs');
    expect(await save(open, 0)).toMatchObject({ path: join(open.folder, 'a_m_2.png') });
    expect(await readFile(join(output, 'a_m.png'), 'utf8')).toBe('theirs');
    const skipping = await plan({ settings: { onConflict: 'skip', strength: 1 } });
    expect(skipping.photos).toMatchObject([{ skipped: say('batch.alreadyThere', { file: 'a_m.png' }) }]);
  });
});
