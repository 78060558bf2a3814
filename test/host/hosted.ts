import { expectedTensors } from '@contract/model-spec';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, parse } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { EncodedResult, EncodeRequest, PrepareRequest } from '@contract/batch';
import type { JobSnapshot } from '@contract/job';
import type { PairReport, RawPicture } from '@contract/photo';
import { AppError } from '@contract/result';
import type { ComputeCalls, DisksCalls, PhotosCalls } from '@contract/worker-calls';
import { writeUnpublished } from '../../src-main/disk/atomic-write';
import { saveModel } from '../../src-main/store/model-file';
import { PHOTO } from '../fixtures/answers';
import { card, SETTINGS } from '../fixtures/model';
import { createHost, type Host, type HostOptions } from '../../src-main/host/host';
import { fileAnswers } from '../../src-main/disk/file-answers';
import { places } from '../../src-main/disk/places';
import { openStore, type Store } from '../../src-main/store/store';
import { serve, type Emit, type Handlers } from '../../src-main/processes/serve';
import { memoryPorts } from '../processes/memory-port';
import { plain } from '../said';

const tensors = expectedTensors(SETTINGS).map(({ name, shape, dtype }) => {
  const length = shape.reduce((product, side) => product * side, 1);
  return { name, shape, dtype, data: new Float32Array(length).fill(0.5) };
});
const modelPath = join(mkdtempSync(join(tmpdir(), 'onepair-model-')), 'cat.onepair');
/** The model of every library here; `trainedFile` writes another one. */
export const MODEL = await saveModel(modelPath, { card: card('cat-deblur-rnn'), tensors, crop: null });
const MODEL_BYTES = readFileSync(modelPath);
afterAll(() => {
  rmSync(dirname(modelPath), { recursive: true });
});
export const REPORT: PairReport = { verdicts: [], level: 'good', shift: null, alignment: null, scale: 1, psnr: 25 };
export const raw = (path: string): RawPicture => ({ path, width: 4, height: 4, channels: 3, depth: 8 });

/** Writes a result as the photo process does. */
export async function encoded({ folder, out }: EncodeRequest): Promise<EncodedResult> {
  await mkdir(dirname(join(folder, out)), { recursive: true });
  const temp = await writeUnpublished(join(folder, out), [Buffer.from('a result')]);
  return { temp, outBytes: 8, outHash: 'h', bytes: 0, modifiedMs: 0, notes: [] };
}

export type Change = {
  disks?: Partial<Handlers<DisksCalls>>;
  photos?: Partial<Handlers<PhotosCalls>>;
  compute?: Partial<Handlers<ComputeCalls>>;
};
/** `languages` are those of the system; `store` what an earlier run has left. */
type Surroundings = Pick<HostOptions, 'patienceMs'> &
  Pick<HostOptions['shell'], 'selfTest'> & { languages?: string[]; store?: Store };
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

/** Puts the model of these tests into a library; answers its file. */
export function modelOf({ places: { models } }: Store): string {
  const path = join(models, 'cat.onepair');
  mkdirSync(models, { recursive: true });
  writeFileSync(path, MODEL_BYTES);
  return path;
}

/** Closes the host after the test. */
export function closedAfterwards(host: Host): Host {
  hosts.push(host);
  return host;
}

/** A host over two children that live in this process; every call is remembered. */
export function hosted(
  change: Change = {},
  { languages, selfTest, store = temporaryStore(), ...options }: Surroundings = {},
) {
  const calls: [string, unknown][] = [];
  const pixels = join(store.places.home, 'pixels');
  mkdirSync(pixels, { recursive: true });
  /** Decoded pixels that are really there. */
  const decoded = (name: string): RawPicture => {
    const path = join(pixels, `${name}.raw`);
    writeFileSync(path, '');
    return raw(path);
  };
  const prepared = (path: string) => ({
    raw: decoded(parse(path).name),
    content: 'c',
    identity: 'i',
    info: PHOTO,
  });
  /** What a training has left: the model of these tests, as a scratch file. */
  const trainedFile = () => {
    const path = join(store.places.home, 'trained.onepair');
    writeFileSync(path, MODEL_BYTES);
    return { path, named: false };
  };
  modelOf(store);
  const crashes: Partial<Record<'compute' | 'photos', (reason: string) => void>> = {};
  const environments: Record<string, string>[] = [];
  const photos = {
    'photo.decode': ({ path }: { path: string }) => Promise.resolve(decoded(basename(path))),
    'batch.prepare': ({ path }: PrepareRequest) => Promise.resolve(prepared(path)),
    'batch.encode': (request: EncodeRequest) => encoded(request),
    'photo.tile': () => Promise.resolve({ bytes: new Uint8Array([1]), mime: 'image/png' }),
    'pair.check': () => Promise.resolve(REPORT),
    ...change.photos,
  };
  const compute = {
    'train.run': () => Promise.resolve(trainedFile()),
    'restore.run': ({ out }: { out: string }) =>
      Promise.resolve({ raw: raw(out), engine: 'onnx-cpu' as const, tensors: 1 }),
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
      if (name === 'disks') {
        serve<DisksCalls>(ports.child, {
          'disk.files': ({ paths, patienceMs }) => fileAnswers(paths, patienceMs),
          ...change.disks,
        });
        const kill = () => {
          ports.host.close();
        };
        return { port: ports.host, pid: 1, kill };
      }
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
      ...(selfTest && { selfTest }),
      pickPhotos: () => Promise.resolve([]),
      pickFolder: () => Promise.resolve(null),
      listFolder: () => Promise.reject(new AppError('unavailable', plain('No folders here.'))),
    },
  });
  closedAfterwards(host);
  const events: [string, unknown][] = [];
  host.onEvent((event, payload) => events.push([event, payload]));
  const ask = async (channel: string, args: unknown) => {
    const result = await host.call(channel, args);
    if (!result.ok) throw new AppError(result.error.kind, result.error.sentence);
    return result.value as never;
  };
  const pair = () => ({
    degraded: host.registerPhoto('/p/blurred.png').id,
    clean: host.registerPhoto('/p/cat.png').id,
  });
  const trainJob = async (choices: object = {}) => (await ask('train.start', { ...pair(), choices }))['job'] as string;
  const ended = (job: string) =>
    new Promise<JobSnapshot>((resolve) => {
      const check = async () => {
        const jobs: JobSnapshot[] = await ask('jobs.list', {});
        const found = jobs.find(({ id }) => id === job);
        if (found && !['queued', 'running', 'paused'].includes(found.state)) resolve(found);
        else setImmediate(() => void check());
      };
      void check();
    });
  const namesOf = (prefix: string) => calls.map(([name]) => name).filter((name) => name.startsWith(prefix));
  return {
    ...{ host, store, ask, calls, namesOf, events, pair, trainJob, ended, crashes, environments },
    prepared,
    trainedFile,
    /** The decoded pixels that are left. */
    pixelsLeft: () => readdirSync(pixels),
  };
}
