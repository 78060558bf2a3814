import type { Args } from '@contract/channels';
import type { RestoredPhoto, RestoreSettings } from '@contract/job';
import type { PhotoRef } from '@contract/photo';
import { AppError, toFailure } from '@contract/result';
import type { ModelAddress, SaveOutcome } from '@contract/worker-calls';
import type { Children } from './children';
import type { JobContext, JobWork } from './jobs';
import { forPeople, type Registry } from './registry';

interface Source {
  path: string;
  ref: PhotoRef;
}

interface Batch {
  children: Children;
  registry: Registry;
  model: ModelAddress;
  modelName: string;
  /** Null: the usual folder for results. */
  folder: string | null;
  settings: RestoreSettings;
  sources: Source[];
}

/** Snapshots list at most this many photos, the newest. */
const TOLD_PHOTOS = 500;

/** Restoring photos as a job: one photo after the other; a photo that fails costs nothing but itself. */
export async function newRestoring(
  children: Children,
  registry: Registry,
  args: Args<'restore.start'>,
): Promise<JobWork> {
  const model = modelAddress(registry, args.model);
  const { name } = await children.photos.call('models.show', { model });
  const batch: Batch = {
    children,
    registry,
    model,
    modelName: name,
    folder: args.folder === undefined ? null : registry.folder(args.folder),
    settings: args.settings,
    sources: args.photos.map((id) => registry.photo(id)),
  };
  const [first] = batch.sources;
  const what = batch.sources.length === 1 && first ? first.ref.name : `${batch.sources.length} photos`;
  return {
    kind: 'restore',
    title: `Restoring ${what}`,
    control: (job, action) => children.compute.call('job.control', { job, action }),
    run: (job) => restoreAll(batch, job),
  };
}

/** A library model by id or name, or a model file that the person handed over. */
export function modelAddress(registry: Registry, id: string): ModelAddress {
  const file = registry.findPhoto(id);
  return file ? { path: file.path } : { library: id };
}

async function restoreAll(batch: Batch, job: JobContext): Promise<void> {
  const done: RestoredPhoto[] = [];
  const total = batch.sources.length;
  const startedAt = performance.now();
  for (const source of batch.sources) {
    await job.whenRunning();
    if (job.asked !== null) break;
    job.update({ detail: `Photo ${done.length + 1} of ${total}: ${source.ref.name}` });
    done.push(await restoreOne(batch, source, job));
    const progress = done.length / total;
    const remainingMs = ((performance.now() - startedAt) / progress) * (1 - progress);
    job.update({ restored: done.slice(-TOLD_PHOTOS), progress, remainingMs });
  }
  if (job.asked === 'cancel') job.continueOrThrow();
  const failed = done.filter(({ error }) => error !== undefined).length;
  const firstError = done.find(({ error }) => error !== undefined)?.error;
  if (firstError && failed === total) throw new AppError(firstError.kind, firstError.message, firstError.file);
  job.update({ detail: `${done.length - failed} of ${total} photos restored` });
}

async function restoreOne(batch: Batch, source: Source, job: JobContext): Promise<RestoredPhoto> {
  const startedAt = performance.now();
  const outcome = await restoreAndSave(batch, source, job.id).catch((error: unknown) => ({ error: toFailure(error) }));
  const elapsedMs = performance.now() - startedAt;
  if (!('path' in outcome)) return { source: source.ref, elapsedMs, ...outcome };
  const result = batch.registry.registerPhoto(outcome.path);
  return { source: source.ref, elapsedMs, result, savedAs: forPeople(outcome.path) };
}

async function restoreAndSave(batch: Batch, source: Source, job: string): Promise<SaveOutcome> {
  const { compute, photos } = batch.children;
  const { strength, stride, perChannel } = batch.settings;
  const raw = await photos.call('photo.decode', { path: source.path });
  const out = `${raw.path}.restored`;
  try {
    const restored = await compute.call('restore.run', {
      job,
      model: batch.model,
      source: raw,
      out,
      strength,
      ...(stride === undefined ? {} : { stride }),
      ...(perChannel === undefined ? {} : { perChannel }),
    });
    if ('stopped' in restored) return { skipped: 'Stopped before this photo was done.' };
    return await photos.call('photo.save', {
      raw: restored.raw,
      original: source.path,
      folder: batch.folder,
      model: batch.modelName,
      settings: batch.settings,
      inputs: batch.sources.map(({ path }) => path),
    });
  } finally {
    await photos.call('scratch.remove', { paths: [raw.path, out] });
  }
}
