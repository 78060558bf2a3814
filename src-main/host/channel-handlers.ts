import { SAMPLE_SIDE } from '@contract/model-spec';
import { PREPARATIONS } from '@contract/photo';
import { AppError } from '@contract/result';
import type { RuntimeInfo } from '@contract/runtime';
import type { DegradeRequest, DerivedPhoto, PhotosCalls } from '@contract/worker-calls';
import { say } from '@contract/sentence';
import { makeFolder } from '../disk/atomic-write';
import type { ArgsOf } from '../processes/supervisor';
import { loadModel } from '../store/model-file';
import { appHandlers } from './app-handlers';
import type { BatchLog } from './batch-log';
import type { JobBoard } from './jobs';
import { uncertaintyHandlers } from './uncertainty-handlers';
import { outputFor, type Preferences } from './preferences';
import { previewHandlers } from './preview-handlers';
import { forPeople } from './registry';
import { restoreHandlers } from './restore-handlers';
import { modelFile } from './model-file';
import type { ChannelHandlers } from './router';
import type { SessionKeeper } from './session-keeper';
import type { ShellServices } from './shell-services';
import { evaluateHandlers } from './evaluate-runner';
import { selfTestHandlers } from './self-test-handlers';
import { studyHandlers } from './study-handlers';
import type { StudyTools } from './study-runner';
import { newTraining, resumedTraining, type TrainingTools } from './train-runner';
import type { TrainingLog } from './training-log';

export interface HostParts extends TrainingTools, StudyTools {
  shell: ShellServices;
  preferences: Preferences;
  /** Starts the processes that calculate and open photos again as soon as nothing runs. */
  renewChildren: () => Promise<void>;
  /** The checkout or the installed app. */
  root: string;
  board: JobBoard;
  batches: BatchLog;
  session: SessionKeeper;
  log: TrainingLog;
}

/** The whole table of channels, by theme. */
export function channelHandlers(parts: HostParts): ChannelHandlers {
  return {
    ...shellHandlers(parts),
    ...appHandlers(parts),
    ...pairHandlers(parts),
    ...trainHandlers(parts),
    ...restoreHandlers(parts),
    ...previewHandlers(parts),
    ...uncertaintyHandlers(parts),
    ...modelHandlers(parts),
    ...studyHandlers(parts),
    ...evaluateHandlers(parts),
    ...selfTestHandlers(parts),
    'session.read': () => parts.session.read(),
    'session.keep': ({ session }) => parts.session.keep(session),
  };
}

interface Sides<Side> {
  degraded: Side;
  clean: Side;
}

type CallOfPair = 'pair.check' | 'pair.turned' | 'pair.prepare' | 'pair.degradation' | 'pair.align' | 'pair.middle';
type PairHints = Omit<PhotosCalls['pair.check']['args'], 'degraded' | 'clean'>;

type Handlers<Prefix extends string> = Pick<ChannelHandlers, Extract<keyof ChannelHandlers, `${Prefix}.${string}`>>;

function shellHandlers({
  shell,
  store,
  children,
  registry,
  board,
  preferences,
}: HostParts): Omit<Handlers<'app' | 'runtime' | 'photos' | 'folders' | 'jobs'>, 'app.opened'> {
  let known: { info: RuntimeInfo; pid: number | undefined } | null = null;
  return {
    'app.info': async () => ({
      ...shell.info(),
      defaultOutput: outputFor(await preferences.load(), store.places.restored),
    }),
    'runtime.info': async ({ selfTest = false }) => {
      if (!selfTest && known && known.pid === children.compute.pid) return known.info;
      if (selfTest && !board.idle) throw new AppError('busy', say('runtime.testNeedsQuiet'));
      const info = await children.compute.call('runtime.info', { selfTest });
      known = { info, pid: children.compute.pid };
      return info;
    },
    'photos.pick': (args) => shell.pickPhotos(args, registry),
    'folders.pick': () => shell.pickFolder(registry),
    'folders.list': (args) => shell.listFolder(args, registry),
    'photos.info': async ({ photo }) => {
      const found = registry.photo(photo);
      return { ...(await children.photos.call('photo.probe', { path: found.path }, found)), name: found.ref.name };
    },
    'jobs.list': () => board.list(),
    'jobs.order': ({ jobs }) => {
      board.order(jobs);
      return null;
    },
    'jobs.control': async ({ job, action }) => {
      await board.control(job, action);
      return null;
    },
  };
}

/** The picture of the sample pair lies in no file. */
const DRAWN = { path: 'sample.png' };

function pairHandlers({
  children: { photos },
  registry,
}: HostParts): Handlers<'pair'> & Pick<ChannelHandlers, 'compare.score'> {
  const found = (id: string) => registry.photo(id);
  const path = (id: string) => found(id).path;
  const register = ({ path: file, name }: DerivedPhoto) => registry.registerPhoto(file, name);
  const both = ({ degraded, clean }: Sides<string>) => ({ degraded: path(degraded), clean: path(clean) });
  /** Both photos as paths; what goes wrong is charged to the degraded one. */
  const ask = <C extends CallOfPair>(
    call: C,
    pair: Sides<string>,
    more: Omit<PhotosCalls[C]['args'], keyof Sides<string>>,
  ) => photos.call(call, { ...both(pair), ...more } as ArgsOf<'photos', C>, found(pair.degraded));
  const registered = ({ degraded, clean, leftOut }: Sides<DerivedPhoto> & { leftOut?: DerivedPhoto | undefined }) => ({
    degraded: register(degraded),
    clean: register(clean),
    ...(leftOut ? { leftOut: register(leftOut) } : {}),
  });
  return {
    'pair.check': ({ degraded, clean, ...rest }) => ask('pair.check', { degraded, clean }, defined<PairHints>(rest)),
    'pair.turned': (pair) => ask('pair.turned', pair, {}),
    'pair.prepare': async ({ steps = PREPARATIONS, ...pair }) => {
      const prepared = await ask('pair.prepare', pair, { steps });
      return { ...registered(prepared), findings: prepared.findings };
    },
    'pair.degradation': (pair) => ask('pair.degradation', pair, {}),
    'pair.burst': async ({ shots, each }) => {
      const paths = shots.map(path);
      const pair = await photos.call('pair.burst', { shots: paths, each }, { path: paths[0] ?? '' });
      return { ...registered(pair), notes: pair.notes };
    },
    'pair.align': async (pair) => registered(await ask('pair.align', pair, {})),
    'pair.middle': async ({ region, side, ...pair }) =>
      registered(await ask('pair.middle', pair, { side, ...(region ? { region } : {}) })),
    'pair.degrade': async ({ clean, ...rest }) => {
      const degraded = await photos.call(
        'pair.degrade',
        { clean: path(clean), ...defined<DegradeRequest>(rest) },
        found(clean),
      );
      return { degraded: register(degraded) };
    },
    'pair.recipe': async ({ clean, psf, recipe, part }) => {
      const asked = { clean: path(clean), recipe, ...(psf === undefined ? {} : { psf: path(psf) }) };
      const cut = part === undefined ? asked : { ...asked, part };
      return { degraded: register(await photos.call('pair.recipe', cut, found(clean))) };
    },
    'pair.sample': async ({ size = SAMPLE_SIDE, ...rest }) => {
      const drawn = { size, ...defined<DegradeRequest & { scene?: boolean }>(rest) };
      return registered(await photos.call('pair.sample', drawn, DRAWN));
    },
    'compare.score': ({ restored, clean }) =>
      photos.call('compare.score', { restored: path(restored), clean: path(clean) }, found(restored)),
  };
}

function trainHandlers(parts: HostParts): Handlers<'train' | 'graphics'> {
  const { children, store, board, log, onModel, graphics } = parts;
  const checkpoints = async () => {
    const live = new Set(
      board.list().flatMap(({ state, checkpoint }) => (state === 'running' || state === 'paused' ? checkpoint : [])),
    );
    return (await store.checkpoints.list()).filter(({ id }) => !live.has(id));
  };
  return {
    'train.estimate': (args) => children.compute.call('train.estimate', args),
    'train.start': (args) => ({ job: board.add(newTraining(parts, args)) }),
    'train.checkpoints': checkpoints,
    'train.resume': async ({ checkpoint }) => {
      const found = (await checkpoints()).find(({ id }) => id === checkpoint);
      if (!found) throw new AppError('not-found', say('checkpoint.gone'));
      return { job: board.add(resumedTraining(parts, found)) };
    },
    'train.discard': async ({ checkpoint }) => {
      await store.checkpoints.remove(checkpoint);
      return null;
    },
    'train.history': ({ job }) => log.of(job),
    'train.movePreview': (args) => children.compute.call('train.movePreview', args),
    'graphics.offer': () => {
      graphics.offered = true;
      return null;
    },
    'graphics.exchange': (args) => children.compute.call('graphics.exchange', args),
    'train.keep': async ({ job, epoch }) => {
      const model = await store.library.importFile(log.pathOf(job, epoch));
      onModel();
      return model;
    },
  };
}

function modelHandlers({ store, files, registry, children, onModel }: HostParts): Handlers<'models'> {
  const { library, places } = store;
  const changed = async <T>(change: Promise<T>): Promise<T> => {
    const answer = await change;
    onModel();
    return answer;
  };
  return {
    'models.list': () => library.list(),
    'models.problems': () => library.problems(),
    'models.show': async ({ model }) => {
      const { summary, crop } = await loadModel(await modelFile({ registry, store }, model));
      return { ...summary, crop };
    },
    'models.rename': ({ model, name }) => changed(library.rename(model, name)),
    'models.remarks': () => store.judgements.remarks(),
    'models.remark': async ({ model, remark }) => {
      await store.judgements.remark(model, remark);
      return null;
    },
    'models.remove': async ({ model }) => {
      await changed(library.remove(model));
      return null;
    },
    'models.discard': ({ model }) => changed(library.discard(model)),
    'models.removed': () => library.removed(),
    'models.bringBack': ({ model }) => changed(library.bringBack(model)),
    'models.import': ({ file }) => changed(library.importFile(registry.photo(file).path)),
    'models.file': async ({ model }) => {
      const { folder } = await files.scratch();
      return registry.registerPhoto(await library.exportTo(model, folder));
    },
    'models.export': async ({ model, folder }) => {
      const target = folder === undefined ? places.restored : registry.folder(folder);
      await makeFolder(target);
      return { savedAs: forPeople(await library.exportTo(model, target)) };
    },
    'models.graph': async ({ model, out, crisp = 0 }) => {
      const path = registry.output(out);
      await children.compute.call('model.graph', {
        model: await modelFile({ registry, store }, model),
        out: path,
        crisp,
      });
      return { savedAs: forPeople(path) };
    },
  };
}

/** The entries that are there: optional settings are left out, not undefined. */
function defined<T extends object>(settings: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as T;
}
