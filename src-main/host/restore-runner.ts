import type { ModelAddress } from '@contract/model-card';
import type { Args } from '@contract/channels';
import { fromFailure } from '@contract/result';
import { safeName } from '@contract/safe-name';
import { say } from '@contract/sentence';
import { finishRun, openRun, recordEarlier, type Run, type Source } from './batch-run';
import type { BatchTools } from './batch-tools';
import { restorePhotos } from './batch-pipeline';
import type { JobWork } from './jobs';
import type { Registry } from './registry';

/** Restoring photos as a job, one or thousands; a photo that fails costs nothing but itself. */
export async function newRestoring(tools: BatchTools, args: Args<'restore.start'>): Promise<JobWork> {
  const { children, registry } = tools;
  const model = modelAddress(registry, args.model);
  const { name } = await children.photos.call('models.show', { model });
  const sources = args.photos.map((id) => sourceOf(tools, id, args.folders?.[id]));
  const [first] = sources;
  return {
    kind: 'restore',
    title:
      sources.length === 1 && first
        ? say('job.restoringOne', { photo: first.ref.name })
        : say('job.restoringMany', { count: sources.length }),
    // 'stop' is the batch's own: the photo at hand is finished.
    control: (job, action) =>
      children.compute.call('job.control', { job, action: action === 'stop' ? 'resume' : action }),
    async run(job) {
      job.update({ detail: say('job.lookingAtPhotos') });
      const plan = await children.photos.call('batch.plan', {
        photos: sources.map(({ path, relative }) => ({ path, relative })),
        folder: args.folder === undefined ? null : registry.folder(args.folder),
        model,
        settings: args.settings,
        shard: args.shard ?? null,
      });
      const run = openRun(tools, { job, plan, sources, model, modelName: name, settings: args.settings });
      await restoreAll(run);
    },
  };
}

const sourceOf = ({ registry, relativeName }: BatchTools, id: string, folder: string | undefined): Source => {
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

/** A library model by id or name, or a model file that the person handed over. */
export function modelAddress(registry: Registry, id: string): ModelAddress {
  const file = registry.findPhoto(id);
  return file ? { path: file.path } : { library: id };
}

async function restoreAll(run: Run): Promise<void> {
  const { job, tools } = run;
  try {
    recordEarlier(run);
    tools.photoProgress.set(job.id, (fraction) => {
      run.progress(fraction);
    });
    await restorePhotos(run);
  } finally {
    tools.photoProgress.delete(job.id);
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
