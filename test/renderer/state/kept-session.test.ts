import { expect, it, vi } from 'vitest';
import { flushSync } from 'svelte';
import * as v from 'valibot';
import { LONGEST_MESSAGE } from '@contract/port';
import { sessionSchema } from '@contract/session';
import { fitting } from '../../../src-renderer/state/kept-session.svelte';
import { AppState } from '../../../src-renderer/state/app.svelte';
import { plain } from '../../said';
import { SESSION } from '../../fixtures/session';
import { fakeJob, fakeModel, FakeApi } from '../fakes/fake-api';

it('takes up what was kept, says what is gone, and keeps what changes', async () => {
  const api = new FakeApi({
    'models.list': () => [fakeModel('m1', 'attic')],
    'session.keep': ({ session }) => session.restore.photos.length,
  });
  const [soft, sharp, other] = ['soft.png', 'sharp.png', 'other.png'].map((name) => api.addPhoto(name));
  const session = {
    ...SESSION,
    view: 'compare' as const,
    pair: {
      ...{ ...SESSION.pair, degraded: soft!, clean: sharp!, second: { degraded: other!, clean: sharp! } },
      ...{ asIs: ['tone' as const], burst: { notes: [plain('Two shots.')], leftOut: other! } },
    },
    restore: {
      ...SESSION.restore,
      watched: { id: 'folder-9', label: '~/in' },
      photos: [{ ...other!, relative: '2019/other.png' }],
      way: 'grid' as const,
    },
    compare: {
      ...SESSION.compare,
      comparisons: [
        { source: other!, clean: null, results: [{ photo: null, label: 'attic', model: 'm1', crisp: null }] },
      ],
      zoom: { mode: 'free' as const, scale: 4, x: 0.25, y: 0.75 },
    },
  };
  api.handlers['session.read'] = () => ({ session, missing: ['gone.png'], silent: ['a.png', 'b.png'] });
  const app = new AppState(api);
  await app.start();
  expect(app.session.view).toBe('compare');
  expect(app.session.notices.map(({ text }) => text)).toEqual([
    '“gone.png” is not where it was the last time. Add it again.',
    'Disks of 2 photos do not answer: a.png, b.png. Connect them again and start Onepair again, or add the photos again.',
  ]);
  expect([app.pair.degraded?.name, app.pair.clean?.name]).toEqual(['soft.png', 'sharp.png']);
  expect(app.pair.second?.degraded.name).toBe('other.png');
  expect(app.pair.burst).toEqual(session.pair.burst);
  expect(app.restore.way).toBe('grid');
  expect(app.restore.watch).toMatchObject({ folder: { label: '~/in' }, keeps: true });
  expect(app.compare.comparison).toMatchObject({ name: 'other.png', results: [{ label: 'attic' }] });
  expect(app.compare.view.viewport).toEqual(session.compare.zoom);

  app.session.show('library');
  flushSync();
  await vi.waitFor(() => {
    expect(api.asked('session.keep')).toHaveLength(1);
  });
  // As it was, with what has changed; the list has its folders, which are mirrored again.
  const photos = [{ ...other!, relative: '2019/other.png', folder: '2019' }];
  expect(api.asked('session.keep')).toMatchObject([
    {
      session: { ...session, view: 'library', restore: { ...session.restore, photos, shown: other!.id, model: 'm1' } },
    },
  ]);
  app.restore.watch.end();
});

it('brings back the photo on the stage first and the others in their places, and stays where one goes meanwhile', async () => {
  const api = new FakeApi({
    'models.list': () => [fakeModel('m1', 'attic')],
    'session.keep': ({ session }) => session.restore.photos.length,
  });
  const photos = ['a.png', 'b.png', 'c.png', 'd.png'].map((name) => api.addPhoto(name));
  const comparisons = photos.map((source) => ({
    ...{ source, clean: null },
    results: [{ photo: api.addPhoto(`restored ${source.name}`), label: 'attic', model: 'm1', crisp: null }],
  }));
  const session = { ...SESSION, compare: { ...SESSION.compare, comparisons, current: 2 } };
  api.handlers['session.read'] = () => ({ session, missing: [], silent: [] });
  const app = new AppState(api);
  const seen: (string | undefined)[] = [];
  const read = api.handlers['photos.info']!;
  api.handlers['photos.info'] = (request) => {
    seen.push(app.compare.comparison?.name);
    // With three of them there, another one is looked at.
    if (app.compare.comparisons.length === 3) app.compare.stepTo(photos[0]!.id);
    return read(request);
  };
  await app.start();
  expect(new Set(seen.slice(seen.indexOf('c.png')))).toEqual(new Set(['c.png', 'a.png']));
  expect(seen.slice(0, seen.indexOf('c.png')).every((name) => name === undefined)).toBe(true);
  expect(app.compare.comparisons.map(({ name }) => name)).toEqual(photos.map(({ name }) => name));
  expect(app.compare.comparison?.name).toBe('a.png');
  expect(app.compare.right?.label).toBe('attic');
});

it('what is kept while two methods learn is a session', async () => {
  const api = new FakeApi({ 'session.keep': () => 0, 'session.read': () => null });
  let jobs = 0;
  api.handlers['train.start'] = () => {
    const id = `job-${++jobs}`;
    api.emit('job.changed', fakeJob({ id }));
    return { job: id };
  };
  const app = new AppState(api);
  await app.start();
  await app.pair.drawSample(256);
  await app.firstRun.bothMethods();
  flushSync();
  await vi.waitFor(() => {
    const [last] = api.asked('session.keep').slice(-1) as { session: unknown }[];
    expect(v.parse(sessionSchema, last?.session).training.two?.jobs).toEqual(['job-1', 'job-2']);
  });
});

it('keeps of a long list what fits into one message', () => {
  const photo = (index: number, length: number) => {
    const relative = String(index).padStart(length, 'é');
    return { id: String(index).padStart(22, 'x'), name: relative, relative, info: null };
  };
  const many = fitting(Array.from({ length: 30_000 }, (_, index) => photo(index, 30)));
  const long = fitting(Array.from({ length: 30_000 }, (_, index) => photo(index, 250)));
  expect(many).toHaveLength(20_000);
  expect(long.length).toBeGreaterThan(2_000);
  for (const kept of [many, long]) expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(0.75 * LONGEST_MESSAGE);
});

it('says when a list is kept in part, once', async () => {
  // The host has room for fewer than the page sends: it knows their paths.
  const api = new FakeApi({ 'session.keep': () => 2, 'session.read': () => null });
  const app = new AppState(api);
  await app.start();
  app.restore.list.takeUp(['a', 'b', 'c'].map((name) => ({ id: name, name, relative: name })));
  for (const [index, view] of (['train', 'pair'] as const).entries()) {
    app.session.show(view);
    flushSync();
    await vi.waitFor(() => {
      expect(api.asked('session.keep')).toHaveLength(index + 1);
    });
  }
  expect(app.session.notices.map(({ text }) => text)).toEqual([
    'Of these 3 photos the first 2 will be here again when Onepair is started the next time. Restoring takes all.',
  ]);
});

it('shows a photo that is named twice once, and every view', async () => {
  const api = new FakeApi({
    'models.list': () => [fakeModel('m1', 'attic')],
    'session.keep': ({ session }) => session.restore.photos.length,
  });
  const [one, other] = ['one.png', 'other.png'].map((name) => api.addPhoto(name));
  const results = ['a', 'b'].map((label) => ({ photo: other!, label, model: 'm1', crisp: null }));
  const listed = { ...one!, relative: 'one.png' };
  const session = {
    ...SESSION,
    restore: { ...SESSION.restore, photos: [listed, listed], way: 'list' as const },
    compare: { ...SESSION.compare, comparisons: [{ source: one!, clean: one!, results }] },
  };
  api.handlers['session.read'] = () => ({ session, missing: [], silent: [] });
  const app = new AppState(api);
  await app.start();
  expect(app.restore.list.photos.map(({ id }) => id)).toEqual([one!.id]);
  expect(app.compare.comparison?.results.map(({ label }) => label)).toEqual(['b']);
});

it('leaves a person who went elsewhere meanwhile there, and keeps nothing where nothing could be read', async () => {
  const api = new FakeApi({
    'session.keep': ({ session }) => session.restore.photos.length,
    'session.read': () => ({ session: { ...SESSION, view: 'train' }, missing: [], silent: [] }),
  });
  const answer = api.hold('session.read');
  const app = new AppState(api);
  const started = app.start();
  app.session.show('settings');
  answer();
  await started;
  expect(app.session.view).toBe('settings');

  const unread = new FakeApi();
  const second = new AppState(unread);
  await second.start();
  second.session.show('train');
  flushSync();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(second.knowsView).toBe(true);
  expect(unread.asked('session.keep')).toEqual([]);
});
