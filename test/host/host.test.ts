import { afterEach, describe, expect, it } from 'vitest';
import type { JobSnapshot } from '@contract/job';
import { RESTORE_DEFAULTS } from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import type { PairReport, RawPicture } from '@contract/photo';
import { AppError } from '@contract/result';
import type { ComputeCalls, PhotosCalls, SaveRequest, TrainRequest } from '@contract/worker-calls';
import { createHost, type Host } from '../../src-main/host/host';
import { serve, type Emit, type Handlers } from '../../src-main/worker/serve';
import { memoryPorts } from './memory-port';

const MODEL = { id: 'm1', name: 'cat-deblur-rnn', bytes: 10 } as ModelSummary;
const REPORT: PairReport = { verdicts: [], level: 'good', shift: null, alignment: null, scale: 1, psnr: 25 };
const raw = (path: string): RawPicture => ({ path, width: 4, height: 4, channels: 3, depth: 8 });

type Change = { photos?: Partial<Handlers<PhotosCalls>>; compute?: Partial<Handlers<ComputeCalls>> };
const hosts: Host[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});

/** A host over two children that live in this process; every call is remembered. */
function hosted(change: Change = {}) {
  const calls: [string, unknown][] = [];
  const crashes: Partial<Record<'compute' | 'photos', (reason: string) => void>> = {};
  const environments: Record<string, string>[] = [];
  const photos = {
    places: () => Promise.resolve({ restored: '/results', models: '/models' }),
    'photo.decode': ({ path }: { path: string }) => Promise.resolve(raw(`${path}.raw`)),
    'photo.save': ({ original }: { original: string }) => Promise.resolve({ path: `${original}.restored.png` }),
    'photo.tile': () => Promise.resolve({ bytes: new Uint8Array([1]), mime: 'image/png' }),
    'pair.check': () => Promise.resolve(REPORT),
    'models.show': () => Promise.resolve({ ...MODEL, crop: null }),
    'checkpoints.list': () => Promise.resolve([]),
    'scratch.remove': () => Promise.resolve(null),
    'scratch.clear': () => Promise.resolve(null),
    ...change.photos,
  };
  const compute = {
    'train.run': () => Promise.resolve({ model: MODEL, path: '/models/cat.onepair' }),
    'restore.run': ({ out }: { out: string }) => Promise.resolve({ raw: raw(out) }),
    'job.control': () => Promise.resolve(null),
    ...change.compute,
  };
  const remembering = (handlers: object) =>
    Object.fromEntries(
      (Object.entries(handlers) as [string, (args: unknown, emit: Emit) => Promise<unknown>][]).map(
        ([name, handler]) => [
          name,
          (args: unknown, emit: Emit) => {
            calls.push([name, args]);
            return handler(args, emit);
          },
        ],
      ),
    ) as unknown as Handlers<ComputeCalls>;
  const host = createHost({
    threads: 1,
    carrier: (name, environment) => {
      const ports = memoryPorts();
      environments.push(environment);
      crashes[name] = ports.crash;
      serve(ports.child, remembering(name === 'compute' ? compute : photos));
      return {
        port: ports.host,
        pid: 1,
        kill: () => {
          ports.crash('killed');
        },
      };
    },
    shell: {
      info: () => ({ version: '1', shell: 'cli', platform: 'test', nativeDialogs: false }),
      pickPhotos: () => Promise.resolve([]),
      pickFolder: () => Promise.resolve(null),
      listFolder: () => Promise.reject(new AppError('unavailable', 'No folders here.')),
    },
  });
  hosts.push(host);
  const events: [string, unknown][] = [];
  host.onEvent((event, payload) => events.push([event, payload]));
  const ask = async (channel: string, args: unknown) => {
    const result = await host.call(channel, args);
    if (!result.ok) throw new AppError(result.error.kind, result.error.message);
    return result.value as never;
  };
  const pair = () => ({
    degraded: host.registerPhoto('/p/blurred.png').id,
    clean: host.registerPhoto('/p/cat.png').id,
  });
  const trainJob = async (choices: object = {}) => (await ask('train.start', { ...pair(), choices }))['job'] as string;
  const ended = (job: string) =>
    new Promise<JobSnapshot>((resolve) => {
      const look = async () => {
        const jobs: JobSnapshot[] = await ask('jobs.list', {});
        const found = jobs.find(({ id }) => id === job);
        if (found && !['queued', 'running', 'paused'].includes(found.state)) resolve(found);
        else setImmediate(() => void look());
      };
      void look();
    });
  const namesOf = (prefix: string) => calls.map(([name]) => name).filter((name) => name.startsWith(prefix));
  return { host, ask, calls, namesOf, events, pair, trainJob, ended, crashes, environments };
}

describe('a training', () => {
  it('is checked, decoded, trained, saved and cleared away', async () => {
    const { calls, trainJob, ended, events, environments } = hosted();
    const snapshot = await ended(await trainJob({ method: 'rnn', units: 8 }));
    expect(snapshot).toMatchObject({ state: 'done', progress: 1, model: MODEL, title: 'Training “cat-deblur-rnn”' });
    expect(calls.map(([name]) => name)).toEqual([
      'pair.check',
      'photo.decode',
      'photo.decode',
      'train.run',
      'scratch.remove',
    ]);
    const request = calls.find(([name]) => name === 'train.run')?.[1] as TrainRequest;
    expect(request).toMatchObject({ name: 'cat-deblur-rnn', pairName: 'cat.png', out: null, settings: { units: 8 } });
    expect(request.pair.clean.path).toBe('/p/cat.png.raw');
    expect(events.map(([event]) => event)).toContain('models.changed');
    expect(environments).toContainEqual({
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
    const verdicts = [{ level: 'stop', about: 'identical', text: 'Both photos are the same.' }] as const;
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
      remainingMs: 3,
    };
    const bytes = new Uint8Array(3);
    const size = { epoch: 1, width: 1, height: 1, place: { x: 4, y: 5 } };
    const { trainJob, ended, ask, calls } = hosted({
      photos: { 'models.import': () => Promise.resolve(MODEL) },
      compute: {
        'train.run': ({ job }, emit) => {
          emit('train.progress', { job, ...point, inputPsnr: 25, linearPsnr: 27, stage: 'Training' });
          emit('train.preview', { job, ...size, degraded: bytes, restored: bytes, clean: bytes });
          const frame = { job, epoch: 1, width: 1, height: 1, restored: bytes, validationPsnr: 28, kept: [1] };
          emit('train.frame', { frame, path: '/e/1' });
          return Promise.resolve({ model: MODEL, path: '/m' });
        },
      },
    });
    const job = await trainJob();
    await ended(job);
    expect(await ask('train.history', { job })).toMatchObject({
      points: [point],
      preview: { epoch: 1, place: { x: 4, y: 5 } },
      frames: [{ epoch: 1, kept: [1] }],
    });
    expect(await ask('train.keep', { job, epoch: 1 })).toEqual(MODEL);
    expect(calls.at(-1)).toEqual(['models.import', { path: '/e/1' }]);
    await expect(ask('train.keep', { job, epoch: 2 })).rejects.toThrow('Epoch 2 of this training is not kept');
  });

  it('queues behind the one that runs', async () => {
    const running: (() => void)[] = [];
    const { trainJob, ended, namesOf } = hosted({
      compute: {
        'train.run': () =>
          new Promise((resolve) => {
            running.push(() => {
              resolve({ model: MODEL, path: '/m' });
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
    const info = { id: 'c1', name: 'cat', settings: {} as never, epoch: 3, epochs: 9, savedAt: '' };
    const { trainJob, ended, crashes, ask, events } = hosted({
      photos: { 'checkpoints.list': () => Promise.resolve([info]) },
      compute: {
        'train.run': ({ job }, emit) => {
          emit('train.checkpoint', { job, checkpoint: 'c1' });
          setTimeout(() => crashes.compute?.('was ended by SIGKILL'), 20);
          return new Promise(() => undefined);
        },
        'train.resume': () => Promise.resolve({ model: MODEL, path: '/m' }),
      },
    });
    expect(await ended(await trainJob())).toMatchObject({
      state: 'interrupted',
      checkpoint: 'c1',
      error: { kind: 'crashed' },
    });
    expect(events).toContainEqual(['worker.changed', expect.objectContaining({ child: 'compute', state: 'crashed' })]);
    expect(await ask('train.checkpoints', {})).toEqual([info]);
    const { job } = await ask('train.resume', { checkpoint: 'c1' });
    expect(await ended(job)).toMatchObject({ state: 'done', title: 'Training “cat”' });
    await expect(ask('train.resume', { checkpoint: 'c2' })).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('a restoring', () => {
  const start = async ({ host, ask }: ReturnType<typeof hosted>, count: number) => {
    const photos = Array.from({ length: count }, (_, index) => host.registerPhoto(`/p/${index}.png`).id);
    const answer = await ask('restore.start', { model: 'm1', photos, settings: RESTORE_DEFAULTS });
    return answer['job'] as string;
  };

  it('goes on after a photo that fails, and clears every scratch file', async () => {
    const all = hosted({
      photos: {
        'photo.decode': ({ path }) =>
          path.endsWith('1.png')
            ? Promise.reject(new AppError('bad-input', '1.png is broken.', '1.png'))
            : Promise.resolve(raw(`${path}.raw`)),
      },
    });
    const snapshot = await all.ended(await start(all, 3));
    expect(snapshot.state).toBe('done');
    expect(snapshot.detail).toBe('2 of 3 photos restored');
    expect(snapshot.restored?.map(({ error, savedAs }) => error?.message ?? savedAs)).toEqual([
      '/p/0.png.restored.png',
      '1.png is broken.',
      '/p/2.png.restored.png',
    ]);
    const removed = all.calls.filter(([name]) => name === 'scratch.remove').map(([, args]) => args);
    expect(removed).toEqual([
      { paths: ['/p/0.png.raw', '/p/0.png.raw.restored'] },
      { paths: ['/p/2.png.raw', '/p/2.png.raw.restored'] },
    ]);
    const result = snapshot.restored?.[0]?.result?.id ?? '';
    expect(all.host.findPhoto(result)?.path).toBe('/p/0.png.restored.png');
  });

  it('remembers the names it gave out, skipped ones too, when the photo process dies in between', async () => {
    const all = hosted({
      photos: {
        'photo.save': ({ original }) => {
          if (original.endsWith('0.png')) return Promise.resolve({ path: '/r/0.png' });
          if (original.endsWith('1.png'))
            return Promise.resolve({ path: '/r/1.png', skipped: '1.png is already there' });
          if (original.endsWith('3.png')) return Promise.resolve({ path: '/r/3.png' });
          setImmediate(() => all.crashes.photos?.('was ended by SIGKILL'));
          return new Promise(() => undefined);
        },
      },
    });
    const snapshot = await all.ended(await start(all, 4));
    expect(snapshot.restored?.map(({ savedAs, skipped, error }) => savedAs ?? skipped ?? error?.kind)).toEqual([
      '/r/0.png',
      '1.png is already there',
      'crashed',
      '/r/3.png',
    ]);
    const saves = all.calls.filter(([name]) => name === 'photo.save') as [string, SaveRequest][];
    expect(saves.at(-1)?.[1].claimed).toEqual(['/r/0.png', '/r/1.png']);
  });

  it('fails when no photo could be restored', async () => {
    const all = hosted({ compute: { 'restore.run': () => Promise.reject(new AppError('disk', 'The disk is full.')) } });
    expect(await all.ended(await start(all, 2))).toMatchObject({
      state: 'failed',
      error: { message: 'The disk is full.' },
    });
  });

  it('stops after the photo it is at and keeps what is done', async () => {
    const all = hosted({
      compute: {
        'restore.run': async ({ job, out, source }) => {
          if (source.path.includes('1.png')) await all.ask('jobs.control', { job, action: 'stop' });
          return source.path.includes('1.png') ? { stopped: true } : { raw: raw(out) };
        },
      },
    });
    const snapshot = await all.ended(await start(all, 3));
    expect(snapshot).toMatchObject({ state: 'done', detail: '1 of 3 photos restored' });
    expect(snapshot.restored).toHaveLength(2);
  });

  it('costs one photo when a process dies over it', async () => {
    const all = hosted({
      compute: {
        'restore.run': ({ source, out }) => {
          if (!source.path.includes('0.png')) return Promise.resolve({ raw: raw(out) });
          setImmediate(() => all.crashes.compute?.('was ended by SIGKILL'));
          return new Promise(() => undefined);
        },
      },
    });
    const snapshot = await all.ended(await start(all, 2));
    expect(snapshot.restored?.map(({ error }) => error?.kind)).toEqual(['crashed', undefined]);
  });
});

describe('the host', () => {
  it('says where results go', async () => {
    const { ask } = hosted();
    expect(await ask('app.info', {})).toMatchObject({ version: '1', shell: 'cli', defaultOutput: '/results' });
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
        'runtime.info': () => Promise.resolve({ label: 'CPU' } as never),
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
});
