import { FORMAT_VERSION } from '@contract/model-card';
import { AppError } from '@contract/result';
import type { SavedModel, TrainRequest } from '@contract/worker-calls';
import type { JobToken } from '../core/job-token';
import { preparePair, type TrainingPair } from '../core/training/prepare-pair';
import { train, type Checkpoint, type CheckpointMeta, type TrainedModel } from '../core/training/train';
import { openCheckpointStore, type CheckpointStore } from '../files/checkpoint-store';
import { saveModel, type StoredModel } from '../files/model-file';
import { places } from '../files/places';
import { openRawSource } from '../files/raw-picture';
import { forgetPair, keepPair } from './kept-pair';
import { library } from './model-access';
import { runtime } from './runtime';
import type { Emit } from './serve';
import { APP_VERSION } from './version';

/** What a training needs beside its request; checkpoints carry the request, so that they can go on by themselves. */
interface KeptMeta extends CheckpointMeta {
  request: TrainRequest;
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
    const pair = await readPair(request.pair, settings);
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
      ...(resumeFrom ? { resumeFrom } : {}),
    });
    const saved = await save(request, trained, backend.label, keeper.notes());
    await keeper.forget();
    return saved;
  } catch (error) {
    // Cancelled: nothing is to be kept. Anything else (a full disk) can be mended and resumed.
    if (error instanceof AppError && error.kind === 'cancelled') await keeper.forget();
    throw error;
  }
}

/** Reads what is learned from, band by band. */
async function readPair(pair: TrainRequest['pair'], settings: TrainRequest['settings']): Promise<TrainingPair> {
  const degraded = await openRawSource(pair.degraded);
  const clean = await openRawSource(pair.clean);
  try {
    return await preparePair(degraded, clean, settings);
  } finally {
    await degraded.close();
    await clean.close();
  }
}

interface CheckpointKeeper {
  readonly save: (checkpoint: Checkpoint) => Promise<void>;
  forget(): Promise<void>;
  /** What the person should know, for the model's card. */
  notes(): string[];
}

/** A checkpoint that cannot be written costs the safety net, not the training. */
function checkpointKeeper(
  store: CheckpointStore,
  folder: string,
  request: TrainRequest,
  onSaved: () => void,
): CheckpointKeeper {
  let kept: TrainRequest | null = null;
  let failure: string | null = null;
  return {
    async save({ meta, tensors }) {
      try {
        const first = kept === null;
        kept ??= { ...request, pair: await keepPair(folder, request.checkpoint, request.pair) };
        const own: KeptMeta = { ...meta, request: kept };
        await store.save(request.checkpoint, { meta: own, tensors }, request.name);
        if (first) onSaved();
      } catch (error) {
        failure ??= error instanceof AppError ? error.message : 'the disk refused them.';
      }
    },
    async forget() {
      await store.remove(request.checkpoint);
      await forgetPair(folder, request.checkpoint);
    },
    notes: () => (failure === null ? [] : [`Checkpoints could not be written: ${failure}`]),
  };
}

async function save(
  request: TrainRequest,
  trained: TrainedModel,
  device: string,
  notes: string[],
): Promise<SavedModel> {
  const now = new Date().toISOString();
  const facts = { ...trained.facts, finishedAt: now, device, pairName: request.pairName };
  const model: StoredModel = {
    card: {
      formatVersion: FORMAT_VERSION,
      name: request.name,
      settings: trained.settings,
      facts: { ...facts, notes: [...facts.notes, ...notes] },
      history: trained.history,
      appVersion: APP_VERSION,
      createdAt: now,
    },
    tensors: trained.tensors,
    crop: trained.crop,
  };
  if (request.out !== null) return { model: await saveModel(request.out, model), path: request.out };
  const kept = await library();
  const summary = await kept.add(model);
  return { model: summary, path: (await kept.find(summary.id)).path };
}
