import { beforeEach, expect, it } from 'vitest';
import { AppError } from '@contract/result';
import { AppState } from '../../../src-renderer/state/app.svelte';
import { fakeJob, fakeModel, FakeApi } from '../fakes/fake-api';

let api: FakeApi;
let app: AppState;

beforeEach(async () => {
  api = new FakeApi({ 'models.list': () => [fakeModel('m1', 'attic'), fakeModel('m2', 'garden')] });
  app = new AppState(api);
  await app.start();
});

it('takes photos once each, and one refused file keeps no other out', async () => {
  const a = api.addPhoto('a.jpg');
  await app.restore.add([a, a]);
  await app.restore.take([new File(['x'], 'notes.txt'), new File(['x'], 'b.jpg')]);
  expect(app.restore.photos.map((photo) => photo.name)).toEqual(['a.jpg', 'b.jpg']);
});

it('names a photo that cannot be read and leaves it out', async () => {
  api.handlers['photos.info'] = () => {
    throw new AppError('bad-input', 'broken.jpg ends too early. Copy it again.');
  };
  await app.restore.add([api.addPhoto('broken.jpg')]);
  expect(app.restore.photos).toEqual([]);
  expect(app.restore.problem).toContain('broken.jpg ends too early');
});

it('starts with the model, the settings and the folder that are shown', async () => {
  await app.restore.add([api.addPhoto('a.jpg')]);
  app.restore.useModel('m2');
  app.restore.change({ strength: 60, format: 'png' });
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
  await app.restore.add([a, b]);
  await app.restore.begin();
  const done = { source: a, result: api.addPhoto('a_attic.jpg'), savedAs: '~/a_attic.jpg', elapsedMs: 900 };
  const failed = { source: b, error: { kind: 'bad-input' as const, message: 'b.jpg is cut off.' }, elapsedMs: 1 };
  const job = fakeJob({ id: 'job-2', kind: 'restore' });
  api.emit('job.changed', { ...job, restored: [done] });
  api.emit('job.changed', { ...job, state: 'done', restored: [done, failed] });
  expect(app.restore.resultOf(a.id)?.savedAs).toBe('~/a_attic.jpg');
  expect(app.restore.resultOf(b.id)?.error?.message).toBe('b.jpg is cut off.');
  await expect.poll(() => app.compare.comparison?.results.map((one) => one.label)).toEqual(['attic']);
});

it('tells Compare when nothing came of the photo it waits for', async () => {
  await app.pair.drawSample(256);
  await app.comparePair(fakeModel('m1', 'attic'));
  expect(app.compare.waiting).toBe(true);
  const error = { kind: 'disk' as const, message: 'The folder cannot be written to. Choose another one.' };
  api.emit('job.changed', fakeJob({ id: 'job-2', kind: 'restore', state: 'failed', error }));
  expect(app.compare.waiting).toBe(false);
  expect(app.compare.problem).toContain('cannot be written to');
});
