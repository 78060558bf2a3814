import type { Args } from '@contract/channels';
import type { RestoredPhoto, RestoreSettings } from '@contract/job';
import type { PhotoRef } from '@contract/photo';
import { fromFailure, toFailure } from '@contract/result';
import type { ModelAddress } from '@contract/worker-calls';
import type { Children } from './children';
import type { JobContext, JobWork } from './jobs';
import { forPeople, type Registry } from './registry';

interface Source {
  path: string;
  ref: PhotoRef;
}

export interface RestoringTools {
  children: Children;
  registry: Registry;
  /** Where a running job hears how far its current photo is, 0–1. */
  photoProgress: Map<string, (fraction: number) => void>;
}

interface Batch extends RestoringTools {
  model: ModelAddress;
  modelName: string;
  /** Null: the usual folder for results. */
  folder: string | null;
  settings: RestoreSettings;
  sources: Source[];
  /** Where results went so far. Kept here: a photo process that dies must not give a name out twice. */
  claimed: string[];
}

/** Snapshots list at most this many photos, the newest. */
const TOLD_PHOTOS = 500;

/** Restoring photos as a job: one photo after the other; a photo that fails costs nothing but itself. */
export async function newRestoring(tools: RestoringTools, args: Args<'restore.start'>): Promise<JobWork> {
  const { children, registry } = tools;
  const model = modelAddress(registry, args.model);
  const { name } = await children.photos.call('models.show', { model });
  const batch: Batch = {
    ...tools,
    model,
    modelName: name,
    folder: args.folder === undefined ? null : registry.folder(args.folder),
    settings: args.settings,
    sources: args.photos.map((id) => registry.photo(id)),
    claimed: [],
  };
  const [first] = batch.sources;
  const what = batch.sources.length === 1 && first ? `“${first.ref.name}”` : `${batch.sources.length} photos`;
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
  const tellProgress = (photos: number) => {
    const progress = photos / total;
    const elapsedMs = performance.now() - startedAt;
    job.update({ progress, remainingMs: progress > 0 ? (elapsedMs / progress) * (1 - progress) : null });
  };
  batch.photoProgress.set(job.id, (fraction) => {
    tellProgress(done.length + fraction);
  });
  try {
    for (const source of batch.sources) {
      await job.whenRunning();
      if (job.asked !== null) break;
      job.update({ detail: `Photo ${done.length + 1} of ${total}: ${source.ref.name}` });
      done.push(await restoreOne(batch, source, job));
      job.update({ restored: done.slice(-TOLD_PHOTOS) });
      tellProgress(done.length);
    }
  } finally {
    batch.photoProgress.delete(job.id);
  }
  finishBatch(job, done, total);
}

function finishBatch(job: JobContext, done: RestoredPhoto[], total: number): void {
  if (job.asked === 'cancel') job.continueOrThrow();
  const errors = done.flatMap(({ error }) => error ?? []);
  job.update({ detail: `${done.filter(({ result }) => result).length} of ${total} photos restored` });
  const [first] = errors;
  if (first && errors.length === total) throw fromFailure(first);
}

async function restoreOne(batch: Batch, source: Source, job: JobContext): Promise<RestoredPhoto> {
  const startedAt = performance.now();
  const outcome = await restoreAndSave(batch, source, job.id).catch((error: unknown) => ({ error: toFailure(error) }));
  const elapsedMs = performance.now() - startedAt;
  if (!('path' in outcome)) return { source: source.ref, elapsedMs, ...outcome };
  const result = batch.registry.registerPhoto(outcome.path);
  return { source: source.ref, elapsedMs, result, savedAs: forPeople(outcome.path) };
}

async function restoreAndSave(
  batch: Batch,
  source: Source,
  job: string,
): Promise<{ path: string } | { skipped: string }> {
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
    const saved = await photos.call('photo.save', {
      raw: restored.raw,
      original: source.path,
      folder: batch.folder,
      model: batch.modelName,
      settings: batch.settings,
      inputs: batch.sources.map(({ path }) => path),
      claimed: batch.claimed,
    });
    batch.claimed.push(saved.path);
    return saved.skipped === undefined ? { path: saved.path } : { skipped: saved.skipped };
  } finally {
    await photos.call('scratch.remove', { paths: [raw.path, out] });
  }
}
