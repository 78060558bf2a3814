import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WATCHED_EVERY_MS } from '@contract/arrivals';
import { AppError } from '@contract/result';
import { inEnglish } from '@contract/in-language';
import { say } from '@contract/sentence';
import { failed, plain } from '../../../said';
import { AppState } from '../../../../src-renderer/state/app.svelte';
import { fakeJob, fakeModel, FakeApi } from '../../fakes/fake-api';

const INFO = { version: '1', shell: 'web', platform: 'linux', defaultOutput: '~/out' } as const;

let api: FakeApi;
let app: AppState;

beforeEach(async () => {
  api = new FakeApi({ 'models.list': () => [fakeModel('m1', 'attic'), fakeModel('m2', 'garden')] });
  app = new AppState(api);
  await app.start();
});

it('takes photos once each, and one refused file keeps no other out', async () => {
  const a = api.addPhoto('a.jpg');
  await app.restore.list.add([a, a]);
  await app.restore.list.take([new File(['x'], 'notes.txt'), new File(['x'], 'b.jpg')]);
  expect(app.restore.list.photos.map((photo) => photo.name)).toEqual(['a.jpg', 'b.jpg']);
});

it('mirrors the folders that dropped photos lay in', async () => {
  await app.restore.list.take([new File(['x'], 'a.jpg'), new File(['x'], 'b.jpg')], ['', '2019/day 2']);
  expect(app.restore.list.photos.map(({ relative }) => relative)).toEqual(['a.jpg', '2019/day 2/b.jpg']);
  await app.restore.begin();
  expect(api.asked('restore.start')).toMatchObject([{ folders: { [app.restore.list.photos[1]!.id]: '2019/day 2' } }]);
});

it('names a photo that cannot be read and leaves it out', async () => {
  api.handlers['photos.info'] = () => {
    throw new AppError('bad-input', plain('broken.jpg ends too early. Copy it again.'));
  };
  await app.restore.list.add([api.addPhoto('broken.jpg')]);
  expect(app.restore.list.photos).toEqual([]);
  expect(inEnglish(app.restore.problem)).toContain('broken.jpg ends too early');
});

it('starts with the model, the settings and the folder that are shown', async () => {
  await app.restore.list.add([api.addPhoto('a.jpg')]);
  app.restore.useModel('m2');
  app.restore.form.change({ strength: 60, format: 'png' });
  await app.restore.begin();
  expect(api.asked('restore.start')).toEqual([
    {
      model: 'm2',
      photos: ['photo-1'],
      settings: { strength: 60, onConflict: 'rename', naming: '{name}_{model}', format: 'png' },
    },
  ]);
});

it('shows what became of each photo and puts results into Compare once', async () => {
  const a = api.addPhoto('a.jpg');
  const b = api.addPhoto('b.jpg');
  await app.restore.list.add([a, b]);
  await app.restore.begin();
  const done = { source: a, result: api.addPhoto('a_attic.jpg'), savedAs: '~/a_attic.jpg', elapsedMs: 900 };
  const broken = { source: b, error: failed('bad-input', 'b.jpg is cut off.'), elapsedMs: 1 };
  const job = fakeJob({ id: 'job-2', kind: 'restore' });
  api.emit('job.changed', { ...job, restored: [done] });
  api.emit('job.changed', { ...job, state: 'done', restored: [done, broken] });
  expect(app.restore.outcomes.of(a.id)?.savedAs).toBe('~/a_attic.jpg');
  expect(app.restore.outcomes.of(b.id)?.error?.message).toBe('b.jpg is cut off.');
  await expect.poll(() => app.compare.comparison?.results.map((one) => one.label)).toEqual(['attic']);
});

it('leaves broken photos alone, and goes on with those that a batch did not come to', async () => {
  const photos = ['a.jpg', 'broken.jpg', 'b.jpg', 'c.jpg'].map((name) => api.addPhoto(name));
  const [a, broken, b, c] = photos.map(({ id }) => id);
  api.handlers['restore.domainGap'] = ({ photos: asked }) =>
    asked.map((photo) => ({
      photo,
      ...(photo === broken
        ? { level: 'unknown', sentence: plain('broken.jpg is cut off.'), unreadable: true }
        : { level: 'near', sentence: plain('Alike.') }),
    }));
  const { restore } = app;
  await restore.list.add(photos);
  await restore.domainGaps.refresh(
    restore.form.model,
    restore.list.photos.map(({ id }) => id),
  );
  expect(restore.broken.map(({ name }) => name)).toEqual(['broken.jpg']);
  await restore.begin();
  expect(api.asked('restore.start')).toMatchObject([{ photos: [a, b, c] }]);

  const done = { source: photos[0]!, result: api.addPhoto('a_attic.jpg'), savedAs: '~/a_attic.jpg', elapsedMs: 9 };
  const job = fakeJob({ id: 'job-2', kind: 'restore', restored: [done] });
  api.emit('job.changed', { ...job, state: 'running' });
  expect(restore.left).toEqual([]);
  api.emit('job.changed', { ...job, state: 'cancelled' });
  expect(restore.left.map(({ id }) => id)).toEqual([b, c]);
  expect(restore.finished).toBe(false);
  // Set otherwise, all of them are to be done; so they are with another model.
  restore.form.change({ strength: 60 });
  expect(restore.next.map(({ id }) => id)).toEqual([a, b, c]);
  restore.form.change({ strength: 100 });
  await restore.begin();
  // The whole list again, so that each keeps the name of its result: what is done is skipped.
  expect(api.asked('restore.start')[1]).toMatchObject({ photos: [a, b, c], settings: { again: false } });
  // Once all are done, another batch would do the same again, but not with other settings.
  const all = [0, 2, 3].map((at) => ({ ...done, source: photos[at]! }));
  api.emit('job.changed', { ...fakeJob({ id: 'job-2', kind: 'restore', restored: all }), state: 'done' });
  await expect.poll(() => restore.finished).toBe(true);
  restore.form.change({ strength: 70 });
  expect(restore.finished).toBe(false);
  restore.form.change({ strength: 100 });
  // Damaged photos are restored where that is asked for.
  restore.form.change({ damaged: true });
  expect(restore.next).toHaveLength(4);
});

it('looks again at what could not be opened: it may have been on its way to the disk', async () => {
  vi.useFakeTimers();
  try {
    const photo = api.addPhoto('copied.jpg');
    let isWhole = false;
    api.handlers['restore.domainGap'] = ({ photos }) =>
      photos.map((id) =>
        isWhole
          ? { photo: id, level: 'near', sentence: plain('Alike.') }
          : { photo: id, level: 'unknown', sentence: plain('copied.jpg is cut off.'), unreadable: true },
      );
    const { restore } = app;
    await restore.list.add([photo]);
    await restore.domainGaps.refresh(restore.form.model, [photo.id]);
    expect(restore.next).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(restore.next).toEqual([]);
    isWhole = true;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(restore.next.map(({ id }) => id)).toEqual([photo.id]);
    // And is left in peace from then on.
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

it('takes what can be read of several files, and names each of the others', async () => {
  const files = ['a.txt', 'good.jpg', 'b.txt', 'fine.jpg'].map((name) => new File(['x'], name));
  await app.restore.list.take(files);
  expect(app.restore.list.photos.map(({ name }) => name)).toEqual(['good.jpg', 'fine.jpg']);
  const said = inEnglish(app.restore.list.problem);
  expect(said).toContain('a.txt');
  expect(said).toContain('b.txt');
});

it('after a restart a batch goes on only where it would do as it was begun', async () => {
  const photos = ['a.jpg', 'b.jpg'].map((name) => api.addPhoto(name));
  const { restore } = app;
  await restore.list.add(photos);
  await restore.begin();
  const done = { source: photos[0]!, elapsedMs: 9 };
  api.handlers['jobs.list'] = () => [fakeJob({ id: 'job-2', kind: 'restore', state: 'cancelled', restored: [done] })];
  api.emit('job.changed', fakeJob({ id: 'job-2', kind: 'restore', state: 'cancelled', restored: [done] }));
  const { kept } = restore;
  restore.form.change({ strength: 60 });
  const { settings } = restore.form;
  const next = async (strength: number) => {
    const again = new AppState(api);
    await again.start();
    await again.restore.list.add(photos);
    again.restore.form.settings = { ...settings, strength };
    again.restore.takeUp(kept!);
    return again.restore.left.map(({ id }) => id);
  };
  expect(await next(60)).toEqual([]);
  expect(await next(100)).toEqual([photos[1]!.id]);
});

it('tells Compare when nothing came of the photo it waits for', async () => {
  await app.pair.drawSample(256);
  api.handlers['compare.preview'] = () => {
    throw new AppError('disk', plain('The disk is full. Make room and try again.'));
  };
  await app.comparePair(fakeModel('m1', 'attic'));
  await expect.poll(() => inEnglish(app.compare.problem)).toContain('The disk is full');
  expect(app.compare.comparisons).toEqual([]);
});

it('saves the picture of Compare as it is seen', async () => {
  const model = fakeModel('m1', 'attic');
  app.library.models = [model];
  await app.pair.drawSample(256);
  await app.comparePair(model);
  await expect.poll(() => app.compare.right?.pending).toBe(false);
  app.compare.display.strength = 30;
  const source = { id: app.compare.comparison!.source, name: app.compare.comparison!.name };
  const saved = app.savePicture(source, app.compare.right!);
  expect(api.asked('restore.start')).toMatchObject([
    { model: 'm1', photos: [source.id], settings: { strength: 30, again: true, onConflict: 'rename' } },
  ]);
  const batch = { total: 1, restored: 1, skipped: 0, failed: 0, current: null, folder: '~/Pictures/Onepair' };
  const result = api.addPhoto('drawn_attic.png');
  const restored = [{ source, result, elapsedMs: 5 }];
  api.emit('job.changed', fakeJob({ id: 'job-2', kind: 'restore', state: 'done', restored, batch }));
  await saved;
  expect(app.session.notices.at(-1)?.text).toBe('Saved as drawn_attic.png in ~/Pictures/Onepair.');
});

describe('a long list', () => {
  it('comes from folders with the names below them; headers are read when they come into view', async () => {
    const [a, b] = [api.addPhoto('a.jpg'), api.addPhoto('b.jpg')];
    api.handlers['folders.pick'] = () => ({ id: 'f1', label: '~/Pictures' });
    api.handlers['app.info'] = () => ({ ...INFO, nativeDialogs: true });
    app = new AppState(api);
    await app.start();
    await expect.poll(() => app.session.app?.nativeDialogs).toBe(true);
    api.handlers['restore.scan'] = () => ({
      photos: [
        { ...a, relative: '2019/a.jpg', bytes: 1, modifiedMs: 1 },
        { ...b, relative: 'b.jpg', bytes: 1, modifiedMs: 1 },
      ],
      unread: { '.jp2': 2, '.psd': 1 },
      system: { '@eaDir': 3 },
      results: 0,
      problems: [plain('locked may not be read. Change its permissions and try again.')],
    });
    await app.restore.list.pickPhotoFolder();
    expect(api.asked('restore.scan')).toEqual([{ inputs: ['f1'], recursive: true }]);
    expect(app.restore.list.photos.map(({ relative, info }) => [relative, info])).toEqual([
      ['2019/a.jpg', null],
      ['b.jpg', null],
    ]);
    expect(inEnglish(app.restore.problem)).toContain('2 .jp2, 1 .psd');
    expect(inEnglish(app.restore.problem)).toContain('3 @eaDir');
    expect(inEnglish(app.restore.problem)).toContain('locked may not be read');
    app.restore.list.readHeader(app.restore.list.photos[1]!);
    await expect.poll(() => app.restore.list.photos[1]?.info?.width).toBeGreaterThan(0);
    expect(app.restore.list.photos[0]?.info).toBeNull();
  });

  it('shows every outcome, though a snapshot holds the newest only', async () => {
    const photos = Array.from({ length: 30 }, (_, index) => api.addPhoto(`${index}.jpg`));
    await app.restore.list.add(photos);
    await app.restore.begin();
    const outcomes = photos.map((source) => ({ source, skipped: plain('Done before.'), elapsedMs: 0 }));
    api.handlers['restore.outcomes'] = ({ from }) => outcomes.slice(from);
    const batch = { total: 30, restored: 0, skipped: 30, failed: 0, current: null, folder: '~/out' };
    api.emit('job.changed', { ...fakeJob({ id: 'job-2', kind: 'restore' }), restored: outcomes.slice(-20), batch });
    await expect.poll(() => app.restore.outcomes.of(photos[0]!.id)?.skipped).toEqual(plain('Done before.'));
    expect(photos.every(({ id }) => app.restore.outcomes.of(id))).toBe(true);
  });

  it('puts what differs from the pair first, for review', async () => {
    const photos = ['a.jpg', 'b.jpg', 'c.jpg'].map((name) => api.addPhoto(name));
    await app.restore.list.add(photos);
    api.handlers['restore.domainGap'] = (asked) =>
      asked.photos.map((photo) => ({
        photo,
        level: photo === photos[2]!.id ? 'far' : 'near',
        sentence: plain('Noisier.'),
      }));
    await app.restore.domainGaps.refresh(
      app.restore.form.model,
      photos.map(({ id }) => id),
    );
    expect(app.restore.list.photos.map(({ name }) => name)).toEqual(['c.jpg', 'a.jpg', 'b.jpg']);
    expect(app.restore.domainGaps.of(photos[2]!.id)?.level).toBe('far');
  });

  it('is compared with the pair of the model that each photo is restored with', async () => {
    const photos = ['a.jpg', 'b.jpg', 'c.jpg'].map((name) => api.addPhoto(name));
    const [a, b, c] = photos.map(({ id }) => id);
    api.handlers['restore.domainGap'] = (asked) =>
      asked.photos.map((photo) => ({ photo, level: asked.model === 'm9' ? 'near' : 'far', sentence: plain('') }));
    const { restore } = app;
    await restore.list.add(photos);
    restore.setOwn(b!, { model: 'm9' });
    await restore.domainGaps.refresh(restore.form.model, [a!, b!, c!]);
    expect([a!, b!, c!].map((id) => restore.domainGaps.of(id)?.level)).toEqual(['far', 'near', 'far']);
    restore.setOwn(c!, { model: 'm9' });
    await expect.poll(() => restore.domainGaps.of(c!)?.level).toBe('near');
    restore.setOwn(b!, null);
    await expect.poll(() => restore.domainGaps.of(b!)?.level).toBe('far');
  });

  it('is looked at for its fit to the last photo, and no further once it is restored', async () => {
    const photos = Array.from({ length: 130 }, (_, index) => api.addPhoto(`${index}.jpg`));
    await app.restore.list.add(photos);
    const ids = photos.map(({ id }) => id);
    const checked: (number | null)[] = [];
    api.handlers['restore.domainGap'] = (asked) => {
      checked.push(app.restore.domainGaps.checked);
      return asked.photos.map((photo) => ({ photo, level: photo === ids[129] ? 'far' : 'near', sentence: plain('') }));
    };
    await app.restore.domainGaps.refresh(app.restore.form.model, ids);
    expect([checked.at(-1), app.restore.domainGaps.checked, app.restore.list.photos[0]?.id]).toEqual([
      128,
      null,
      ids[129],
    ]);
    api.handlers['restore.domainGap'] = async (asked) => {
      await app.restore.begin();
      api.emit('job.changed', fakeJob({ id: 'job-2', kind: 'restore' }));
      return asked.photos.map((photo) => ({ photo, level: 'near', sentence: plain('') }));
    };
    await app.restore.domainGaps.refresh(app.restore.form.model, ids);
    expect([app.restore.domainGaps.of(ids[3]!)?.level, app.restore.domainGaps.of(ids[4]!)]).toEqual([
      'near',
      undefined,
    ]);
  });

  it('has a report that the shell opens, or the page saves', async () => {
    await app.restore.list.add([api.addPhoto('a.jpg')]);
    await app.restore.openReport();
    expect(api.asked('restore.report')).toEqual([]);
    await app.restore.begin();
    api.handlers['restore.report'] = () => ({ file: { id: 'r1', name: 'report.html' }, opened: true });
    await app.restore.openReport();
    expect([api.asked('restore.report'), app.restore.problem]).toEqual([[{ job: 'job-2' }], '']);
    api.handlers['restore.report'] = () => ({ file: { id: 'r1', name: 'report.html' }, opened: false });
    await app.restore.openReport();
    expect(inEnglish(app.restore.problem)).toContain('No program here opens the report');
  });

  it('is reordered before and while it is restored', async () => {
    const photos = ['a.jpg', 'b.jpg'].map((name) => api.addPhoto(name));
    await app.restore.list.add(photos);
    await app.restore.first(photos[1]!.id);
    expect(app.restore.list.photos.map(({ name }) => name)).toEqual(['b.jpg', 'a.jpg']);
    await app.restore.begin();
    api.handlers['restore.order'] = () => null;
    api.emit('job.changed', fakeJob({ id: 'job-2', kind: 'restore' }));
    await app.restore.first(photos[0]!.id);
    expect(api.asked('restore.order')).toEqual([{ job: 'job-2', photos: [photos[0]!.id] }]);
  });
});

it('asks once before existing files are replaced', async () => {
  await app.restore.list.add([api.addPhoto('a.jpg')]);
  app.restore.form.change({ onConflict: 'overwrite' });
  await app.restore.begin();
  expect([app.restore.asksToReplace, api.asked('restore.start').length]).toEqual([true, 0]);
  await app.restore.answerReplace(false);
  expect(api.asked('restore.start')).toEqual([]);
  await app.restore.begin();
  await app.restore.answerReplace(true);
  expect(api.asked('restore.start')).toHaveLength(1);
});

it('retries what failed among the whole list, of which the rest is skipped: no name goes to another photo', async () => {
  const [a, b] = [api.addPhoto('a.jpg'), api.addPhoto('b.jpg')];
  await app.restore.list.add([a, b]);
  await app.restore.begin();
  const error = failed('disk', 'No room.');
  const restored = [
    { source: a, elapsedMs: 1 },
    { source: b, error, elapsedMs: 1 },
  ];
  api.emit('job.changed', { ...fakeJob({ id: 'job-2', kind: 'restore' }), state: 'done', restored });
  expect(app.restore.outcomes.failed).toEqual([b.id]);
  api.handlers['restore.start'] = () => ({ job: 'job-3' });
  await app.restore.retryFailed();
  expect(api.asked('restore.start').at(-1)).toMatchObject({ photos: [a.id, b.id], settings: { again: false } });
});

describe('a watched folder', () => {
  const folder = { id: 'folder-9', label: '~/in' };
  const lying = (name: string, bytes: number) => ({ ...api.addPhoto(name), relative: name, modifiedMs: 1, bytes });
  let there: ReturnType<typeof lying>[] = [];
  const scans = async (times: number) => {
    for (let scan = 0; scan < times; scan += 1) await vi.advanceTimersByTimeAsync(WATCHED_EVERY_MS);
  };
  const started = () => api.asked('restore.start').map((order) => (order as { photos: string[] }).photos);

  beforeEach(() => {
    vi.useFakeTimers();
    there = [];
    api.handlers['restore.scan'] = () => ({ photos: there, unread: {}, system: {}, results: 0, problems: [] });
    app.restore.useModel('m2');
    app.restore.watch.begin(folder);
  });
  afterEach(() => {
    app.restore.watch.end();
    vi.useRealTimers();
  });

  it('has its photos restored once they are whole; what comes meanwhile is next', async () => {
    const [a, b] = [lying('a.jpg', 10), lying('b.jpg', 5)];
    there = [{ ...a, bytes: 4 }];
    await scans(1);
    there = [a];
    await scans(1);
    expect(started()).toEqual([]);
    await scans(1);
    expect(started()).toEqual([[a.id]]);
    expect(app.restore.list.photos.map(({ name }) => name)).toEqual(['a.jpg']);
    there = [a, b];
    api.emit('job.changed', fakeJob({ id: 'job-2', kind: 'restore' }));
    await scans(3);
    expect(started()).toHaveLength(1);
    api.emit('job.changed', { ...fakeJob({ id: 'job-2', kind: 'restore' }), state: 'done' });
    await scans(1);
    expect(started()).toEqual([[a.id], [b.id]]);
    app.restore.watch.end();
    there = [a, b, lying('c.jpg', 5)];
    await scans(3);
    expect(started()).toHaveLength(2);
  });

  it('says why none could be chosen, and goes on with the one before', async () => {
    app.picker.pickFolder = () => Promise.reject(new AppError('unavailable', plain('The dialog did not open.')));
    await app.restore.watch.pick();
    expect(inEnglish(app.restore.watch.problem)).toBe('The dialog did not open.');
    expect(app.restore.watch.folder).toEqual(folder);
  });

  it('says when its folder is gone, and nothing of one without photos', async () => {
    api.handlers['restore.scan'] = () => {
      throw new AppError('not-found', plain('There is no folder ~/in.'));
    };
    await scans(1);
    expect(inEnglish(app.restore.watch.problem)).toContain('no folder');
    api.handlers['restore.scan'] = () => {
      throw new AppError('bad-input', say('batch.nothingToRestore'));
    };
    await scans(1);
    expect(app.restore.watch.problem).toBe('');
    api.handlers['restore.scan'] = () => {
      throw new AppError('bad-input', plain('in may not be read.'));
    };
    await scans(1);
    expect(inEnglish(app.restore.watch.problem)).toBe('in may not be read.');
  });
});
