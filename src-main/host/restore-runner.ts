import { dirname } from 'node:path';
import type { Args } from '@contract/channels';
import { resultModelName, type OwnSettings, type RestoreSettings } from '@contract/restore-options';
import { hasCrispDial } from '@contract/model-spec';
import { AppError, fromFailure } from '@contract/result';
import { safeName } from '@contract/safe-name';
import { say } from '@contract/sentence';
import { finishRun, openRun, recordEarlier, type Means, type Run, type Source } from './batch-run';
import type { BatchTools } from './batch-tools';
import { planBatch, type BatchOrder } from '../store/batch/batch-plan';
import { orFull } from '../disk/disk-space';
import { readSummary } from '../store/model-file';
import { modelFile } from './model-file';
import { restorePhotos, withRoom } from './batch-pipeline';
import type { JobWork } from './jobs';

/** So few photos do not wait behind a training. */
const FEW_PHOTOS = 10;

/** Restoring photos as a job, one or thousands; a photo that fails costs nothing but itself. */
export async function newRestoring(tools: BatchTools, args: Args<'restore.start'>): Promise<JobWork> {
  const { children, registry, store } = tools;
  const usual = await meansOf(tools, args.model, args.settings);
  const sources: Source[] = [];
  for (const id of args.photos) {
    const own = args.own?.[id];
    const means = own ? await ownMeans(tools, args, own) : usual;
    sources.push({ ...sourceOf(tools, id, args.folders?.[id]), means });
  }
  const [first] = sources;
  return {
    kind: 'restore',
    small: sources.length <= FEW_PHOTOS,
    title:
      sources.length === 1 && first
        ? say('job.restoringOne', { photo: first.ref.name })
        : say('job.restoringMany', { count: sources.length }),
    // 'stop' is the batch's own: the photo at hand is finished.
    control: (job, action) =>
      children.compute.call('job.control', { job, action: action === 'stop' ? 'resume' : action }),
    async run(job) {
      job.update({ detail: say('job.lookingAtPhotos') });
      const folder = args.folder === undefined ? store.places.restored : registry.folder(args.folder);
      await tools.disks.refuseSilent([folder, ...sources.map(({ path }) => dirname(path))]);
      const order: BatchOrder = {
        photos: sources.map(({ path, relative, means }) =>
          means === usual ? { path, relative } : { path, relative, own: means },
        ),
        folder,
        model: usual.model,
        settings: args.settings,
        shard: args.shard ?? null,
        developer: tools.developer(),
      };
      const plan = await withRoom(job, () => orFull(() => planBatch(order)));
      const run = openRun(tools, { job, plan, sources });
      await restoreAll(run);
    },
  };
}

/** What a photo is restored with; throws AppError 'bad-input' where the model has no crisp end and is to be crisp. */
async function meansOf(tools: BatchTools, id: string, settings: RestoreSettings): Promise<Means> {
  const file = await modelFile(tools, id);
  const { id: model, name, card } = await readSummary(file);
  if ((settings.crisp ?? 0) > 0 && !hasCrispDial(card.settings))
    throw new AppError('bad-input', say('batch.noCrispEnd', { model: name }));
  return {
    ...{ file, training: card.fit ?? null, scale: card.settings.scale, settings },
    model: { id: model, name: resultModelName(name, settings) },
  };
}

/** The settings of all with what the photo has of its own; another model begins at its faithful end. */
function ownMeans(
  tools: BatchTools,
  { model: usual, settings }: Args<'restore.start'>,
  { model = usual, strength = settings.strength, crisp = model === usual ? settings.crisp : 0 }: OwnSettings,
): Promise<Means> {
  const { crisp: _, ...others } = settings;
  return meansOf(tools, model, { ...others, strength, ...(crisp === undefined || crisp === 0 ? {} : { crisp }) });
}

const sourceOf = (
  { registry, relativeName }: BatchTools,
  id: string,
  folder: string | undefined,
): Omit<Source, 'means'> => {
  const { path, ref } = registry.photo(id);
  const dropped = folder === undefined ? null : `${safeFolder(folder)}/${ref.name}`;
  return { path, ref, relative: dropped ?? relativeName(id) ?? ref.name };
};

/** Whatever a page says, results stay below their folder. */
const safeFolder = (folder: string): string =>
  folder
    .split('/')
    .map((name) => safeName(name))
    .join('/');

async function restoreAll(run: Run): Promise<void> {
  const { job } = run;
  try {
    recordEarlier(run);
    job.onProgress(({ fraction }) => {
      run.progress(fraction);
    });
    await restorePhotos(run);
  } finally {
    await finishRun(run);
  }
  conclude(run);
}

/** How a batch ends: cancelled, failed where every photo did, else done. */
function conclude({ job, plan, counts, firstError }: Run): void {
  if (job.asked === 'cancel') job.continueOrThrow();
  const error = firstError();
  if (error && counts.failed === plan.photos.length) throw fromFailure(error);
}
