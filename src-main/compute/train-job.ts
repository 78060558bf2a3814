import { AppError } from '@contract/result';
import type { SavedModel, TrainRequest } from '@contract/worker-calls';
import { say, type Sentence } from '@contract/sentence';
import type { Said } from '@contract/said';
import type { PixelSource } from '../core/image/image';
import type { JobToken } from '../core/job-token';
import { preparePair, readCrop, type TrainingPair } from '../core/training/prepare-pair';
import { train, type Checkpoint, type CheckpointMeta, type TrainedModel } from '../core/training/train';
import { openCheckpointStore, type CheckpointStore } from '../store/checkpoint-store';
import { saveModel } from '../store/model-file';
import { places } from '../disk/places';
import { openRawSource } from '../codec/raw-picture';
import { createFilmstrip } from './filmstrip';
import { forgetPair, keepPair } from '../store/kept-pair';
import { library } from '../store/model-access';
import { runtime } from './runtime';
import type { Emit } from '../processes/serve';
import { storedModel } from './stored-model';

/** What a training needs beside its request; checkpoints carry the request, so that they can go on by themselves. */
interface KeptMeta extends CheckpointMeta {
  request: TrainRequest;
}

/** What runs now: the person may look at another part of the pair meanwhile. */
const running = new Map<string, (at: Point) => Promise<void>>();
type Point = NonNullable<TrainRequest['look']>;

/** Shows the square about a point of the clean picture from now on. Does nothing where the job does not run here. */
export async function lookAt(job: string, at: Point): Promise<void> {
  await running.get(job)?.(at);
}

/** Goes on where a checkpoint was taken, as job `job`. */
export async function resumeTraining(
  job: string,
  checkpoint: string,
  token: JobToken,
  emit: Emit,
): Promise<SavedModel> {
  const stored = await openCheckpointStore(places().checkpoints).load(checkpoint);
  // Checkpoints are written by this module only, and checked as a whole by their hash.
  const { request, ...meta } = stored.meta as unknown as KeptMeta;
  return runTraining({ ...request, job }, token, emit, { meta, tensors: stored.tensors });
}

/** Trains and saves one model. Leaves no checkpoint behind unless it fails or dies. Throws AppError('cancelled'). */
export async function runTraining(
  request: TrainRequest,
  token: JobToken,
  emit: Emit,
  resumeFrom?: Checkpoint,
): Promise<SavedModel> {
  const { job, settings } = request;
  const { backend } = await runtime();
  const { checkpoints } = places();
  const keeper = checkpointKeeper(openCheckpointStore(checkpoints), checkpoints, request, () => {
    emit('train.checkpoint', { job, checkpoint: request.checkpoint });
  });
  try {
    const pair = await readPair(request);
    const filmstrip = request.filmstrip ? await createFilmstrip(request, pair, backend.label, emit) : null;
    running.set(job, async (at) => {
      pair.crop = await fromSources(request.pair, (degraded, clean) => readCrop(degraded, clean, settings, at));
      // Beside the training, which has gone on meanwhile: a picture that fails is drawn with the next epoch.
      void filmstrip?.redraw().catch(() => undefined);
    });
    const trained = await train(pair, settings, {
      token,
      nowMs: () => performance.now(),
      onProgress: (progress) => {
        emit('train.progress', { job, ...progress });
      },
      onPreview: (preview) => {
        emit('train.preview', { job, ...preview });
      },
      onCheckpoint: keeper.save,
      ...(filmstrip ? { onFrame: filmstrip.keep } : {}),
      ...(resumeFrom ? { resumeFrom } : {}),
    });
    const saved = await save(request, trained, backend.label, keeper.notes());
    await keeper.forget();
    return saved;
  } catch (error) {
    // Cancelled: nothing is to be kept. Anything else (a full disk) can be mended and resumed.
    if (error instanceof AppError && error.kind === 'cancelled') await keeper.forget();
    throw error;
  } finally {
    running.delete(job);
  }
}

/** Reads what is learned from, band by band. */
function readPair({ pair, settings, look }: TrainRequest): Promise<TrainingPair> {
  return fromSources(pair, (degraded, clean) => preparePair(degraded, clean, settings, look));
}

async function fromSources<T>(
  pair: TrainRequest['pair'],
  read: (degraded: PixelSource, clean: PixelSource) => Promise<T>,
): Promise<T> {
  const degraded = await openRawSource(pair.degraded);
  const clean = await openRawSource(pair.clean);
  try {
    return await read(degraded, clean);
  } finally {
    await degraded.close();
    await clean.close();
  }
}

interface CheckpointKeeper {
  readonly save: (checkpoint: Checkpoint) => Promise<void>;
  forget(): Promise<void>;
  /** What the person should know, for the model's card. */
  notes(): Said[];
}

/** A checkpoint that cannot be written costs the safety net, not the training. */
function checkpointKeeper(
  store: CheckpointStore,
  folder: string,
  request: TrainRequest,
  onSaved: () => void,
): CheckpointKeeper {
  let kept: TrainRequest | null = null;
  let failure: Sentence | null = null;
  return {
    async save({ meta, tensors }) {
      try {
        const first = kept === null;
        kept ??= { ...request, pair: await keepPair(folder, request.checkpoint, request.pair) };
        const own: KeptMeta = { ...meta, request: kept };
        await store.save(request.checkpoint, { meta: own, tensors }, request.name);
        if (first) onSaved();
      } catch (error) {
        failure ??= error instanceof AppError ? error.sentence : say('checkpoint.diskRefused');
      }
    },
    async forget() {
      await store.remove(request.checkpoint);
      await forgetPair(folder, request.checkpoint);
    },
    notes: () => (failure === null ? [] : [say('checkpoint.notWritten', { why: failure })]),
  };
}

async function save(request: TrainRequest, trained: TrainedModel, device: Said, notes: Said[]): Promise<SavedModel> {
  const model = storedModel(request, trained, device, notes);
  if (request.out !== null) return { model: await saveModel(request.out, model), path: request.out };
  const kept = await library();
  const summary = await kept.add(model);
  return { model: summary, path: (await kept.find(summary.id)).path };
}
