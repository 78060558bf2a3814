import { describe, expect, it } from 'vitest';
import type { TrainRequest } from '@contract/worker-calls';
import { say } from '@contract/sentence';
import { plain } from '../said';
import { SETTINGS } from '../fixtures/model';
import { RUNTIME } from '../fixtures/answers';
import { hosted, MODEL, REPORT } from './hosted';

describe('a training', () => {
  it('is checked, decoded, trained, saved and cleared away', async () => {
    const { calls, trainJob, ended, events, environments, pixelsLeft, store } = hosted();
    const snapshot = await ended(await trainJob({ method: 'rnn', units: 8 }));
    expect(snapshot).toMatchObject({
      state: 'done',
      progress: 1,
      model: MODEL,
      title: say('job.trainingOf', { name: 'cat-deblur-rnn' }),
    });
    expect(calls.map(([name]) => name)).toEqual(['pair.check', 'photo.decode', 'photo.decode', 'train.run']);
    expect(pixelsLeft()).toEqual([]);
    const request = calls.find(([name]) => name === 'train.run')?.[1] as TrainRequest;
    expect(request).toMatchObject({ name: 'cat-deblur-rnn', pairName: 'cat.png', out: null, settings: { units: 8 } });
    expect(request.pair.clean.path).toMatch(/cat\.png\.raw$/);
    expect(events.map(([event]) => event)).toContain('models.changed');
    expect(environments).toContainEqual({
      ONEPAIR_SCRATCH: expect.stringContaining(store.places.scratch) as string,
      TF_CPP_MIN_LOG_LEVEL: '2',
      TF_NUM_INTRAOP_THREADS: '1',
      TF_NUM_INTEROP_THREADS: '1',
      OMP_NUM_THREADS: '1',
      TF_DETERMINISTIC_OPS: '1',
    });
  });

  it('takes the scale that the pair has, unless one is set', async () => {
    const { calls, trainJob, ended } = hosted({
      photos: { 'pair.check': () => Promise.resolve({ ...REPORT, scale: 2 }) },
    });
    await ended(await trainJob({ task: 'sr' }));
    await ended(await trainJob({ task: 'sr', scale: 4 }));
    const scales = calls
      .filter(([name]) => name === 'train.run')
      .map(([, args]) => (args as TrainRequest).settings.scale);
    expect(scales).toEqual([2, 4]);
  });

  it('refuses settings out of range at once, by name', async () => {
    const { trainJob, pair, host } = hosted();
    await expect(trainJob({ units: 8, epochs: 5000 })).rejects.toThrow('epochs');
    const result = await host.call('train.start', { ...pair(), choices: { units: 1 } });
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'bad-input', message: expect.stringContaining('units') as string },
    });
  });

  it('fails with the words of the pair check where the pair cannot be used', async () => {
    const verdicts = [{ level: 'stop', about: 'identical', text: plain('Both photos are the same.') }] as const;
    const stop = { ...REPORT, level: 'stop' as const, verdicts: [...verdicts] };
    const { trainJob, ended, namesOf } = hosted({ photos: { 'pair.check': () => Promise.resolve(stop) } });
    expect(await ended(await trainJob())).toMatchObject({
      state: 'failed',
      error: { kind: 'bad-input', message: 'Both photos are the same.' },
      pair: stop,
    });
    expect(namesOf('train.run')).toEqual([]);
  });

  it('shows its progress, its curve, its latest preview and its epochs, of which one can be kept', async () => {
    const point = {
      step: 5,
      steps: 10,
      epoch: 1,
      epochs: 2,
      elapsedMs: 3,
      loss: 1,
      validationPsnr: 28,
      phase: 1 as const,
      adversarialLoss: null,
      discriminatorLoss: null,
      remainingMs: 3,
    };
    const bytes = new Uint8Array(3);
    const size = { epoch: 1, width: 1, height: 1, place: { x: 4, y: 5 } };
    const all = hosted({
      compute: {
        'train.run': ({ job }, emit) => {
          const training = { ...point, inputPsnr: 25, linearPsnr: 27, stage: say('job.training') };
          emit('job.progress', { job, fraction: 0.5, training });
          emit('train.preview', { job, ...size, degraded: bytes, restored: bytes, clean: bytes });
          const preview = { job, epoch: 1, width: 1, height: 1, restored: bytes, validationPsnr: 28, kept: [1] };
          emit('train.epochPreview', { preview, path: all.trainedFile().path });
          return new Promise(() => undefined);
        },
      },
    });
    const { trainJob, ask } = all;
    const job = await trainJob();
    while (all.events.every(([event]) => event !== 'train.epochPreview')) await new Promise(setImmediate);
    expect(await ask('train.history', { job })).toMatchObject({
      points: [point],
      preview: { epoch: 1, place: { x: 4, y: 5 } },
      epochPreviews: [{ epoch: 1, kept: [1] }],
    });
    expect(await ask('train.keep', { job, epoch: 1 })).toEqual(MODEL);
    await expect(ask('train.keep', { job, epoch: 2 })).rejects.toThrow('Epoch 2 of this training is not kept');
  });

  it('queues behind the one that runs', async () => {
    const running: (() => void)[] = [];
    const { trainJob, ended, namesOf, trainedFile } = hosted({
      compute: {
        'train.run': () =>
          new Promise((resolve) => {
            running.push(() => {
              resolve(trainedFile());
            });
          }),
      },
    });
    const [first, second] = [await trainJob(), await trainJob()];
    while (running.length === 0) await new Promise(setImmediate);
    expect(namesOf('train.run')).toHaveLength(1);
    running[0]?.();
    await ended(first);
    while (running.length === 1) await new Promise(setImmediate);
    running[1]?.();
    expect(await ended(second)).toMatchObject({ state: 'done' });
  });

  it('that its process leaves behind with a checkpoint is interrupted, and can be resumed once', async () => {
    const meta = { settings: SETTINGS, epoch: 3, epochs: 9, step: 5 };
    const { trainJob, ended, crashes, ask, events, store, trainedFile } = hosted({
      compute: {
        'train.run': ({ job }, emit) => {
          emit('train.checkpoint', { job, checkpoint: 'c1' });
          setTimeout(() => crashes.compute?.('was ended by SIGKILL'), 20);
          return new Promise(() => undefined);
        },
        'train.resume': () => Promise.resolve(trainedFile()),
      },
    });
    await store.checkpoints.save('c1', { meta, tensors: [] }, 'cat');
    expect(await ended(await trainJob())).toMatchObject({
      state: 'interrupted',
      checkpoint: 'c1',
      error: { kind: 'crashed' },
    });
    expect(events).toContainEqual(['worker.changed', expect.objectContaining({ child: 'compute', state: 'crashed' })]);
    expect(await ask('train.checkpoints', {})).toMatchObject([{ id: 'c1', name: 'cat', epoch: 3 }]);
    const { job } = await ask('train.resume', { checkpoint: 'c1' });
    expect(await ended(job)).toMatchObject({ state: 'done', title: say('job.trainingOf', { name: 'cat' }) });
    expect(await ask('train.checkpoints', {})).toEqual([]);
    await expect(ask('train.resume', { checkpoint: 'c2' })).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('the host', () => {
  it('says where results go', async () => {
    const { ask, store } = hosted();
    const { restored } = store.places;
    expect(await ask('app.info', {})).toMatchObject({ version: '1', shell: 'cli', defaultOutput: restored });
  });

  it('serves pictures by id only, with a whole rectangle or none', async () => {
    const { host, calls } = hosted();
    const photo = host.registerPhoto('/p/cat.png').id;
    expect(await host.image({ photo, max: 512 })).toMatchObject({ ok: true, value: { mime: 'image/png' } });
    expect(await host.image({ photo, x: 1, y: 2, width: 3, height: 4 })).toMatchObject({ ok: true });
    expect(calls.map(([, args]) => args)).toEqual([
      { path: '/p/cat.png', rect: null, maxSide: 512 },
      { path: '/p/cat.png', rect: { x: 1, y: 2, width: 3, height: 4 }, maxSide: null },
    ]);
    expect(await host.image({ photo, x: 1 })).toMatchObject({ ok: false, error: { kind: 'bad-input' } });
    expect(await host.image({ photo: '/p/cat.png' })).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });

  it('starts nothing anew once it is closed', async () => {
    const { host, ask, trainJob, ended, environments, namesOf } = hosted({
      compute: { 'train.run': () => new Promise(() => undefined) },
    });
    const [running, waiting] = [await trainJob(), await trainJob()];
    while (namesOf('train.run').length === 0) await new Promise(setImmediate);
    await host.close();
    expect(await ended(running)).toMatchObject({ state: 'failed' });
    expect(await ended(waiting)).toMatchObject({ state: 'cancelled' });
    expect(environments).toHaveLength(2);
    await expect(ask('photos.info', { photo: host.registerPhoto('/p/a.png').id })).rejects.toMatchObject({
      kind: 'cancelled',
    });
  });

  it('asks what runs here once, and tests itself only when nothing runs', async () => {
    const { ask, namesOf, trainJob } = hosted({
      compute: {
        'runtime.info': () => Promise.resolve(RUNTIME),
        'train.run': () => new Promise(() => undefined),
      },
    });
    await ask('runtime.info', {});
    await ask('runtime.info', {});
    await ask('runtime.info', { selfTest: true });
    expect(namesOf('runtime.info')).toHaveLength(2);
    await trainJob();
    await expect(ask('runtime.info', { selfTest: true })).rejects.toMatchObject({ kind: 'busy' });
  });

  it('tests itself once at a time', async () => {
    let end = (): void => undefined;
    const selfTest = () =>
      new Promise<[]>((tested) => {
        end = () => {
          tested([]);
        };
      });
    const { ask } = hosted({}, { selfTest });
    const first = ask('selfTest.run', {});
    await expect(ask('selfTest.run', {})).rejects.toMatchObject({ kind: 'busy' });
    end();
    expect(await first).toEqual({ checks: [] });
    const second = ask('selfTest.run', {});
    end();
    expect(await second).toEqual({ checks: [] });
  });
});
