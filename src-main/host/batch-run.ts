import type { BatchTools } from './batch-tools';
import type { PlannedPhoto, ReportRow } from '@contract/batch';
import type { DomainMeasures } from '@contract/domain-gap';
import type { RestoredPhoto } from '@contract/job';
import type { DomainGap, EncodedTile, PhotoRef } from '@contract/photo';
import type { RestoreSettings } from '@contract/restore-options';
import type { Failure } from '@contract/result';
import { say } from '@contract/sentence';
import type { NamedModel } from '../store/batch/batch';
import type { planBatch } from '../store/batch/batch-plan';
import { answering, PATIENCE_MS } from '../disk/answering';
import { unlockLedger } from '../store/batch/ledger';
import { writeReport } from '../store/batch/report';
import { createPace, steadyTime } from './batch-pace';
import { createBatchQueue, type BatchQueue } from './batch-queue';
import type { JobContext } from './jobs';
import { forPeople } from './registry';
import { reportRow } from './report-row';

export interface Source {
  path: string;
  ref: PhotoRef;
  relative: string;
  means: Means;
}

/** What a photo is restored with. */
export interface Means {
  /** The model's file. */
  file: string;
  /** What the model's card tells of its pair. */
  training: DomainMeasures | null;
  /** How much larger its results are. */
  scale: number;
  model: NamedModel;
  settings: RestoreSettings;
}

interface RunParts {
  job: JobContext;
  plan: Awaited<ReturnType<typeof planBatch>>;
  sources: Source[];
}

/** How a photo of a run ended. */
export interface Ending {
  photo: PlannedPhoto;
  outcome: Omit<RestoredPhoto, 'source' | 'result' | 'savedAs'>;
  /** Where the result is; also of an earlier run. */
  path?: string;
  size?: { width: number; height: number };
  bytesAfter?: number;
  /** How near the photo is to what the model was trained on. */
  gap?: DomainGap;
  /** Before and after, for the report. */
  pictures?: readonly EncodedTile[];
}

/** A batch that runs: what is left, what has ended, and how fast it goes. */
export interface Run extends RunParts {
  tools: BatchTools;
  startedAt: string;
  queue: BatchQueue<PlannedPhoto>;
  counts: { restored: number; skipped: number; failed: number };
  firstError: () => Failure | null;
  source: (photo: PlannedPhoto) => Source;
  /** This photo is calculated now. */
  begin: (photo: PlannedPhoto) => void;
  /** How far the photo at hand is, 0–1. */
  progress: (fraction: number) => void;
  end: (ending: Ending) => void;
  /** What has ended, as the report shows it, in the order of the list; what has not is said to be not reached. */
  rows: () => ReportRow[];
}

/** A file without bytes still takes a moment. */
const weightOf = ({ bytes }: PlannedPhoto): number => Math.max(1, bytes);
/** Snapshots carry this many endings, the newest; all of them are asked for by channel. */
const TOLD_PHOTOS = 20;

export function openRun(tools: BatchTools, parts: RunParts): Run {
  const { job, plan, sources } = parts;
  const waiting = plan.photos.filter(({ skipped }) => skipped === undefined);
  const source = (photo: PlannedPhoto) => sources[photo.index]!;
  const queue = createBatchQueue(waiting, (photo) => source(photo).ref.id);
  const pace = createPace();
  const steady = steadyTime();
  const counts = { restored: 0, skipped: 0, failed: 0 };
  const endings = new Map<number, Ending>();
  const newest: RestoredPhoto[] = [];
  const total = plan.photos.length;
  const folder = forPeople(plan.batch.folder);
  let weightLeft = waiting.reduce((sum, photo) => sum + weightOf(photo), 0);
  const weightInAll = Math.max(1, weightLeft);
  let current: { photo: PlannedPhoto; fraction: number } | null = null;
  let failure: Failure | null = null;
  let startedMs: number | null = null;

  const tell = () => {
    const weight = current ? weightOf(current.photo) : 0;
    const underWay = weight * (current?.fraction ?? 0);
    const elapsedMs = startedMs === null ? 0 : job.elapsedMs - startedMs;
    const timeFor = (left: number) => pace.timeFor(left, elapsedMs, underWay);
    const ended = counts.restored + counts.skipped + counts.failed;
    const detail = current
      ? say('job.photo', { index: Math.min(total, ended + 1), count: total, name: source(current.photo).ref.name })
      : say('job.photosRestored', { done: counts.restored, count: total });
    job.update({
      progress: 1 - Math.max(0, weightLeft - underWay) / weightInAll,
      // A batch that was asked to end says so until it has ended.
      ...(job.asked === null && {
        detail,
        remainingMs: steady(timeFor(Math.max(0, weightLeft - underWay)), elapsedMs),
      }),
      batch: {
        total,
        ...counts,
        folder,
        current: current && {
          photo: source(current.photo).ref.id,
          name: source(current.photo).ref.name,
          fraction: current.fraction,
          remainingMs: timeFor(weight - underWay),
        },
      },
    });
  };

  const run: Run = {
    ...parts,
    tools,
    startedAt: new Date().toISOString(),
    queue,
    counts,
    firstError: () => failure,
    source,
    begin(photo) {
      startedMs ??= job.elapsedMs;
      current = { photo, fraction: 0 };
      tell();
    },
    progress(fraction) {
      if (current) current.fraction = fraction;
      tell();
    },
    end(ending) {
      const { photo, outcome, path } = ending;
      endings.set(photo.index, ending);
      if (photo.skipped === undefined) weightLeft -= weightOf(photo);
      if (current?.photo === photo) current = null;
      if (outcome.error) counts.failed += 1;
      else if (outcome.skipped !== undefined) counts.skipped += 1;
      else {
        counts.restored += 1;
        pace.restored(weightOf(photo));
      }
      failure ??= outcome.error ?? null;
      const told: RestoredPhoto = { source: source(photo).ref, ...outcome };
      if (path !== undefined)
        Object.assign(told, { result: tools.registry.registerPhoto(path), savedAs: forPeople(path) });
      tools.batches.add(job.id, told);
      newest.push(told);
      newest.splice(0, newest.length - TOLD_PHOTOS);
      job.update({ restored: [...newest] });
      tell();
    },
    rows: () => plan.photos.map((photo) => rowOf(run, photo, endings.get(photo.index))),
  };
  const begun = { folder: plan.batch.folder, model: plan.batch.model.name, startedAt: run.startedAt };
  tools.batches.open(
    job.id,
    (photos) => {
      queue.first(photos);
    },
    begun,
  );
  return run;
}

function rowOf({ source, plan }: Run, photo: PlannedPhoto, ending: Ending | undefined): ReportRow {
  const { outcome, path, size, bytesAfter, gap, pictures } = ending ?? {};
  const { means, relative } = source(photo);
  const isOwn = means.settings !== plan.batch.settings;
  const own = isOwn ? say('batch.ownWay', { model: means.model.name, strength: means.settings.strength }) : null;
  return reportRow(relative, plan.batch.folder, {
    ...{ outcome, path, notes: [own, gap?.level === 'far' ? gap.sentence : null] },
    width: size?.width ?? null,
    height: size?.height ?? null,
    bytesBefore: photo.bytes,
    bytesAfter: bytesAfter ?? null,
    fit: gap?.level ?? null,
    ...(pictures ? { pictures } : {}),
  });
}

/** Tells at once what needs no work. */
export function recordEarlier(run: Run): void {
  for (const photo of run.plan.photos) {
    const { skipped, result } = photo;
    if (skipped === undefined) continue;
    run.end({ photo, outcome: { skipped, elapsedMs: 0 }, ...(result === undefined ? {} : { path: result }) });
  }
}

/** A batch of one is restored without a report. */
export const REPORTED_FROM = 2;
/** More pictures would make a report that no browser opens at once. */
const PICTURED = 200;

/** Whether the report shows what became of this photo. */
export const isPictured = ({ plan, counts }: Run): boolean =>
  plan.photos.length >= REPORTED_FROM && counts.restored < PICTURED;

async function reportOf(run: Run): Promise<string | null> {
  const { folder, model } = run.plan.batch;
  const rows = run.rows();
  if (rows.length < REPORTED_FROM) return null;
  const report = { folder, model: model.name, startedAt: run.startedAt, finishedAt: new Date().toISOString(), rows };
  return writeReport(report, await run.tools.language());
}

const CANCELLED_PATIENCE_MS = 3_000;

/** Writes the report and leaves the folder to others. */
export async function finishRun(run: Run): Promise<void> {
  const { job, plan, counts, tools } = run;
  const { folder, ledger } = plan.batch;
  // Who cancels does not wait for a disk that does not answer.
  const patienceMs = job.asked === 'cancel' ? CANCELLED_PATIENCE_MS : PATIENCE_MS;
  const report = await answering(folder, () => reportOf(run), patienceMs).catch(() => null);
  await answering(folder, () => unlockLedger(ledger, process.pid), patienceMs).catch(() => undefined);
  if (report !== null) tools.batches.reported(job.id, report);
  job.update({
    detail: say('job.photosRestored', { done: counts.restored, count: plan.photos.length }),
    batch: {
      total: plan.photos.length,
      ...counts,
      current: null,
      folder: forPeople(folder),
      ...(report === null ? {} : { report: forPeople(report) }),
    },
  });
}
