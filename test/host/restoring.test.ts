import { describe, expect, it } from 'vitest';
import type { Answer } from '@contract/channels';
import type { PlanRequest, ReportRequest } from '@contract/batch';
import { RESTORE_DEFAULTS, type JobSnapshot } from '@contract/job';
import { AppError } from '@contract/result';
import { inEnglish } from '@contract/in-language';
import { say } from '@contract/sentence';
import { plain } from '../said';
import { hosted, planOf, raw } from './hosted';

type Hosted = ReturnType<typeof hosted>;
const idsOf = ({ host }: Hosted, count: number) =>
  Array.from({ length: count }, (_, index) => host.registerPhoto(`/p/${index}.png`).id);
const start = async (all: Hosted, count: number, more: object = {}) => {
  const answer = await all.ask('restore.start', {
    model: 'm1',
    photos: idsOf(all, count),
    settings: RESTORE_DEFAULTS,
    ...more,
  });
  return answer['job'] as string;
};
const requestsTo = (all: Hosted, name: string) =>
  all.calls.filter(([called]) => called === name).map(([, args]) => args);
const full = { folder: '~/out', path: '/out', neededBytes: 12_345_678, freeBytes: 100_000 };
/** Counts the turns of the event loop until something is so. */
const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise(setImmediate);
};

describe('a restoring', () => {
  it('goes on after a photo that fails, notes it, and clears every scratch file', async () => {
    const all = hosted({
      photos: {
        'batch.prepare': ({ index }) =>
          index === 1
            ? Promise.reject(new AppError('bad-input', '1.png is broken.', '1.png'))
            : Promise.resolve({ raw: raw(`/s/${index}.raw`), content: 'c', identity: 'i', info: {} as never }),
      },
    });
    const snapshot = await all.ended(await start(all, 3));
    expect(snapshot).toMatchObject({
      state: 'done',
      detail: say('job.photosRestored', { done: 2, count: 3 }),
      batch: {
        total: 3,
        restored: 2,
        skipped: 0,
        failed: 1,
        current: null,
        folder: '/results',
        report: '/results/report.html',
      },
    });
    expect(snapshot.restored?.map(({ error, savedAs }) => error?.message ?? savedAs)).toEqual([
      '/results/0.png',
      '1.png is broken.',
      '/results/2.png',
    ]);
    expect(all.pixelsLeft()).toEqual([]);
    expect(requestsTo(all, 'batch.fail')).toEqual([
      { plan: '/scratch/plan', index: 1, reason: plain('1.png is broken.') },
    ]);
    const [close] = requestsTo(all, 'batch.close') as ReportRequest[];
    expect(
      close?.rows.map(({ photo, outcome, result, notes }) => [photo, outcome, result, notes.map(inEnglish).join(' ')]),
    ).toEqual([
      ['0.png', 'restored', '0.png', ''],
      ['1.png', 'failed', '', '1.png is broken.'],
      ['2.png', 'restored', '2.png', ''],
    ]);
    const result = snapshot.restored?.[0]?.result?.id ?? '';
    expect(all.host.findPhoto(result)?.path).toBe('/results/0.png');
  });

  it('says in the report how near each photo was to the pair, and opens it by the job alone', async () => {
    const fits = [
      { level: 'near', sentence: plain('Alike.') } as const,
      { level: 'far', sentence: plain('Noisier.') } as const,
    ];
    const all = hosted({
      photos: {
        'batch.prepare': ({ index }) =>
          Promise.resolve({
            raw: raw(`/s/${index}.raw`),
            content: 'c',
            identity: 'i',
            info: {} as never,
            fit: fits[index]!,
          }),
      },
    });
    const job = await start(all, 2);
    await all.ended(job);
    const [close] = requestsTo(all, 'batch.close') as ReportRequest[];
    expect(close?.rows.map(({ fit, notes }) => [fit, notes.map(inEnglish).join(' ')])).toEqual([
      ['near', ''],
      ['far', 'Noisier.'],
    ]);
    const { file, opened }: Answer<'restore.report'> = await all.ask('restore.report', { job });
    expect([file.name, opened, all.host.findPhoto(file.id)?.path]).toEqual([
      'report.html',
      false,
      '/results/report.html',
    ]);
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
    await all.ended(await start(all, 2));
    expect(requestsTo(all, 'batch.close')).toMatchObject([{ language: expected }]);
  });

  it('does not repeat what an earlier run has done, and says why; its result can be opened', async () => {
    const all = hosted({
      photos: {
        'batch.plan': ({ photos }) => {
          const plan = planOf(photos.map(({ path }) => path));
          Object.assign(plan.photos[0]!, { skipped: 'Restored already.', result: '/results/0.png' });
          return Promise.resolve(plan);
        },
      },
    });
    const job = await start(all, 2);
    const snapshot = await all.ended(job);
    expect(snapshot.restored).toMatchObject([
      { skipped: 'Restored already.', savedAs: '/results/0.png', result: { name: '0.png' } },
      { savedAs: '/results/1.png' },
    ]);
    expect(requestsTo(all, 'batch.prepare')).toEqual([{ plan: '/scratch/plan', index: 1 }]);
    expect(await all.ask('restore.outcomes', { job, from: 1 })).toMatchObject([{ savedAs: '/results/1.png' }]);
  });

  it('decodes the next photo and saves the one before while one is calculated, and no more', async () => {
    const order: string[] = [];
    const gates: (() => void)[] = [];
    const all = hosted({
      photos: {
        'batch.prepare': ({ index }) => {
          order.push(`decode ${index}`);
          return Promise.resolve({ raw: raw(`/s/${index}.raw`), content: 'c', identity: 'i', info: {} as never });
        },
        'batch.save': ({ index }) => {
          order.push(`save ${index}`);
          return Promise.resolve({ path: `/r/${index}.png`, bytes: 1, notes: [] });
        },
      },
      compute: {
        'restore.run': ({ out }) => {
          order.push('calculate');
          return new Promise((resolve) => {
            gates.push(() => {
              resolve({ raw: raw(out), tensors: 1 });
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
          if (!source.path.includes('/0.')) return Promise.resolve({ raw: raw(out), tensors: 1 });
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
        'batch.prepare': ({ index }) => {
          if (index !== 2)
            return Promise.resolve({ raw: raw(`/s/${index}.raw`), content: 'c', identity: 'i', info: {} as never });
          setImmediate(() => all.crashes.photos?.('was ended by SIGSEGV'));
          return new Promise(() => undefined);
        },
        'batch.save': async ({ index }) => {
          // Saving takes long enough for the death of the next photo to hit it.
          for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
          return { path: `/r/${index}.png`, bytes: 1, notes: [] };
        },
      },
    });
    const snapshot = await all.ended(await start(all, 4));
    expect(snapshot.restored?.map(({ savedAs, error }) => savedAs ?? error?.kind)).toEqual([
      '/r/0.png',
      '/r/1.png',
      'crashed',
      '/r/3.png',
    ]);
  });

  it('ends a photo process that hangs over a photo, tries it alone, sets it aside and goes on', async () => {
    const all = hosted(
      {
        photos: {
          'batch.prepare': ({ index }) =>
            index === 1
              ? new Promise(() => undefined)
              : Promise.resolve({ raw: raw(`/s/${index}.raw`), content: 'c', identity: 'i', info: {} as never }),
        },
      },
      { patienceMs: 30 },
    );
    const snapshot = await all.ended(await start(all, 3));
    expect(snapshot.restored?.map(({ savedAs, error }) => savedAs ?? error?.message)).toEqual([
      '/results/0.png',
      expect.stringMatching(/^1\.png was set aside: opening or saving it came to no end/),
      '/results/2.png',
    ]);
    expect(requestsTo(all, 'batch.prepare')).toHaveLength(4);
  });

  it('gives a large result more time to be saved', async () => {
    const large = { ...raw('/s/0.raw.restored'), width: 24_000, height: 10_000 };
    const all = hosted(
      {
        photos: {
          // Longer than a usual photo may take, shorter than ten may.
          'batch.save': () =>
            new Promise((resolve) => {
              setTimeout(resolve, 100, { path: '/r/0.png', bytes: 1, notes: [] });
            }),
        },
        compute: { 'restore.run': () => Promise.resolve({ raw: large, tensors: 1 }) },
      },
      { patienceMs: 40 },
    );
    expect(await all.ended(await start(all, 1))).toMatchObject({ state: 'done', batch: { restored: 1 } });
    expect(requestsTo(all, 'batch.save')).toHaveLength(1);
  });

  it('gives a large HEIC more time to be decoded than a PNG of its bytes', async () => {
    const prepare = ({ index }: { index: number }) =>
      new Promise<never>((resolve) => {
        setTimeout(resolve, 100, { raw: raw(`/s/${index}.raw`), content: 'c', identity: 'i', info: {} } as never);
      });
    const paths = ['/p/phone.heic', '/p/0.png'];
    const all = hosted(
      {
        photos: {
          'batch.plan': () =>
            Promise.resolve({ ...planOf(paths), photos: [0, 1].map((index) => ({ index, bytes: 60e6 })) }),
          'batch.prepare': prepare,
        },
      },
      { patienceMs: 40 },
    );
    const photos = paths.map((path) => all.host.registerPhoto(path).id);
    const snapshot = await all.ended(await start(all, 0, { photos }));
    expect(snapshot.restored?.map(({ savedAs, error }) => savedAs ?? error?.kind)).toEqual([
      '/results/0.png',
      'crashed',
    ]);
  });

  it('waits for room on a full disk, naming folder and bytes, and goes on', async () => {
    let tries = 0;
    const all = hosted({
      photos: {
        'batch.save': ({ index }) =>
          Promise.resolve((tries += 1) === 1 ? { full } : { path: `/r/${index}.png`, bytes: 1, notes: [] }),
      },
    });
    const job = await start(all, 1);
    const look = async () => ((await all.ask('jobs.list', {})) as JobSnapshot[])[0];
    let seen = await look();
    while (seen?.state !== 'paused') {
      await new Promise(setImmediate);
      seen = await look();
    }
    expect(inEnglish(seen.detail)).toBe(
      'The disk of ~/out is full: 12.3 MB are needed, 0.1 MB are free. It goes on when there is room.',
    );
    await all.ask('jobs.control', { job, action: 'resume' });
    expect(await all.ended(job)).toMatchObject({ state: 'done', batch: { restored: 1 } });
  });

  it('can be cancelled while a disk is full', async () => {
    const all = hosted({ photos: { 'batch.save': () => Promise.resolve({ full }) } });
    const job = await start(all, 2);
    await until(() => requestsTo(all, 'batch.save').length > 0);
    await all.ask('jobs.control', { job, action: 'cancel' });
    expect((await all.ended(job)).state).toBe('cancelled');
    expect(requestsTo(all, 'batch.close')).toHaveLength(1);
  });

  it('fails when no photo could be restored', async () => {
    const all = hosted({ compute: { 'restore.run': () => Promise.reject(new AppError('disk', 'The disk is gone.')) } });
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
          return { raw: raw(out), tensors: 1 };
        },
      },
    });
    const snapshot = await all.ended(await start(all, 4));
    expect(snapshot).toMatchObject({ state: 'done', detail: say('job.photosRestored', { done: 2, count: 4 }) });
    // The one that was decoded ahead leaves nothing behind.
    expect(all.pixelsLeft()).toEqual([]);
    const [close] = requestsTo(all, 'batch.close') as ReportRequest[];
    expect(close?.rows.map(({ outcome }) => outcome)).toEqual(['restored', 'restored', 'not reached', 'not reached']);
  });

  it('cancels at once: the photo at hand is dropped, what is done stays', async () => {
    const all = hosted({
      compute: {
        'restore.run': async ({ job, out, source }) => {
          if (!source.path.includes('/1.')) return { raw: raw(out), tensors: 1 };
          await all.ask('jobs.control', { job, action: 'cancel' });
          throw new AppError('cancelled', 'Cancelled.');
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
              resolve({ raw: raw(out), tensors: 1 });
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
    const all = hosted({
      photos: {
        'batch.scan': () =>
          Promise.resolve({
            photos: [
              { path: '/p/sub/a.png', relative: 'sub/a.png', bytes: 7 },
              { path: '/p/b.png', relative: 'b.png', bytes: 8 },
            ],
            unread: { '.nef': 1 },
            results: 0,
            problems: [],
          }),
      },
    });
    const input = all.host.registerFolder('/p').id;
    const { photos: listed, unread } = (await all.ask('restore.scan', { inputs: [input], recursive: true })) as {
      photos: { id: string; relative: string }[];
      unread: Record<string, number>;
    };
    expect(unread).toEqual({ '.nef': 1 });
    expect(requestsTo(all, 'batch.scan')).toEqual([{ inputs: ['/p'], recursive: true }]);
    const folder = all.host.registerFolder('/out').id;
    const { job } = await all.ask('restore.start', {
      model: 'm1',
      photos: listed.map(({ id }) => id),
      folder,
      settings: RESTORE_DEFAULTS,
      shard: { index: 2, count: 3 },
    });
    await all.ended(job);
    const [plan] = requestsTo(all, 'batch.plan') as PlanRequest[];
    expect(plan).toMatchObject({ folder: '/out', shard: { index: 2, count: 3 }, model: { library: 'm1' } });
    expect(plan?.photos.map(({ relative }) => relative)).toEqual(['sub/a.png', 'b.png']);
    const bad = all.ask('restore.start', {
      model: 'm1',
      photos: [listed[0]?.id],
      settings: RESTORE_DEFAULTS,
      shard: { index: 4, count: 3 },
    });
    await expect(bad).rejects.toMatchObject({ kind: 'bad-input' });
  });

  it('mirrors the folders of dropped photos, and no name leads out of the folder of the results', async () => {
    const all = hosted();
    const photos = idsOf(all, 3);
    const folders = { [photos[0]!]: '2019/day 2', [photos[1]!]: '../..//etc', [photos[2]!]: 'C:\\x' };
    await all.ended(
      (await all.ask('restore.start', { model: 'm1', photos, folders, settings: RESTORE_DEFAULTS }))['job'],
    );
    const [plan] = requestsTo(all, 'batch.plan') as PlanRequest[];
    expect(plan?.photos.map(({ relative }) => relative)).toEqual([
      ...['2019/day 2/0.png', 'untitled/untitled/untitled/etc/1.png', 'C-x/2.png'],
    ]);
  });

  it('measures how long the rest takes by the weight of the files', async () => {
    const all = hosted({
      photos: {
        'batch.plan': () =>
          Promise.resolve({
            ...planOf(['a', 'b']),
            photos: [
              { index: 0, bytes: 100 },
              { index: 1, bytes: 300 },
            ],
          }),
      },
      compute: {
        'restore.run': async ({ job, out, source }, emit) => {
          for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
          if (source.path.includes('/0.')) emit('restore.progress', { job, fraction: 0.5 });
          return { raw: raw(out), tensors: 1 };
        },
      },
    });
    const job = await start(all, 2);
    await all.ended(job);
    const told = all.events.map(([, payload]) => payload as { batch?: { current: unknown }; progress: number });
    expect(told.at(-1)?.progress).toBe(1);
  });
});
