import { parse } from 'node:path';
import * as v from 'valibot';
import type { Args } from '@contract/channels';
import type { CheckpointInfo } from '@contract/job';
import {
  resolveSettings,
  settingsConflict,
  trainSettingsSchema,
  type TrainChoices,
  type TrainSettings,
} from '@contract/model-spec';
import { PREPARATIONS, type PairReport, type PhotoInfo, type Preparation } from '@contract/photo';
import { AppError, toFailure } from '@contract/result';
import { say, inTurn } from '@contract/sentence';
import type { RawPair, TrainedFile, TrainRequest } from '@contract/worker-calls';
import type { JobContext, JobWork } from './jobs';
import { refuseToReplace } from '../disk/replaceable';
import { isModelFile, readSummary } from '../store/model-file';
import { modelFile } from './model-file';
import { forPeople } from './registry';
import { explain } from './router';
import type { HostTools } from './tools';

/** Complete, checked settings. Throws AppError('bad-input') that names the setting. */
export function settingsOf(choices: TrainChoices): TrainSettings {
  const resolved = resolveSettings(choices);
  const settings = v.safeParse(trainSettingsSchema, resolved);
  if (settings.success) return settings.output;
  const [issue] = settings.issues;
  const conflict = issue.type === 'check' ? settingsConflict(resolved) : null;
  throw new AppError('bad-input', conflict ?? say('setting.is', explain(issue)));
}

export interface TrainingTools extends HostTools {
  /** Called when the library has changed. */
  onModel: () => void;
  /** Whether a page has offered its graphics processor. */
  graphics: { offered: boolean };
}

/** A photo that cannot be probed was drawn, or will fail with its reason elsewhere. */
const NOTHING_SAID: Pick<PhotoInfo, 'camera'> = {};

/** A new training as a job: both pictures are checked and decoded, then the model is trained and saved. */
export function newTraining(tools: TrainingTools, args: Args<'train.start'>): JobWork {
  const { children, registry } = tools;
  const chosen = settingsOf(args.choices);
  const steps = args.prepare ?? (chosen.task === 'custom' ? PREPARATIONS : []);
  const degraded = registry.photo(args.degraded);
  const clean = registry.photo(args.clean);
  const out = args.out === undefined ? null : registry.output(args.out);
  const replace = args.replace ?? false;
  const name = args.name ?? modelName(clean.ref.name, chosen);
  return {
    kind: 'train',
    title: say('job.trainingOf', { name }),
    control: (job, action) => children.compute.call('job.control', { job, action }),
    async run(job) {
      const begin = args.continues === undefined ? undefined : await modelFile(tools, args.continues);
      if (out !== null) await refuseToReplace(out, [degraded.path, clean.path], replace ? isModelFile : undefined);
      job.update({ detail: say('job.readingPair') });
      const prepared = await preparedPair(tools, { degraded: degraded.path, clean: clean.path }, chosen, steps);
      const { settings } = prepared;
      const asked = {
        ...prepared.paths,
        task: settings.task,
        patch: settings.patch,
        ...(settings.region === undefined ? {} : { region: settings.region }),
      };
      const report = await children.photos.call('pair.check', asked, degraded);
      job.update({ pair: { ...report, ...prepared.found } });
      refuseUnusable(report);
      job.continueOrThrow();
      const leftOut = args.leftOut === undefined ? prepared.leftOut : registry.photo(args.leftOut);
      const pair = await decodedPair(tools, prepared.paths, leftOut?.path);
      const check = args.check && (await checkedPair(tools, args.check, chosen, steps));
      try {
        job.continueOrThrow();
        const { camera } = await children.photos
          .call('photo.probe', { path: degraded.path }, degraded)
          .catch(() => NOTHING_SAID);
        const scale = args.choices.scale ?? (report.scale > 1 ? report.scale : settings.scale);
        const request: TrainRequest = {
          job: job.id,
          pair,
          pairName: clean.ref.name,
          ...(check ? { check } : {}),
          ...(camera === undefined ? {} : { camera }),
          settings: { ...settings, scale },
          ...(begin === undefined ? {} : { begin }),
          name,
          out,
          replace,
          checkpoint: job.id,
          checkpoints: tools.store.places.checkpoints,
          previewPoint: args.previewPoint ?? null,
          filmstrip: args.filmstrip ?? false,
          graphics: tools.graphics.offered,
          ...(args.withinS === undefined ? {} : { withinMs: Math.max(0, 1000 * args.withinS - job.elapsedMs) }),
        };
        await finishTraining(tools, job, job.id, children.compute.call('train.run', request));
      } finally {
        await tools.files.remove(...pathsOf(pair), ...(check ? pathsOf(check) : []));
      }
    },
  };
}

async function decodedPair(
  { children: { photos } }: TrainingTools,
  paths: { degraded: string; clean: string },
  leftOut: string | undefined,
): Promise<RawPair> {
  const decode = (path: string) => photos.call('photo.decode', { path }, { path });
  return {
    degraded: await decode(paths.degraded),
    clean: await decode(paths.clean),
    ...(leftOut === undefined ? {} : { leftOut: await decode(leftOut) }),
  };
}

const pathsOf = ({ degraded, clean, leftOut }: RawPair) =>
  [degraded, clean, ...(leftOut ? [leftOut] : [])].map(({ path }) => path);

/** A pair that is only measured on, prepared like the one that is learned from, all of it. */
async function checkedPair(
  tools: TrainingTools,
  { degraded, clean }: NonNullable<Args<'train.start'>['check']>,
  { region: _, ...settings }: TrainSettings,
  steps: readonly Preparation[],
) {
  const [from, to] = [tools.registry.photo(degraded), tools.registry.photo(clean)];
  const { paths, leftOut } = await preparedPair(tools, { degraded: from.path, clean: to.path }, settings, steps);
  return { ...(await decodedPair(tools, paths, leftOut?.path)), name: from.ref.name };
}

/** The pair after what is prepared of it; the settings then: their region moves along, and an exposure that is to stay stays. */
async function preparedPair(
  { children }: TrainingTools,
  paths: { degraded: string; clean: string },
  settings: TrainSettings,
  steps: readonly Preparation[],
) {
  if (steps.length === 0) return { paths, settings, found: {}, leftOut: undefined };
  const { region, ...others } = settings;
  const { degraded, clean, leftOut, findings, ...moved } = await children.photos.call(
    'pair.prepare',
    { ...paths, steps, ...(region === undefined ? {} : { region }) },
    { path: paths.degraded },
  );
  const ingredients = settings.ingredients.filter((name) => name !== 'match-tone' || steps.includes('tone'));
  return {
    paths: { degraded: degraded.path, clean: clean.path },
    settings: { ...others, ingredients, ...moved },
    found: { findings },
    leftOut,
  };
}

/** An interrupted training as a job that goes on where its checkpoint was taken. */
export function resumedTraining(tools: TrainingTools, checkpoint: CheckpointInfo): JobWork {
  const { compute } = tools.children;
  return {
    kind: 'train',
    title: say('job.trainingOf', { name: checkpoint.name }),
    control: (job, action) => compute.call('job.control', { job, action }),
    async run(job) {
      job.update({ checkpoint: checkpoint.id, detail: say('job.goingOnFrom', { epoch: checkpoint.epoch }) });
      const { checkpoints } = tools.store.places;
      const { offered: graphics } = tools.graphics;
      const request = { job: job.id, checkpoint: checkpoint.id, checkpoints, graphics };
      await finishTraining(tools, job, checkpoint.id, compute.call('train.resume', request));
    },
  };
}

/** Keeps the model, then lets go of what the training could be resumed from. */
async function finishTraining(
  tools: TrainingTools,
  job: JobContext,
  checkpoint: string,
  training: Promise<TrainedFile>,
): Promise<void> {
  const { checkpoints } = tools.store;
  try {
    const { model, path } = await keepModel(tools, await training);
    job.update({ model, detail: say('job.savedAs', { place: forPeople(path) }) });
    await checkpoints.remove(checkpoint);
  } catch (error) {
    // Cancelled: nothing is to be kept. Anything else (a full disk) can be mended and resumed.
    if (toFailure(error).kind === 'cancelled') await checkpoints.remove(checkpoint);
    throw error;
  }
  tools.onModel();
}

async function keepModel({ store: { library }, files }: TrainingTools, { path, named }: TrainedFile) {
  if (named) return { model: await readSummary(path), path };
  try {
    const model = await library.importFile(path);
    return { model, path: (await library.find(model.id)).path };
  } finally {
    await files.remove(path);
  }
}

function refuseUnusable(report: PairReport): void {
  if (report.level !== 'stop') return;
  const reasons = report.verdicts.filter(({ level }) => level === 'stop').map(({ text }) => text);
  throw new AppError('bad-input', inTurn(reasons));
}

/** 'starfish-deblur-rnn' */
function modelName(photo: string, { task, method }: TrainSettings): string {
  return `${parse(photo).name}-${task}-${method}`.slice(0, 120);
}
