import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Restored } from '@contract/worker-calls';
import type { EncodedResult, FullDisk, PlannedPhoto, Prepared, SavedPhoto } from '@contract/batch';
import { formatOfName, type InputFormat, type RawPicture } from '@contract/photo';
import { AppError, toFailure, type Failure } from '@contract/result';
import { sizeForPeople } from '@contract/size';
import { say, type Sentence } from '@contract/sentence';
import { answering, NotAnswering } from '../disk/answering';
import { folderLabel } from '../disk/disk-error';
import { freeBytes, orFull } from '../disk/disk-space';
import { workOf } from '../store/batch/batch';
import { appendLine } from '../store/batch/ledger';
import { publishResult } from '../store/batch/publish';
import { isPictured, type Ending, type Run } from './batch-run';
import type { JobContext } from './jobs';
import { twice } from './photo-lane';

/** A photo that is decoded, or why it is not. */
type Ready = Exclude<Prepared, { full: FullDisk }> | { error: Failure };
type Decoded = Extract<Ready, { raw: RawPicture }>;

interface Turn<R> {
  photo: PlannedPhoto;
  startedMs: number;
  prepared: R;
}

/** The next photo to calculate, null at the end, and those before it that need no calculating. */
interface Ahead {
  passed: Turn<Exclude<Ready, { raw: RawPicture }>>[];
  found: Turn<Decoded> | null;
}

/**
 * Restores what is left, photo by photo. While one is calculated, the next is decoded and the one before is saved, and
 * no more than that: memory and disk hold three photos however many there are. Photos that cannot be read are passed by
 * meanwhile, so that nothing waits for them.
 */
export async function restorePhotos(run: Run): Promise<void> {
  const { job } = run;
  // What has ended is told in order, and the last save is waited for before the next begins.
  let tail: Promise<void> = Promise.resolve();
  const tellPassed = (passed: Ahead['passed']) => {
    for (const turn of passed) tail = tail.then(() => endPassed(run, turn));
  };
  let ahead = findNext(run);
  try {
    for (;;) {
      await job.whenRunning();
      const { passed, found } = await ahead;
      tellPassed(passed);
      ahead = Promise.resolve({ passed: [], found });
      if (!found || job.asked !== null) break;
      ahead = findNext(run);
      const { photo, prepared, startedMs } = found;
      // What cannot be saved is not calculated.
      await whileGone(run).catch(() => undefined);
      run.begin(photo);
      const restored = await calculate(run, photo, prepared.raw);
      await endsInTime(job, tail);
      if (restored === 'cancelled') break;
      tail = finish(run, photo, { prepared, restored, startedMs });
    }
  } finally {
    const left = await ahead;
    tellPassed(left.passed);
    await endsInTime(job, tail);
    // A photo that was decoded and is not wanted any more.
    if (left.found) await dropPixels(run, left.found.prepared.raw);
  }
}

async function endPassed(run: Run, { photo, prepared, startedMs }: Ahead['passed'][number]): Promise<void> {
  run.end({ photo, outcome: { ...prepared, elapsedMs: performance.now() - startedMs } });
  if ('error' in prepared) await noteFailure(run, photo, prepared.error);
}

const isCancelled = (ready: Ready): boolean => 'error' in ready && ready.error.kind === 'cancelled';

/** Decodes photo after photo until one is there to be calculated. Never throws. */
async function findNext(run: Run): Promise<Ahead> {
  const passed: Ahead['passed'] = [];
  for (;;) {
    const photo = run.job.asked === null ? run.queue.take() : null;
    if (!photo) return { passed, found: null };
    const startedMs = performance.now();
    const prepared: Ready = await decode(run, photo).catch((error: unknown) => ({ error: toFailure(error) }));
    if (isCancelled(prepared)) return { passed, found: null };
    if ('raw' in prepared) return { passed, found: { photo, startedMs, prepared } };
    passed.push({ photo, startedMs, prepared });
    await run.job.whenRunning();
  }
}

async function decode(run: Run, photo: PlannedPhoto) {
  const { plan, tools } = run;
  const { path } = plan.batch.photos[photo.index]!;
  const source = run.source(photo);
  const { settings, training, scale } = source.means;
  const request = { path, settings, training, scale };
  const size = photo.bytes / usualBytes(source.ref.name);
  const prepare = async () => {
    // A disk that does not answer is known as such: it costs each of its photos no minutes.
    await answering(dirname(path), () => stat(path).catch(() => null));
    return tools.children.photos.call('batch.prepare', request, source, size);
  };
  const prepared = withRoom(run.job, prepare);
  if (await endsBeforeCancel(run.job, prepared)) return prepared;
  // What comes of it later is wanted by nobody.
  void prepared.then(
    (late) => ('raw' in late ? dropPixels(run, late.raw) : undefined),
    () => undefined,
  );
  run.job.continueOrThrow();
  return prepared;
}

const CANCEL_POLL_MS = 100;

/** Whether work ends, in whatever way, before its job is cancelled. */
async function endsBeforeCancel(job: JobContext, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const cancelled = new Promise<false>((resolve) => {
    timer = setInterval(() => {
      if (job.asked === 'cancel') resolve(false);
    }, CANCEL_POLL_MS);
  });
  const ended = work.then(
    () => true as const,
    () => true as const,
  );
  try {
    return await Promise.race([ended, cancelled]);
  } finally {
    clearInterval(timer);
  }
}

/** A photo that is being saved when its job is cancelled is waited for so long: its disk may not answer. */
const SAVED_WITHIN_MS = 5_000;

async function endsInTime(job: JobContext, work: Promise<void>): Promise<void> {
  if (await endsBeforeCancel(job, work)) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, SAVED_WITHIN_MS);
  });
  await Promise.race([work, late]).finally(() => {
    clearTimeout(timer);
  });
}

/** What may take as long as patience lasts; larger ones may take longer in proportion. */
const USUAL_PIXELS = 24e6;
const USUAL_BYTES = 100e6;
/** A byte of these holds more pixels, or takes longer. */
const DENSITY: Readonly<Partial<Record<InputFormat, number>>> = { heic: 10, avif: 10, raw: 4 };
const usualBytes = (name: string) => USUAL_BYTES / (DENSITY[formatOfName(name) ?? 'png'] ?? 1);

async function calculate(
  run: Run,
  photo: PlannedPhoto,
  source: RawPicture,
): Promise<Restored | { error: Failure } | 'cancelled'> {
  const { job, tools } = run;
  const { file: model, settings } = run.source(photo).means;
  const { strength, crisp, stride, perChannel, depth } = settings;
  const out = `${source.path}.restored`;
  const request = {
    ...{ job: job.id, model, source, out, strength },
    ...(crisp === undefined ? {} : { crisp }),
    ...(stride === undefined ? {} : { stride }),
    ...(perChannel === undefined ? {} : { perChannel }),
    ...(depth === 16 ? { depth } : {}),
  };
  try {
    const answer = await twice(run.source(photo).ref.name, () => tools.children.compute.call('restore.run', request));
    if ('raw' in answer) return answer;
  } catch (error) {
    const failure = toFailure(error);
    if (failure.kind !== 'cancelled') return { error: failure };
  }
  await dropPixels(run, source);
  return 'cancelled';
}

interface Finished {
  prepared: Extract<Prepared, { raw: RawPicture }>;
  restored: Restored | { error: Failure };
  startedMs: number;
}

/** Saves what was calculated, and tells how it ended. Never throws. */
async function finish(run: Run, photo: PlannedPhoto, { prepared, restored, startedMs }: Finished): Promise<void> {
  const { width, height } = 'raw' in restored ? restored.raw : prepared.raw;
  const held = 'raw' in restored ? { tensors: restored.tensors } : {};
  const saved = 'raw' in restored ? await save(run, photo, prepared, restored) : restored;
  const elapsedMs = performance.now() - startedMs;
  const known = { photo, size: { width, height }, ...(prepared.gap ? { gap: prepared.gap } : {}) };
  await dropPixels(run, prepared.raw);
  if ('path' in saved) {
    const { path, bytes } = saved;
    const notes = [...('raw' in restored ? (restored.notes ?? []) : []), ...saved.notes];
    const outcome = { elapsedMs, ...held, ...(notes.length > 0 ? { notes } : {}) };
    const pictures = isPictured(run) ? await smallPictures(run, photo, path) : {};
    run.end({ ...known, outcome, path, bytesAfter: bytes, ...pictures });
    return;
  }
  run.end({ ...known, outcome: { elapsedMs, ...held, ...saved } });
  if ('error' in saved) await noteFailure(run, photo, saved.error);
}

const PICTURE_SIDE = 240;

/** A photo and its result for the report; nothing where one cannot be shown. */
async function smallPictures(run: Run, photo: PlannedPhoto, result: string): Promise<Pick<Ending, 'pictures'>> {
  const { photos } = run.tools.children;
  const original = run.source(photo);
  const small = (path: string) => photos.call('photo.tile', { path, rect: null, maxSide: PICTURE_SIDE }, { path });
  const both = await Promise.all([small(original.path), small(result)]).catch(() => null);
  return both ? { pictures: both } : {};
}

type Saved = SavedPhoto | { error: Failure };

function save(
  run: Run,
  photo: PlannedPhoto,
  { content, identity }: Finished['prepared'],
  { raw, engine }: Restored,
): Promise<Saved> {
  const { batch } = run.plan;
  const { path: original, format, out, settings, model } = batch.photos[photo.index]!;
  const { folder } = batch;
  const request = { raw, original, identity, folder, out, format, settings, model };
  const size = (raw.width * raw.height * (raw.pages ?? 1)) / USUAL_PIXELS;
  const encode = () => run.tools.children.photos.call('batch.encode', request, run.source(photo), size);
  const publish = (result: EncodedResult) =>
    onceAnswered(run, () => orFull(() => publishResult(batch, photo.index, content, result, engine)));
  const once = () =>
    withRoom(run.job, async () => {
      const result = await encode();
      return 'full' in result ? result : publish(result);
    });
  return once()
    .catch(async (error: unknown) => {
      if (await isThere(run)) throw error;
      await whileGone(run);
      return once();
    })
    .catch((error: unknown) => ({ error: toFailure(error) }));
}

/** Tries again as often as a disk was full, pausing the job until there is room. */
export async function withRoom<T extends object>(
  job: JobContext,
  work: () => Promise<T>,
): Promise<Exclude<T, { full: FullDisk }>> {
  for (;;) {
    const answer = await work();
    if (!('full' in answer)) return answer as Exclude<T, { full: FullDisk }>;
    await waitForRoom(job, answer.full as FullDisk);
  }
}

const RETRY_MS = 5000;
/** Where it is not known how much is needed: a line of a ledger. */
const LEAST_ROOM_BYTES = 64 * 1024;

function waitForRoom(job: JobContext, { folder, path, neededBytes, ...full }: FullDisk): Promise<void> {
  const free = sizeForPeople(full.freeBytes);
  const why = say('batch.diskFull', { folder, needed: sizeForPeople(neededBytes), free });
  const hasRoom = async () => (await freeBytes(path)) >= Math.max(neededBytes, LEAST_ROOM_BYTES);
  return waitUntil(job, why, () => answering(path, hasRoom).catch(() => false));
}

/** Whether the folder of the results is there, with the ledger: another folder of its name is not it, nor one whose disk does not answer. */
const isThere = ({ plan: { batch } }: Run): Promise<boolean> =>
  answering(batch.folder, () => stat(dirname(batch.ledger))).then(
    (facts) => facts.isDirectory(),
    () => false,
  );

/** What work in the folder of the results comes to, done once; the job pauses as long as its disk does not answer. */
async function onceAnswered<T>(run: Run, work: () => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined;
  for (;;) {
    try {
      return await answering(run.plan.batch.folder, () => (begun ??= work()));
    } catch (error) {
      if (!(error instanceof NotAnswering)) throw error;
      await whileGone(run);
    }
  }
}

/** Pauses the job as long as the folder of its results is gone (a card that was pulled, a folder that was moved). */
async function whileGone(run: Run): Promise<void> {
  if (await isThere(run)) return;
  const why = say('batch.folderGone', { folder: folderLabel(run.plan.batch.folder) });
  await waitUntil(run.job, why, () => isThere(run));
}

/** Pauses a job and says why, until it is no longer so or somebody lets it go on. Throws `why` where it is to end. */
async function waitUntil(job: JobContext, why: Sentence, isOver: () => Promise<boolean>): Promise<void> {
  throwIfAsked(job, why);
  job.hold(why);
  const timer = setInterval(() => {
    void isOver().then((over) => {
      if (over) job.release();
    });
  }, RETRY_MS);
  try {
    await job.whenRunning();
  } finally {
    clearInterval(timer);
  }
  throwIfAsked(job, why);
}

/** Nobody waits for a disk any more who has asked the job to end. */
function throwIfAsked(job: JobContext, why: Sentence): void {
  if (job.asked !== null) throw new AppError('disk', why);
}

/** The ledger is a help here, not a condition: a full disk must not turn one failure into two. */
async function noteFailure({ plan: { batch } }: Run, photo: PlannedPhoto, { sentence }: Failure): Promise<void> {
  const { photo: name, model, settings } = workOf(batch, photo.index, '');
  const line = { event: 'failed', photo: name, model, settings, reason: sentence } as const;
  await answering(batch.folder, () => appendLine(batch.ledger, line)).catch(() => undefined);
}

async function dropPixels({ tools }: Run, { path }: RawPicture): Promise<void> {
  await tools.files.remove(path, `${path}.restored`);
}
