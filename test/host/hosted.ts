import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach } from 'vitest';
import type { BatchPlan, PlanPlace, PlanRequest } from '@contract/batch';
import type { JobSnapshot } from '@contract/job';
import type { ModelSummary } from '@contract/model-card';
import type { PairReport, PhotoInfo, RawPicture } from '@contract/photo';
import { AppError } from '@contract/result';
import type { ComputeCalls, PhotosCalls } from '@contract/worker-calls';
import { createHost, type Host, type HostOptions } from '../../src-main/host/host';
import { places } from '../../src-main/disk/places';
import { openStore, type Store } from '../../src-main/store/store';
import { serve, type Emit, type Handlers } from '../../src-main/processes/serve';
import { memoryPorts } from '../processes/memory-port';

export const MODEL = { id: 'm1', name: 'cat-deblur-rnn', bytes: 10 } as ModelSummary;
export const REPORT: PairReport = { verdicts: [], level: 'good', shift: null, alignment: null, scale: 1, psnr: 25 };
export const raw = (path: string): RawPicture => ({ path, width: 4, height: 4, channels: 3, depth: 8 });

/** A plan with everything to be done. */
export const planOf = (paths: string[]): BatchPlan => ({
  file: '/scratch/plan',
  folder: '/results',
  photos: paths.map((_, index) => ({ index, bytes: 100 })),
});

export type Change = { photos?: Partial<Handlers<PhotosCalls>>; compute?: Partial<Handlers<ComputeCalls>> };
/** `languages` are those of the system. */
type Surroundings = Pick<HostOptions, 'patienceMs'> & { languages?: string[] };
const hosts: Host[] = [];
const homes: string[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
  for (const home of homes.splice(0)) rmSync(home, { recursive: true });
});

/** A store in a folder of its own, removed after the test. */
export function temporaryStore(): Store {
  const home = mkdtempSync(join(tmpdir(), 'onepair-host-'));
  homes.push(home);
  return openStore(places({ ONEPAIR_HOME: home }));
}

/** Closes the host after the test. */
export function closedAfterwards(host: Host): Host {
  hosts.push(host);
  return host;
}

/** A host over two children that live in this process; every call is remembered. */
export function hosted(change: Change = {}, { languages, ...options }: Surroundings = {}) {
  const calls: [string, unknown][] = [];
  const store = temporaryStore();
  const pixels = join(store.places.home, 'pixels');
  mkdirSync(pixels);
  /** Decoded pixels that are really there. */
  const decoded = (name: string): RawPicture => {
    const path = join(pixels, `${name}.raw`);
    writeFileSync(path, '');
    return raw(path);
  };
  const crashes: Partial<Record<'compute' | 'photos', (reason: string) => void>> = {};
  const environments: Record<string, string>[] = [];
  const photos = {
    'photo.decode': ({ path }: { path: string }) => Promise.resolve(decoded(basename(path))),
    'batch.plan': ({ photos }: PlanRequest) => Promise.resolve(planOf(photos.map(({ path }) => path))),
    'batch.prepare': ({ index }: PlanPlace) =>
      Promise.resolve({ raw: decoded(String(index)), content: 'c', identity: 'i', info: {} as PhotoInfo }),
    'batch.save': ({ index }: PlanPlace) => Promise.resolve({ path: `/results/${index}.png`, bytes: 9, notes: [] }),
    'batch.fail': () => Promise.resolve(null),
    'batch.close': () => Promise.resolve({ report: '/results/report.html' }),
    'photo.tile': () => Promise.resolve({ bytes: new Uint8Array([1]), mime: 'image/png' }),
    'pair.check': () => Promise.resolve(REPORT),
    'models.show': () => Promise.resolve({ ...MODEL, crop: null }),
    'checkpoints.list': () => Promise.resolve([]),
    ...change.photos,
  };
  const compute = {
    'train.run': () => Promise.resolve({ model: MODEL, path: '/models/cat.onepair' }),
    'restore.run': ({ out }: { out: string }) => Promise.resolve({ raw: raw(out), tensors: 1 }),
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
    ...options,
    store,
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
      ...(languages && { languages: () => languages }),
      pickPhotos: () => Promise.resolve([]),
      pickFolder: () => Promise.resolve(null),
      listFolder: () => Promise.reject(new AppError('unavailable', 'No folders here.')),
    },
  });
  closedAfterwards(host);
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
  return {
    ...{ host, store, ask, calls, namesOf, events, pair, trainJob, ended, crashes, environments },
    /** The decoded pixels that are left. */
    pixelsLeft: () => readdirSync(pixels),
  };
}
