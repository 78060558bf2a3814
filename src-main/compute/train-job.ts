import { expectedTensors } from '@contract/model-spec';
import { MODEL_EXTENSION } from '@contract/model-card';
import type { TrainProgress } from '@contract/job';
import { AppError } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import type { Said } from '@contract/said';
import type { ComputeCalls, TrainedFile, TrainRequest } from '@contract/worker-calls';
import type { PixelSource } from '../core/image/image';
import { planeOf } from '../core/image/plane';
import type { JobToken } from '../core/job-token';
import { preparePair, readCrop, type TrainingPair } from '../core/training/prepare-pair';
import { isCrisp } from '../core/models/crisp';
import { checkOn } from '../core/training/check-pair';
import type { Checkpoint, CheckpointMeta, TrainedModel, TrainEnvironment } from '../core/training/train';
import { openCheckpointStore } from '../store/checkpoint-store';
import { isModelFile, loadModel, saveModel } from '../store/model-file';
import { refuseToReplace, type Proof } from '../disk/replaceable';
import { sessionScratch } from '../disk/session-scratch';
import { openRawSource, readRaw } from '../codec/raw-picture';
import { createFilmstrip } from './filmstrip';
import { keepPair } from '../store/kept-pair';
import { runtime } from './runtime';
import type { Emit } from '../processes/serve';
import { storedModel } from './stored-model';
import { trainAnywhere } from './train-anywhere';

/** What a training needs beside its request; checkpoints carry the request, so that they can go on by themselves. */
interface KeptMeta extends CheckpointMeta {
  request: TrainRequest;
}

/** A point of the curve as the job strip shows it. */
const progressOf = ({ step, steps, epoch, epochs, stage }: TrainProgress) => ({
  fraction: steps === 0 ? 0 : Math.min(1, step / steps),
  detail: step === 0 ? stage : say('job.epoch', { epoch: Math.ceil(epoch), epochs }),
});

/** What runs now: the user may preview another part of the pair meanwhile. */
const running = new Map<string, (at: Point) => Promise<void>>();
type Point = NonNullable<TrainRequest['previewPoint']>;

/** Shows the square about a point of the clean picture from now on. Does nothing where the job does not run here. */
export async function movePreview(job: string, at: Point): Promise<void> {
  await running.get(job)?.(at);
}

/** Goes on where a checkpoint was taken, as job `job`. */
export async function resumeTraining(
  { job, checkpoint, checkpoints, graphics }: ComputeCalls['train.resume']['args'],
  token: JobToken,
  emit: Emit,
): Promise<TrainedFile> {
  const stored = await openCheckpointStore(checkpoints).load(checkpoint);
  // Checkpoints are written by this module only, and checked as a whole by their hash.
  const { request, ...meta } = stored.meta as unknown as KeptMeta;
  return runTraining({ ...request, job, checkpoints, graphics }, token, emit, { meta, tensors: stored.tensors });
}

/** Trains one model and writes its file; its checkpoints are the caller's to remove. Throws AppError('cancelled'). */
export async function runTraining(
  request: TrainRequest,
  token: JobToken,
  emit: Emit,
  resumeFrom?: Checkpoint,
): Promise<TrainedFile> {
  const { job, settings } = request;
  const startedMs = performance.now();
  const { backend } = await runtime();
  // A training that goes on may find a file that was not there before.
  if (request.out !== null) await refuseToReplace(request.out, [], replaceable(request));
  const keeper = checkpointKeeper(request, () => {
    emit('train.checkpoint', { job, checkpoint: request.checkpoint });
  });
  try {
    const pair = await readPair(request);
    const begin = resumeFrom ? null : await learnedBefore(request, pair);
    const filmstrip = request.filmstrip ? await createFilmstrip(request, pair, backend.label, emit) : null;
    running.set(job, async (at) => {
      pair.crop = await fromSources(request.pair, (degraded, clean) => readCrop(degraded, clean, settings, at));
      // Beside the training, which has gone on meanwhile: a picture that fails is drawn with the next epoch.
      void filmstrip?.redraw().catch(() => undefined);
    });
    let device: Said = backend.label;
    const environment: TrainEnvironment = {
      token,
      nowMs: () => performance.now(),
      onProgress: (training) => {
        emit('job.progress', { job, ...progressOf(training), training, device });
      },
      onPreview: (preview) => {
        emit('train.preview', { job, ...preview });
      },
      onCheckpoint: keeper.save,
      ...(filmstrip ? { onEpoch: filmstrip.keep } : {}),
      ...(resumeFrom ? { resumeFrom } : {}),
      ...(begin ? { begin } : {}),
      ...(request.withinMs === undefined ? {} : { endsAtMs: startedMs + request.withinMs }),
    };
    const learned = await trainAnywhere(pair, settings, environment, {
      emit,
      offered: request.graphics ?? false,
      onDevice: (name) => (device = name),
    });
    const { trained } = learned;
    const checked = await checkNote(request, trained, token);
    return await save(request, trained, device, [...learned.notes, ...keeper.notes(), ...checked]);
  } finally {
    running.delete(job);
  }
}

/** The model whose learning goes on. Throws AppError 'bad-input' where its weights do not fit what is to be learned now. */
async function learnedBefore({ begin, settings }: TrainRequest, { channels }: TrainingPair) {
  if (begin === undefined) return null;
  const { card, tensors } = await loadModel(begin);
  const { name, facts } = card;
  const wanted = expectedTensors({ ...settings, channels }).filter((tensor) => !isCrisp(tensor));
  const fits = ({ name: of, shape }: (typeof wanted)[number]) =>
    tensors.some((tensor) => tensor.name === of && tensor.shape.join() === shape.join());
  if (card.settings.method !== settings.method || !wanted.every(fits))
    throw new AppError('bad-input', say('training.cannotGoOn', { name }));
  return { name, epochs: Math.round(facts.epochs), tensors };
}

/** Reads what is learned from, band by band. */
function readPair({ pair, settings, previewPoint }: TrainRequest): Promise<TrainingPair> {
  return fromSources(pair, (degraded, clean, leftOut) => preparePair(degraded, clean, settings, previewPoint, leftOut));
}

async function fromSources<T>(
  pair: TrainRequest['pair'],
  read: (degraded: PixelSource, clean: PixelSource, leftOut: PixelSource | null) => Promise<T>,
): Promise<T> {
  const degraded = await openRawSource(pair.degraded);
  const clean = await openRawSource(pair.clean);
  const leftOut = pair.leftOut ? await openRawSource(pair.leftOut) : null;
  try {
    return await read(degraded, clean, leftOut);
  } finally {
    await degraded.close();
    await clean.close();
    await leftOut?.close();
  }
}

interface CheckpointKeeper {
  readonly save: (checkpoint: Checkpoint) => Promise<void>;
  /** What the user should know, for the model's card. */
  notes(): Said[];
}

/** A checkpoint that cannot be written costs the safety net, not the training. */
function checkpointKeeper(request: TrainRequest, onSaved: () => void): CheckpointKeeper {
  const { checkpoints: folder } = request;
  const store = openCheckpointStore(folder);
  let kept: TrainRequest | null = null;
  let failure: Sentence | null = null;
  return {
    async save({ meta, tensors }) {
      try {
        const first = kept === null;
        kept ??= await keepPairs(request);
        const own: KeptMeta = { ...meta, request: kept };
        await store.save(request.checkpoint, { meta: own, tensors }, request.name);
        if (first) onSaved();
      } catch (error) {
        failure ??= error instanceof AppError ? error.sentence : say('checkpoint.diskRefused');
      }
    },
    notes: () => (failure === null ? [] : [say('checkpoint.notWritten', { why: failure })]),
  };
}

/** The request with pairs that outlive the session. */
async function keepPairs(request: TrainRequest): Promise<TrainRequest> {
  const { check, checkpoint, checkpoints: folder } = request;
  const pair = await keepPair(folder, checkpoint, request.pair);
  if (!check) return { ...request, pair };
  return { ...request, pair, check: { ...(await keepPair(folder, checkpoint, check, 'checked')), name: check.name } };
}

/** Only a model makes way for a model, and only where that was asked for. */
const replaceable = ({ replace }: TrainRequest): Proof =>
  replace === true ? isModelFile : () => Promise.resolve(false);

/** What the model makes of the pair that is only measured on. */
async function checkNote(
  { check }: TrainRequest,
  { settings, tensors }: TrainedModel,
  token: JobToken,
): Promise<Said[]> {
  if (!check) return [];
  const mask = check.leftOut && (await readRaw(check.leftOut));
  const pair = {
    name: check.name,
    degraded: await readRaw(check.degraded),
    clean: await readRaw(check.clean),
    leftOut: mask && planeOf(mask.data, mask.width, mask.height),
  };
  const note = await checkOn(settings, tensors, pair, token);
  return note === null ? [] : [note];
}

async function save(request: TrainRequest, trained: TrainedModel, device: Said, notes: Said[]): Promise<TrainedFile> {
  const path = request.out ?? `${(await sessionScratch()).path('trained', '')}${MODEL_EXTENSION}`;
  const overwrite = request.out === null || replaceable(request);
  await saveModel(path, storedModel(request, trained, device, notes), { overwrite });
  return { path, named: request.out !== null };
}
