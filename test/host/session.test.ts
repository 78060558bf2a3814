import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Answer } from '@contract/channels';
import { RESTORE_DEFAULTS } from '@contract/restore-options';
import { say } from '@contract/sentence';
import type { Session } from '@contract/session';
import { SESSION } from '../fixtures/session';
import { hosted, MODEL } from './hosted';

type Hosted = ReturnType<typeof hosted>;
const read = (all: Hosted): Promise<Answer<'session.read'>> => all.ask('session.read', {});
/** Ends the app, and starts it again on what it has left. */
async function restarted(all: Hosted): Promise<Hosted> {
  await all.host.close();
  return hosted({}, { store: all.store });
}
const photo = (all: Hosted, folder: string, name: string) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), name);
  return all.host.registerPhoto(join(folder, name));
};

it('a session comes back in a second page, and after the app was started again', async () => {
  const all = hosted();
  expect(await read(all)).toBeNull();
  const photos = join(all.store.places.home, 'photos');
  const [degraded, clean] = [photo(all, photos, 'soft.png'), photo(all, photos, 'sharp.png')];
  // A photo that a page handed over lies where this run has its own.
  const uploaded = photo(all, join(await all.host.scratchFolder(), 'upload'), 'from page.png');
  // A burst's seams are a picture that only the app has; a second pair lies where the user has it.
  const leftOut = photo(all, join(await all.host.scratchFolder(), 'burst'), 'left-out.png');
  const second = { degraded: photo(all, photos, 'soft 2.png'), clean: photo(all, photos, 'sharp 2.png') };
  const folder = all.host.registerFolder(join(photos, 'results'));
  const watched = all.host.registerFolder(join(photos, 'incoming'));
  const session: Session = {
    ...SESSION,
    view: 'compare',
    pair: {
      ...{ ...SESSION.pair, degraded, clean, second, region: { x: 1, y: 2, width: 200, height: 150 } },
      ...{ asIs: ['tone'], burst: { notes: [say('burst.one')], leftOut } },
    },
    training: { ...SESSION.training, method: 'rnn', byHand: { patch: 9 } },
    restore: { ...SESSION.restore, photos: [{ ...uploaded, relative: 'from page.png' }], folder, watched },
    compare: {
      ...SESSION.compare,
      comparisons: [
        { source: uploaded, clean: null, results: [{ photo: null, label: 'cat', model: MODEL.id, crisp: null }] },
      ],
    },
  };
  await all.ask('session.keep', { session });
  expect(await read(all)).toEqual({ session, missing: [], silent: [] });

  const next = await restarted(all);
  expect(await read(next)).toEqual({ session, missing: [], silent: [] });
  for (const { id, name } of [degraded, clean, uploaded, leftOut]) expect(next.host.findPhoto(id)?.ref.name).toBe(name);
  // Chosen once more, a photo is the one that is known.
  expect(next.host.registerPhoto(join(photos, 'soft.png'))).toEqual(degraded);

  // And again, when the page has kept nothing meanwhile, without a photo that was removed.
  for (const name of ['sharp.png', 'soft 2.png']) rmSync(join(photos, name));
  const third = await restarted(next);
  const found = await read(third);
  expect(found?.missing).toEqual(['sharp.png', 'soft 2.png']);
  expect(found?.session.pair).toMatchObject({ degraded, clean: null, region: null });
  expect(found?.session.pair).not.toHaveProperty('burst');
  expect(found?.session.pair).not.toHaveProperty('second');
  expect(found?.session.restore.photos.map(({ name }) => name)).toEqual(['from page.png']);
});

it('photos on disks that do not answer are left out and named, and nobody waits for them', async () => {
  const all = hosted();
  const folder = join(all.store.places.home, 'photos');
  const [here, there, gone] = ['here.png', 'there.png', 'gone.png'].map((name) => photo(all, folder, name));
  const photos = [here!, there!, gone!].map((one) => ({ ...one, relative: one.name }));
  const session = { ...SESSION, pair: { ...SESSION.pair, clean: there! }, restore: { ...SESSION.restore, photos } };
  await all.ask('session.keep', { session });
  await all.host.close();
  rmSync(join(folder, 'gone.png'));
  const asked: number[] = [];
  const disks = {
    'disk.files': ({ paths, patienceMs }: { paths: string[]; patienceMs: number }) => {
      asked.push(patienceMs);
      return Promise.resolve(paths.map((path) => (path.endsWith('there.png') ? null : path.endsWith('here.png'))));
    },
  };
  const next = hosted({ disks }, { store: all.store });
  const found = await read(next);
  expect(found).toMatchObject({ missing: ['gone.png'], silent: ['there.png'] });
  expect(found?.session.restore.photos.map(({ name }) => name)).toEqual(['here.png']);
  expect(found?.session.pair.clean).toBeNull();
  // All at once, and not for long.
  expect(asked).toHaveLength(1);
  expect(asked[0]).toBeLessThanOrEqual(1_000);

  // What the page shows without them is kept with them: a disk that wakes late costs nothing.
  await next.ask('session.keep', { session: found!.session });
  const awake = await restarted(next);
  const all3 = await read(awake);
  expect(all3).toMatchObject({ missing: [], silent: [] });
  expect(all3?.session.restore.photos.map(({ name }) => name)).toEqual(['here.png', 'there.png']);
  expect(all3?.session.pair.clean?.name).toBe('there.png');
});

it('what was added again, or replaced by another pair, is not awaited any more', async () => {
  const all = hosted();
  const folder = join(all.store.places.home, 'photos');
  const [here, there] = ['here.png', 'there.png'].map((name) => photo(all, folder, name));
  const listed = (...refs: { id: string; name: string }[]) => refs.map((one) => ({ ...one, relative: one.name }));
  const session = {
    ...SESSION,
    pair: { ...SESSION.pair, clean: there! },
    restore: { ...SESSION.restore, photos: listed(there!) },
  };
  await all.ask('session.keep', { session });
  await all.host.close();
  const disks = {
    'disk.files': ({ paths }: { paths: string[] }) => Promise.resolve(paths.map(() => null)),
  };
  const next = hosted({ disks }, { store: all.store });
  expect((await read(next))?.silent).toEqual(['there.png']);
  const again = next.host.registerPhoto(next.host.findPhoto(there!.id)?.path ?? join(folder, 'there.png'));
  const other = next.host.registerPhoto(join(folder, 'here.png'));
  const now = {
    ...SESSION,
    pair: { ...SESSION.pair, clean: other },
    restore: { ...SESSION.restore, photos: listed(again) },
  };
  await next.ask('session.keep', { session: now });
  const found = (await read(await restarted(next)))?.session;
  expect(found?.pair.clean?.name).toBe(here!.name);
  expect(found?.restore.photos.map(({ id }) => id)).toEqual([again.id]);
});

it('a session comes back where nobody could ask the disks', async () => {
  const all = hosted();
  const here = photo(all, join(all.store.places.home, 'photos'), 'here.png');
  await all.ask('session.keep', { session: { ...SESSION, pair: { ...SESSION.pair, clean: here } } });
  await all.host.close();
  const disks = { 'disk.files': () => Promise.reject(new Error('no threads')) };
  expect((await read(hosted({ disks }, { store: all.store })))?.session.pair.clean).toEqual(here);
});

it('what a session’s file calls photos and folders is not believed', async () => {
  const all = hosted();
  const results = join(all.store.places.home, 'results');
  const folder = all.host.registerFolder(results);
  const lies = { ...SESSION.restore, folder: { id: folder.id, label: '~/elsewhere' } };
  const session = { ...SESSION, restore: lies };
  await all.store.session.write({ session, photos: {}, folders: { [folder.id]: results }, batch: null });
  expect((await read(all))?.session.restore.folder).toEqual(folder);
  await all.store.session.write({ session, photos: {}, folders: {}, batch: null });
  const next = await restarted(all);
  expect((await read(next))?.session.restore.folder).toBeNull();
});

it('what a session’s file names twice is there once', async () => {
  const all = hosted();
  const [one, other] = ['one.png', 'other.png'].map((name) => photo(all, join(all.store.places.home, 'photos'), name));
  const listed = [one!, other!, one!].map((ref) => ({ ...ref, relative: ref.name }));
  const result = (label: string) => ({ photo: other!, label, model: MODEL.id, crisp: null });
  const comparison = { source: one!, clean: one!, results: [result('a'), result('b')] };
  const session: Session = {
    ...SESSION,
    restore: { ...SESSION.restore, photos: listed },
    compare: { ...SESSION.compare, comparisons: [comparison, comparison] },
  };
  const photos = Object.fromEntries(
    [one!, other!].map(({ id, name }) => [id, { path: all.host.findPhoto(id)!.path, name }]),
  );
  await all.store.session.write({ session, photos, folders: {}, batch: null });
  const found = (await read(await restarted(all)))?.session;
  expect(found?.restore.photos).toEqual(listed.slice(0, 2));
  expect(found?.compare.comparisons).toEqual([{ ...comparison, results: [result('a')] }]);
});

/** Begins a batch of these photos and keeps the session that shows it. */
async function begunAndKept(all: ReturnType<typeof hosted>, photos: { id: string; name: string }[]): Promise<string> {
  const { job }: { job: string } = await all.ask('restore.start', {
    model: MODEL.id,
    photos: photos.map(({ id }) => id),
    settings: { ...RESTORE_DEFAULTS, naming: '{name}' },
  });
  const restore = { ...SESSION.restore, photos: photos.map((one) => ({ ...one, relative: one.name })) };
  await all.ask('session.keep', {
    session: { ...SESSION, restore: { ...restore, job: { id: job, model: MODEL.id, crisp: 0 } } },
  });
  return job;
}

it('a batch that has ended keeps its summary, its report and its results', async () => {
  const all = hosted();
  const folder = join(all.store.places.home, 'photos');
  const photos = ['1.png', '2.png'].map((name) => photo(all, folder, name));
  // Kept while it runs: how it ended is added by itself.
  const job = await begunAndKept(all, photos);
  const ended = await all.ended(job);
  const outcomes = await all.ask('restore.outcomes', { job, from: 0 });

  const next = await restarted(all);
  expect((await read(next))?.session.restore.job?.id).toBe(job);
  const [known] = (await next.ask('jobs.list', {})) as Answer<'jobs.list'>;
  expect(known).toMatchObject({ id: job, state: 'done', batch: ended.batch });
  expect(await next.ask('restore.outcomes', { job, from: 0 })).toEqual(outcomes);
  const { file }: Answer<'restore.report'> = await next.ask('restore.report', { job });
  expect(file.name).toMatch(/\.html$/);
});

it('a batch whose app died in the middle has a summary and a report of what was done', async () => {
  const all = hosted({
    compute: {
      'restore.run': ({ source, out }) =>
        source.path.endsWith('3.raw')
          ? new Promise(() => undefined)
          : Promise.resolve({ raw: { ...source, path: out }, tensors: 1, engine: 'onnx-cpu' as const }),
    },
  });
  const photos = ['1.png', '2.png', '3.png'].map((name) => photo(all, join(all.store.places.home, 'photos'), name));
  const job = await begunAndKept(all, photos);
  await expect.poll(async () => (await all.store.session.read())?.batch?.outcomes.length, { timeout: 10_000 }).toBe(2);

  const next = hosted({}, { store: all.store });
  expect((await read(next))?.session.restore.job?.id).toBe(job);
  const [known] = (await next.ask('jobs.list', {})) as Answer<'jobs.list'>;
  expect(known).toMatchObject({ state: 'interrupted', batch: { total: 3, restored: 2, skipped: 0, failed: 0 } });
  expect(await next.ask('restore.outcomes', { job, from: 0 })).toHaveLength(2);
  const { file }: Answer<'restore.report'> = await next.ask('restore.report', { job });
  const said = readFileSync(next.host.findPhoto(file.id)?.path ?? '', 'utf8');
  expect(said).toContain('2 restored · 0 skipped · 0 failed · 1 not reached');
  expect(said).toContain('<td>3.png</td>');
});

it('refuses a session that is none, and keeps the one there is', async () => {
  const all = hosted();
  await all.ask('session.keep', { session: { ...SESSION, view: 'restore' } });
  for (const wrong of [null, {}, { ...SESSION, view: 'nowhere' }, { ...SESSION, more: true }])
    await expect(all.ask('session.keep', { session: wrong })).rejects.toMatchObject({ kind: 'bad-input' });
  expect((await read(all))?.session.view).toBe('restore');
});

it('of a long list whose paths are long too, as many photos are kept as its file has room for', async () => {
  const all = hosted();
  const deep = join(all.store.places.home, ...Array.from({ length: 15 }, () => 'x'.repeat(255)));
  const photos = Array.from({ length: 9_000 }, (_, at) => {
    const { id } = all.host.registerPhoto(join(deep, `${at}.png`));
    return { id, name: `${at}.png`, relative: `${at}.png` };
  });
  const kept = await all.ask('session.keep', { session: { ...SESSION, restore: { ...SESSION.restore, photos } } });
  expect(kept).toBeGreaterThan(1_000);
  expect(kept).toBeLessThan(3_000);
  await all.host.close();
  expect((await all.store.session.read())?.session.restore.photos).toEqual(photos.slice(0, kept));
});
