import type { EventName, Events } from '@contract/events';
import type { ImageRequest } from '@contract/image-url';
import type { Rect } from '@contract/model-spec';
import { AppError, toFailure, type Result } from '@contract/result';
import { say } from '@contract/sentence';
import type { ChildEvents } from '@contract/child-events';
import type { EncodedTile } from '@contract/photo';
import type { Appearance } from '@contract/settings';
import type { StartChild } from '../processes/carrier';
import { channelHandlers } from './channel-handlers';
import { startChildren, type Children, type ComputeOptions } from '../processes/children';
import type { ChildListener } from '../processes/client';
import { createBatchLog } from './batch-log';
import { createEventLog } from './event-log';
import { createPhotoCalls } from './photo-calls';
import { SCRATCH_VARIABLE } from '../disk/session-scratch';
import { openStore, type Store } from '../store/store';
import { createJobBoard } from './jobs';
import { createPreferences, languageOf } from './preferences';
import { createDisks } from './disks';
import { createRegistry, type Registry } from './registry';
import { keepStudies } from './running-studies';
import { openSessionFiles } from './session-files';
import { createSessionKeeper } from './session-keeper';
import { createRouter } from './router';
import type { ShellServices } from './shell-services';
import type { ChildState } from '../processes/supervisor';
import { createTrainingLog } from './training-log';

export interface HostOptions extends ComputeOptions {
  carrier: StartChild;
  shell: ShellServices;
  /** What is remembered; absent: at the usual places. */
  store?: Store;
  /** The checkout or the installed app, where the set-up left its record. */
  root?: string;
  /** How long a photo of usual size may take to open or save before its process is ended; absent: a minute. */
  patienceMs?: number;
  /** Takes lines for whoever looks into a fault; they may hold paths and are shown to no page. */
  log?: (line: string) => void;
}

export type HostListener = <E extends EventName>(event: E, payload: Events[E]) => void;

/** Everything a shell talks to. Paths go in through `registry` and the two writing verbs only, and never come out. */
export interface Host {
  /** Untyped on purpose: what comes from a page is checked here. */
  call(channel: unknown, args: unknown): Promise<Result<unknown>>;
  onEvent(listener: HostListener): () => void;
  registerPhoto: Registry['registerPhoto'];
  registerFolder: Registry['registerFolder'];
  /** For the command line alone: where a trained model is saved. */
  registerOutput: Registry['registerOutput'];
  /** The file behind a photo's id, for a shell that hands it to the user. */
  findPhoto: Registry['findPhoto'];
  image(request: ImageRequest): Promise<Result<EncodedTile>>;
  appearance: () => Promise<Appearance>;
  /** A folder for this session's own files: nobody else may look into it, and it goes when the host is closed. */
  scratchFolder(): Promise<string>;
  /** Writes a photo of the session to a path where nothing lies, in the format of its name. */
  savePhoto(photo: string, path: string): Promise<void>;
  /** Writes photos beside each other as one PNG, where nothing lies. */
  savePhotosBeside(photos: string[], path: string): Promise<void>;
  /** The process ids of the children that run. */
  pids(): { compute: number | undefined; photos: number | undefined };
  /** Ends everything that runs and removes what belongs to this session only. */
  close(): Promise<void>;
}

/** What is done with each event of the children: one that is forgotten fails the type check. */
type ChildEventHandlers = { [E in keyof ChildEvents]: (payload: ChildEvents[E]) => void };

const PATIENCE_MS = 60_000;

export function createHost(options: HostOptions): Host {
  const listeners = new Set<HostListener>();
  const emit: HostListener = (event, payload) => {
    for (const listener of listeners) listener(event, payload);
  };
  const store = options.store ?? openStore();
  const files = openSessionFiles(store.places);
  const eventLog = createEventLog(store.log);
  const registry = createRegistry();
  const board = createJobBoard((snapshot) => {
    if (snapshot.state === 'failed' && snapshot.error) eventLog.failure(snapshot.kind, snapshot.error);
    emit('job.changed', snapshot);
    session.changed(snapshot);
    setImmediate(() => void renewWhenIdle());
  });

  const batches = createBatchLog();
  const disks = createDisks(options.carrier);
  const language = () => languageOf(preferences, options.shell);
  const session = createSessionKeeper({ store, registry, board, batches, disks, language });

  const heard: ChildEventHandlers = {
    'job.progress': (told) => {
      board.progress(told);
      if (!told.training) return;
      log.progress(told.job, told.training);
      emit('job.progress', told);
    },
    'train.preview': (told) => {
      log.preview(told);
      emit('train.preview', told);
    },
    'graphics.wanted': (told) => {
      emit('graphics.wanted', told);
    },
    'train.epochPreview': (told) => {
      log.epochPreview(told);
      emit('train.epochPreview', told.preview);
    },
    'train.checkpoint': ({ job, checkpoint }) => {
      board.update(job, { checkpoint });
    },
    'study.step': (told) => {
      runningStudies.step(told);
    },
    'study.result': (told) => {
      runningStudies.result(told);
    },
  };
  const onChildEvent: ChildListener = (event, payload) => {
    heard[event](payload);
  };
  const endJob = (job: string) => void board.control(job, 'cancel').catch(() => undefined);
  const runningStudies = keepStudies(
    store.studies,
    (change) => {
      emit('study.changed', change);
    },
    endJob,
  );
  const onState = (state: ChildState) => {
    emit('worker.changed', state);
  };
  const say = (line: string) => {
    options.log?.(line);
    eventLog.add(line);
  };
  let isStale = false;
  const renewWhenIdle = async () => {
    if (!isStale || !board.idle) return;
    isStale = false;
    await Promise.all([children.compute.restart(), children.photos.restart()]);
  };
  const preferences = createPreferences(store.settings, computeGiven(options));
  const starts = {
    async prepare() {
      const [{ folder }] = await Promise.all([files.scratch(), preferences.load()]);
      return { [SCRATCH_VARIABLE]: folder };
    },
    compute: preferences.compute,
  };
  const children: Children = startChildren(options.carrier, starts, onChildEvent, onState, say);
  const photos = createPhotoCalls(children.photos, options.patienceMs ?? PATIENCE_MS);
  const log = createTrainingLog((paths) => void files.remove(...paths));
  const route = createRouter(
    channelHandlers({
      shell: options.shell,
      store,
      files,
      preferences,
      renewChildren: () => {
        isStale = true;
        return renewWhenIdle();
      },
      root: options.root ?? '',
      children: { compute: children.compute, photos },
      disks,
      registry,
      board,
      batches,
      session,
      log,
      runningStudies,
      graphics: { offered: false },
      onModel: () => {
        emit('models.changed', null);
      },
    }),
  );

  return {
    async call(channel, args) {
      const result = await route(channel, args);
      if (!result.ok) eventLog.failure(String(channel).slice(0, 80), result.error);
      return result;
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    registerPhoto: registry.registerPhoto,
    registerFolder: registry.registerFolder,
    registerOutput: registry.registerOutput,
    findPhoto: registry.findPhoto,
    async image(request) {
      try {
        const about = registry.photo(request.photo);
        const tile = { path: about.path, rect: rectOf(request), maxSide: request.max ?? null };
        return { ok: true, value: await photos.call('photo.tile', tile, about) };
      } catch (error) {
        return { ok: false, error: toFailure(error) };
      }
    },
    appearance: preferences.load,
    scratchFolder: async () => (await files.scratch()).folder,
    async savePhoto(photo, path) {
      const about = registry.photo(photo);
      await photos.call('photo.convert', { path: about.path, out: path }, about);
    },
    async savePhotosBeside(ids, path) {
      const paths = ids.map((id) => registry.photo(id).path);
      await photos.call('photo.beside', { paths, out: path }, { path: paths[0] ?? '' });
    },
    pids: () => ({ compute: children.compute.pid, photos: children.photos.pid }),
    async close() {
      listeners.clear();
      await children.compute.close();
      await children.photos.close();
      await session.close();
      await files.close();
      await eventLog.close();
    },
  };
}

const computeGiven = ({ threads, device, engine, developer }: HostOptions): ComputeOptions => ({
  ...(threads === undefined ? {} : { threads }),
  ...(device === undefined ? {} : { device }),
  ...(engine === undefined ? {} : { engine }),
  ...(developer === undefined ? {} : { developer }),
});

/** All four numbers or none. */
function rectOf({ x, y, width, height }: ImageRequest): Rect | null {
  if (x !== undefined && y !== undefined && width !== undefined && height !== undefined) return { x, y, width, height };
  if (x === undefined && y === undefined && width === undefined && height === undefined) return null;
  throw new AppError('bad-input', say('photo.partNamedWhole'));
}
