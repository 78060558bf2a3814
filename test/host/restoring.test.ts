import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '@contract/channels';
import { inEnglish } from '@contract/in-language';
import { say } from '@contract/sentence';
import { plain } from '../said';
import type { JobSnapshot } from '@contract/job';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import { AppError } from '@contract/result';
import { watchFileWork } from '../fixtures/faults';
import { encoded, hosted, MODEL, raw } from './hosted';

const SETTINGS = { ...RESTORE_DEFAULTS, naming: '{name}' };
type Hosted = ReturnType<typeof hosted>;
const idsOf = ({ host }: Hosted, count: number) =>
  Array.from({ length: count }, (_, index) => host.registerPhoto(`/p/${index}.png`).id);
const start = async (all: Hosted, count: number, more: object = {}) => {
  const answer = await all.ask('restore.start', {
    model: MODEL.id,
    photos: idsOf(all, count),
    settings: SETTINGS,
    ...more,
  });
  return answer['job'] as string;
};
const requestsTo = (all: Hosted, name: string) =>
  all.calls.filter(([called]) => called === name).map(([, args]) => args);
const full = { folder: '~/out', path: '/out', neededBytes: 12_345_678, freeBytes: 100_000 };
/** The number that a photo of these tests is called by. */
const numberOf = (path: string) => Number(basename(path)[0]);
const namesOf = (snapshot: { restored?: { savedAs?: string; error?: { kind: string; message: string } }[] }) =>
  snapshot.restored?.map(({ savedAs, error }) => (savedAs === undefined ? error?.kind : basename(savedAs)));
/** The rows of a batch's report: photo, outcome, result, …, fit, notes. */
const reportOf = async (all: Hosted, job: string) => {
  const { file }: Answer<'restore.report'> = await all.ask('restore.report', { job });
  const path = all.host.findPhoto(file.id)?.path ?? '';
  const lines = readFileSync(path.replace(/html$/, 'csv'), 'utf8').trim().split('\r\n').slice(1);
  return lines.map((line) => line.split(',').map((cell) => cell.replace(/^"|"$/g, '')));
};
const ledgerOf = ({ store }: Hosted) =>
  readFileSync(join(store.places.restored, '.onepair', 'ledger.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
/** Counts the turns of the event loop until something is so. */
const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise(setImmediate);
};

/** The only job, as soon as it is paused. */
const paused = async (all: Hosted): Promise<JobSnapshot> => {
  for (;;) {
    const [seen] = (await all.ask('jobs.list', {})) as JobSnapshot[];
    if (seen?.state === 'paused') return seen;
    await new Promise(setImmediate);
  }
};

describe('a restoring', () => {
  it('goes on after a photo that fails, notes it, and clears every scratch file', async () => {
    const all = hosted({
      photos: {
        'batch.prepare': ({ path }) =>
          numberOf(path) === 1
            ? Promise.reject(new AppError('bad-input', plain('1.png is broken.'), '1.png'))
            : Promise.resolve(all.prepared(path)),
      },
    });
    const job = await start(all, 3);
    const snapshot = await all.ended(job);
    const { restored } = all.store.places;
    expect(snapshot).toMatchObject({
      state: 'done',
      detail: say('job.photosRestored', { done: 2, count: 3 }),
      batch: { total: 3, restored: 2, skipped: 0, failed: 1, current: null, folder: restored },
    });
    expect(snapshot.batch?.report).toMatch(/\.html$/);
    expect(namesOf(snapshot)).toEqual(['0.png', 'bad-input', '2.png']);
    expect(all.pixelsLeft()).toEqual([]);
    expect(
      ledgerOf(all)
        .map(({ event, photo }) => `${String(event)} ${String(photo)}`)
        .sort(),
    ).toEqual([...['begin 0.png', 'begin 2.png', 'done 0.png', 'done 2.png', 'failed 1.png']]);
    expect((await reportOf(all, job)).map((cells) => [...cells.slice(0, 3), cells.at(-1)])).toEqual([
      ['0.png', 'restored', '0.png', ''],
      ['1.png', 'failed', '', '1.png is broken.'],
      ['2.png', 'restored', '2.png', ''],
    ]);
    const result = snapshot.restored?.[0]?.result?.id ?? '';
    expect(all.host.findPhoto(result)?.path).toBe(join(restored, '0.png'));
    expect((await readdir(restored)).sort()).toEqual(['.onepair', '0.png', '2.png', 'onepair-reports']);
  });

  it('over a folder whose disk does not answer is refused, and nothing on it is asked', async () => {
    const disks = {
      'disk.files': ({ paths }: { paths: string[] }) =>
        Promise.resolve(paths.map((path) => (path.startsWith('/dead/') ? null : true))),
    };
    const all = hosted({ disks });
    const photos = ['/p/0.png', '/dead/a/1.png', '/dead/b/2.png'].map((path) => all.host.registerPhoto(path).id);
    const job = await start(all, 0, { photos });
    const { state, error } = await all.ended(job);
    expect({ state, message: error?.message }).toMatchObject({
      state: 'failed',
      message: expect.stringMatching(/^The disk of the folder \/dead\/a does not answer/) as string,
    });
    expect(requestsTo(all, 'batch.prepare')).toEqual([]);
  });

  it('restores a photo in its own way, and knows so in the ledger and the report', async () => {
    const all = hosted();
    const ids = idsOf(all, 3);
    const job = await start(all, 3, { own: { [ids[1]!]: { strength: 40 } } });
    await all.ended(job);
    expect(requestsTo(all, 'restore.run')).toMatchObject([{ strength: 100 }, { strength: 40 }, { strength: 100 }]);
    const settings = ledgerOf(all)
      .filter(({ event }) => event === 'done')
      .map((line) => line['settings']);
    expect(settings[0]).toBe(settings[2]);
    expect(settings[1]).not.toBe(settings[0]);
    const [first, second] = await reportOf(all, job);
    expect(first?.at(-1)).toBe('');
    expect(second?.join()).toContain('Restored in its own way: cat-deblur-rnn, strength 40 %.');
    // Again: all are there. Another way for one: that one alone.
    await all.ended(await start(all, 3, { own: { [ids[1]!]: { strength: 40 } } }));
    expect(requestsTo(all, 'restore.run')).toHaveLength(3);
    await all.ended(await start(all, 3, { own: { [ids[1]!]: { strength: 50 } } }));
    expect(requestsTo(all, 'restore.run')).toHaveLength(4);
  });

  it('says in the report how near each photo was to the pair, and opens it by the job alone', async () => {
    const gaps = [
      { level: 'near', sentence: plain('Alike.') } as const,
      { level: 'far', sentence: plain('Noisier.') } as const,
    ];
    const all = hosted({
      photos: {
        'batch.prepare': ({ path }) => Promise.resolve({ ...all.prepared(path), gap: gaps[numberOf(path)]! }),
      },
    });
    const job = await start(all, 2);
    await all.ended(job);
    expect((await reportOf(all, job)).map((cells) => cells.slice(-2))).toEqual([
      ['near', ''],
      ['differs', 'Noisier.'],
    ]);
    const { opened }: Answer<'restore.report'> = await all.ask('restore.report', { job });
    expect(opened).toBe(false);
    await expect(all.ask('restore.report', { job: 'job-9' })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each([
    ['system', ['de-AT', 'en'], 'de'],
    ['en', ['de'], 'en'],
    ['de', ['en'], 'de'],
    // The command line stays English.
    ['de', undefined, 'en'],
  ] as const)('has its report written in the language chosen (%s on %j)', async (language, systems, expected) => {
    const all = hosted({}, systems && { languages: [...systems] });
    await all.store.settings.write({ language });
    const job = await start(all, 2);
    await all.ended(job);
    const { file }: Answer<'restore.report'> = await all.ask('restore.report', { job });
    const page = readFileSync(all.host.findPhoto(file.id)?.path ?? '', 'utf8');
    expect(page).toContain(`<html lang="${expected}">`);
  });

  it('does not repeat what an earlier run has done, and says why; its result can be opened', async () => {
    const all = hosted();
    await all.ended(await start(all, 1));
    all.calls.length = 0;
    const job = await start(all, 2);
    const snapshot = await all.ended(job);
    expect(snapshot.restored).toMatchObject([
      { skipped: say('batch.restoredEarlier', { file: '0.png' }), result: { name: '0.png' } },
      { source: { name: '1.png' } },
    ]);
    expect(namesOf(snapshot)).toEqual(['0.png', '1.png']);
    expect(requestsTo(all, 'batch.prepare')).toMatchObject([{ path: '/p/1.png' }]);
    expect(await all.ask('restore.outcomes', { job, from: 1 })).toMatchObject([{ result: { name: '1.png' } }]);
  });

  it('decodes the next photo and saves the one before while one is calculated, and no more', async () => {
    const order: string[] = [];
    const gates: (() => void)[] = [];
    const all = hosted({
      photos: {
        'batch.prepare': ({ path }) => {
          order.push(`decode ${numberOf(path)}`);
          return Promise.resolve(all.prepared(path));
        },
        'batch.encode': (request) => {
          order.push(`save ${numberOf(request.original)}`);
          return encoded(request);
        },
      },
      compute: {
        'restore.run': ({ out }) => {
          order.push('calculate');
          return new Promise((resolve) => {
            gates.push(() => {
              resolve({ raw: raw(out), engine: 'onnx-cpu' as const, tensors: 1 });
            });
          });
        },
      },
    });
    const job = await start(all, 4);
    for (let photo = 0; photo < 4; photo += 1) {
      await until(() => gates.length === photo + 1);
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
      gates[photo]?.();
    }
    await all.ended(job);
    expect(order.filter((step) => step !== 'calculate')).toEqual([
      ...['decode 0', 'decode 1', 'save 0', 'decode 2', 'save 1', 'decode 3', 'save 2', 'save 3'],
    ]);
  });

  it('tries a photo again when a process dies over it, then sets it aside; no other photo pays for it', async () => {
    const all = hosted({
      compute: {
        'restore.run': ({ source, out }) => {
          if (!source.path.includes('/0.'))
            return Promise.resolve({ raw: raw(out), engine: 'onnx-cpu' as const, tensors: 1 });
          setImmediate(() => all.crashes.compute?.('was ended by SIGKILL'));
          return new Promise(() => undefined);
        },
      },
    });
    const snapshot = await all.ended(await start(all, 2));
    expect(snapshot.restored?.map(({ error }) => error?.kind)).toEqual(['crashed', undefined]);
    expect(snapshot.restored?.[0]?.error?.message).toMatch(/^0\.png was set aside/);
    expect(requestsTo(all, 'restore.run')).toHaveLength(3);
  });

  it('finds out which photo kills the photo process, though others are on their way in it', async () => {
    const all = hosted({
      photos: {
        'batch.prepare': ({ path }) => {
          if (numberOf(path) !== 2) return Promise.resolve(all.prepared(path));
          setImmediate(() => all.crashes.photos?.('was ended by SIGSEGV'));
          return new Promise(() => undefined);
        },
        'batch.encode': async (request) => {
          // Saving takes long enough for the death of the next photo to hit it.
          for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
          return encoded(request);
        },
      },
    });
    const snapshot = await all.ended(await start(all, 4));
    expect(namesOf(snapshot)).toEqual(['0.png', '1.png', 'crashed', '3.png']);
  });

  it('ends a photo process that hangs over a photo, tries it alone, sets it aside and goes on', async () => {
    const all = hosted(
      {
        photos: {
          'batch.prepare': ({ path }) =>
            numberOf(path) === 1 ? new Promise(() => undefined) : Promise.resolve(all.prepared(path)),
        },
      },
      { patienceMs: 400 },
    );
    const snapshot = await all.ended(await start(all, 3));
    expect(namesOf(snapshot)).toEqual(['0.png', 'crashed', '2.png']);
    expect(snapshot.restored?.[1]?.error?.message).toMatch(
      /^1\.png was set aside: opening or saving it came to no end/,
    );
    expect(requestsTo(all, 'batch.prepare')).toHaveLength(4);
  });

  it('gives a large result more time to be saved', async () => {
    const large = { ...raw('/s/0.raw.restored'), width: 24_000, height: 10_000 };
    const all = hosted(
      {
        photos: {
          // Longer than a usual photo may take, shorter than ten may.
          'batch.encode': async (request) => {
            await new Promise((resolve) => setTimeout(resolve, 100));
            return encoded(request);
          },
        },
        compute: { 'restore.run': () => Promise.resolve({ raw: large, engine: 'onnx-cpu' as const, tensors: 1 }) },
      },
      { patienceMs: 40 },
    );
    expect(await all.ended(await start(all, 1))).toMatchObject({ state: 'done', batch: { restored: 1 } });
    expect(requestsTo(all, 'batch.encode')).toHaveLength(1);
  });

  it('gives a large HEIC more time to be decoded than a PNG of its bytes', async () => {
    const all = hosted(
      {
        photos: {
          'batch.prepare': async ({ path }) => {
            await new Promise((resolve) => setTimeout(resolve, 100));
            return all.prepared(path);
          },
        },
      },
      { patienceMs: 40 },
    );
    const paths = ['phone.heic', '0.png'].map((name) => join(all.store.places.home, name));
    // As large as their bytes say; nothing reads them here.
    for (const path of paths) await writeFile(path, '').then(() => truncate(path, 60e6));
    const photos = paths.map((path) => all.host.registerPhoto(path).id);
    expect(namesOf(await all.ended(await start(all, 0, { photos })))).toEqual(['phone.jpg', 'crashed']);
  });

  it('waits for room on a full disk, naming folder and bytes, and goes on', async () => {
    let tries = 0;
    const all = hosted({
      photos: {
        'batch.encode': (request) => ((tries += 1) === 1 ? Promise.resolve({ full }) : encoded(request)),
      },
    });
    const job = await start(all, 1);
    const seen = await paused(all);
    expect(inEnglish(seen.detail)).toBe(
      'The disk of ~/out is full: 12.3 MB are needed, 100 kB are free. It goes on when there is room.',
    );
    await all.ask('jobs.control', { job, action: 'resume' });
    expect(await all.ended(job)).toMatchObject({ state: 'done', batch: { restored: 1 } });
  });

  it('pauses while the folder of its results is gone, calculates nothing meanwhile, and goes on', async () => {
    let away = false;
    const place = () => all.store.places.restored;
    const all = hosted({
      compute: {
        'restore.run': async ({ out, source }) => {
          if (source.path.includes('/1.') && !away) {
            await rename(place(), `${place()}-moved`);
            away = true;
          }
          return { raw: raw(out), engine: 'onnx-cpu' as const, tensors: 1 };
        },
      },
    });
    const job = await start(all, 4);
    const seen = await paused(all);
    expect(inEnglish(seen.detail)).toMatch(/is not there any more. It goes on when the folder is back.$/);
    const calculated = requestsTo(all, 'restore.run').length;
    expect(calculated).toBeLessThanOrEqual(2);
    await rename(`${place()}-moved`, place());
    await all.ask('jobs.control', { job, action: 'resume' });
    expect(await all.ended(job)).toMatchObject({ state: 'done', batch: { restored: 4, failed: 0 } });
    expect((await readdir(place())).filter((name) => /^\d/.test(name))).toEqual(['0.png', '1.png', '2.png', '3.png']);
  });

  describe('whose disk of results does not answer any more', () => {
    let answer: () => void = () => undefined;
    let stop: () => void = () => undefined;
    const timers = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;
    /** A batch of two whose first result does not get its name before `answer` is called; patience has ended. */
    const silenced = async () => {
      vi.useFakeTimers({ toFake: [...timers] });
      const all = hosted();
      const silence = new Promise<void>((resolve) => (answer = resolve));
      const disk = { isAsked: false };
      stop = await watchFileWork(async ({ call }) => {
        if (call !== 'link') return;
        disk.isAsked = true;
        await silence;
      });
      const job = await start(all, 2);
      await until(() => disk.isAsked);
      await vi.advanceTimersByTimeAsync(30_000);
      return { all, job };
    };
    /** What comes while time passes, five times as fast: what real files take is no silence. */
    const passingTime = async <T>(coming: Promise<T>): Promise<T> => {
      const answer = { isThere: false };
      void coming.then(() => (answer.isThere = true));
      while (!answer.isThere) {
        await vi.advanceTimersByTimeAsync(100);
        await pause(20);
      }
      return coming;
    };
    afterEach(() => {
      answer();
      stop();
      vi.useRealTimers();
    });

    it('pauses until it does, and saves nothing twice', async () => {
      const { all, job } = await silenced();
      expect(inEnglish((await passingTime(paused(all))).detail)).toMatch(/It goes on when the folder is back/);
      answer();
      expect(await passingTime(all.ended(job))).toMatchObject({ state: 'done', batch: { restored: 2, failed: 0 } });
      expect((await readdir(all.store.places.restored)).filter((name) => name.endsWith('.png'))).toEqual([
        '0.png',
        '1.png',
      ]);
    });

    it('can be cancelled, and holds up no other', async () => {
      const { all, job } = await silenced();
      await all.ask('jobs.control', { job, action: 'cancel' });
      const ended = await passingTime(all.ended(job));
      expect(ended, ended.error?.message ?? '').toMatchObject({ state: 'cancelled' });
    });
  });

  it('can be cancelled while a disk is full', async () => {
    const all = hosted({ photos: { 'batch.encode': () => Promise.resolve({ full }) } });
    const job = await start(all, 2);
    await until(() => requestsTo(all, 'batch.encode').length > 0);
    await all.ask('jobs.control', { job, action: 'cancel' });
    expect((await all.ended(job)).state).toBe('cancelled');
    expect((await reportOf(all, job)).map(([, outcome]) => outcome)).toContain('failed');
  });

  it('can be cancelled while a photo is being opened that takes for ever', async () => {
    const all = hosted({ photos: { 'batch.prepare': () => new Promise(() => undefined) } });
    const job = await start(all, 2);
    await until(() => requestsTo(all, 'batch.prepare').length > 0);
    await all.ask('jobs.control', { job, action: 'cancel' });
    expect((await all.ended(job)).state).toBe('cancelled');
  });

  it('notes by each photo why another engine restored it', async () => {
    const why = say('runtime.engineFailed', { engine: 'WebGPU', why: 'device lost' });
    const all = hosted({
      compute: {
        'restore.run': ({ out, source }) => {
          const notes = source.path.includes('/1.') ? { notes: [why] } : {};
          return Promise.resolve({ raw: raw(out), engine: 'onnx-cpu' as const, tensors: 1, ...notes });
        },
      },
    });
    const job = await start(all, 2);
    expect((await all.ended(job)).state).toBe('done');
    const [usual, other] = (await reportOf(all, job)).map((row) => row.join());
    expect(usual).not.toContain('WebGPU');
    expect(other).toContain('WebGPU failed (device lost), so the processor restored this photo.');
  });

  it('fails when no photo could be restored', async () => {
    const all = hosted({
      compute: { 'restore.run': () => Promise.reject(new AppError('disk', plain('The disk is gone.'))) },
    });
    expect(await all.ended(await start(all, 2))).toMatchObject({
      state: 'failed',
      error: { message: 'The disk is gone.' },
    });
  });

  it('finishes the photo it is at and stops', async () => {
    const all = hosted({
      compute: {
        'restore.run': async ({ job, out, source }) => {
          if (source.path.includes('/1.')) await all.ask('jobs.control', { job, action: 'stop' });
          return { raw: raw(out), engine: 'onnx-cpu' as const, tensors: 1 };
        },
      },
    });
    const id = await start(all, 4);
    const snapshot = await all.ended(id);
    expect(snapshot).toMatchObject({ state: 'done', detail: say('job.photosRestored', { done: 2, count: 4 }) });
    // The one that was decoded ahead leaves nothing behind.
    expect(all.pixelsLeft()).toEqual([]);
    expect((await reportOf(all, id)).map(([, outcome]) => outcome)).toEqual([
      ...['restored', 'restored', 'not reached', 'not reached'],
    ]);
  });

  it('cancels at once: the photo at hand is dropped, what is done stays', async () => {
    const all = hosted({
      compute: {
        'restore.run': async ({ job, out, source }) => {
          if (!source.path.includes('/1.')) return { raw: raw(out), engine: 'onnx-cpu' as const, tensors: 1 };
          await all.ask('jobs.control', { job, action: 'cancel' });
          throw new AppError('cancelled', plain('Cancelled.'));
        },
      },
    });
    const snapshot = await all.ended(await start(all, 3));
    expect(snapshot).toMatchObject({ state: 'cancelled', batch: { restored: 1, failed: 0 } });
  });

  it('takes photos first when asked, and leaves the rest in order', async () => {
    const gates: (() => void)[] = [];
    const all = hosted({
      compute: {
        'restore.run': ({ out }) =>
          new Promise((resolve) => {
            gates.push(() => {
              resolve({ raw: raw(out), engine: 'onnx-cpu' as const, tensors: 1 });
            });
          }),
      },
    });
    const ids = idsOf(all, 6);
    const job = await start(all, 6);
    await until(() => gates.length === 1);
    // 0 is calculated and 1 decoded already.
    await all.ask('restore.order', { job, photos: [ids[5], ids[0], ids[3]] });
    for (let photo = 0; photo < 6; photo += 1) {
      await until(() => gates.length === photo + 1);
      gates[photo]?.();
    }
    const { restored } = await all.ended(job);
    expect(restored?.map(({ source }) => source.name[0]).join('')).toBe('015324');
  });

  it('passes folder, settings, shard and relative names on to the plan', async () => {
    const all = hosted();
    const { home } = all.store.places;
    await mkdir(join(home, 'in/sub'), { recursive: true });
    for (const name of ['sub/a.png', 'b.png', 'c.psd']) await writeFile(join(home, 'in', name), 'x');
    const input = all.host.registerFolder(join(home, 'in')).id;
    const { photos: listed, unread }: Answer<'restore.scan'> = await all.ask('restore.scan', {
      inputs: [input],
      recursive: true,
    });
    expect(unread).toEqual({ '.psd': 1 });
    expect(listed.map(({ relative }) => relative)).toEqual(['b.png', 'sub/a.png']);
    const folder = all.host.registerFolder(join(home, 'out')).id;
    const { job } = await all.ask('restore.start', {
      model: MODEL.id,
      photos: listed.map(({ id }) => id),
      folder,
      settings: SETTINGS,
      shard: { index: 2, count: 2 },
    });
    expect(namesOf(await all.ended(job))).toEqual(['a.png']);
    expect(await readdir(join(home, 'out/sub'))).toEqual(['a.png']);
    expect(await readdir(join(home, 'out/.onepair'))).toEqual(['ledger-2-of-2.jsonl']);
    const bad = all.ask('restore.start', {
      model: MODEL.id,
      photos: [listed[0]?.id],
      settings: SETTINGS,
      shard: { index: 4, count: 3 },
    });
    await expect(bad).rejects.toMatchObject({ kind: 'bad-input' });
  });

  it('mirrors the folders of dropped photos, and no name leads out of the folder of the results', async () => {
    const all = hosted();
    const photos = idsOf(all, 3);
    const folders = { [photos[0]!]: '2019/day 2', [photos[1]!]: '../..//etc', [photos[2]!]: 'C:\\x' };
    const { job } = await all.ask('restore.start', { model: MODEL.id, photos, folders, settings: SETTINGS });
    await all.ended(job);
    const out = all.store.places.restored;
    for (const name of ['2019/day 2/0.png', 'untitled/untitled/untitled/etc/1.png', 'C-x/2.png'])
      expect((await stat(join(out, name))).isFile()).toBe(true);
  });

  it('measures how long the rest takes by the weight of the files', async () => {
    const all = hosted({
      compute: {
        'restore.run': async ({ job, out, source }, emit) => {
          if (numberOf(source.path) === 0) emit('job.progress', { job, fraction: 0.5 });
          // Longer than changes are held back.
          await new Promise((resolve) => setTimeout(resolve, 150));
          return { raw: raw(out), engine: 'onnx-cpu' as const, tensors: 1 };
        },
      },
    });
    const paths = ['0.png', '1.png'].map((name) => join(all.store.places.home, name));
    for (const [index, path] of paths.entries()) await writeFile(path, 'x'.repeat(100 + 200 * index));
    const job = await start(all, 0, { photos: paths.map((path) => all.host.registerPhoto(path).id) });
    await all.ended(job);
    const told = all.events.flatMap(([event, payload]) => (event === 'job.changed' ? (payload as JobSnapshot) : []));
    // Half of the first photo, which is a quarter of all bytes.
    expect(told.map(({ progress }) => progress)).toContain(0.125);
    expect(told.at(-1)?.progress).toBe(1);
  });
});
