import { expectedTensors, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import type { Word } from '@contract/page-training';
import type { Said } from '@contract/said';
import { say, type Sentence } from '@contract/sentence';
import type { JobToken } from '../core/job-token';
import { methods } from '../core/methods/registry';
import { settingsReached } from '../core/models/crisp';
import { estimateTraining } from '../core/training/estimate';
import type { TrainingPair } from '../core/training/prepare-pair';
import {
  train,
  type Checkpoint,
  type TrainedModel,
  type TrainEnvironment,
  type TrainingTask,
} from '../core/training/train';
import { sameLosses, trySteps } from '../core/training/trial';
import type { Emit } from '../processes/serve';
import { callPage, PageFault, type PageWorker } from './page-worker';
import { runtime, runtimeChoice } from './runtime';

/** What learned, and what is to be said of that. */
export interface TrainedSomewhere {
  trained: TrainedModel;
  device: Said;
  notes: Sentence[];
}

export interface Whereabouts {
  emit: Emit;
  /** Whether a page has offered its graphics processor. */
  offered: boolean;
  /** Told what learns, when that begins and where it changes. */
  onDevice(device: Said): void;
}

/** What the processor does sooner is not worth calling a page, nor a trial. */
const SHORT_S = 30;
/** A trial on a graphics processor, the compiling of its programs included. */
const TRIAL_MS = 10_000;
/** The graphics processor has to be so much faster: what travels to it and back takes time too. */
const ADVANTAGE = 1.2;

/**
 * `train`, by a page's graphics processor where that is wanted, or is faster by a short run of the same method and size. What
 * it cannot bring to an end is trained here, from its last checkpoint on.
 */
export async function trainAnywhere(
  pair: TrainingPair,
  settings: TrainSettings,
  environment: TrainEnvironment,
  where: Whereabouts,
): Promise<TrainedSomewhere> {
  const { backend } = await runtime();
  const here = async (from: TrainEnvironment, notes: Sentence[]): Promise<TrainedSomewhere> => {
    where.onDevice(backend.label);
    return { trained: await train(pair, settings, from), device: backend.label, notes };
  };
  const found = await pageFor(pair, settings, environment.token, where);
  if (found.worker === null) return here(environment, found.notes);
  const { worker } = found;
  let last: Checkpoint | null = null;
  try {
    where.onDevice(worker.device);
    const onCheckpoint = async (checkpoint: Checkpoint) => {
      last = checkpoint;
      await environment.onCheckpoint?.(checkpoint);
    };
    const trained = await trainOnPage(worker, pair, settings, { ...environment, onCheckpoint });
    return { trained, device: worker.device, notes: [] };
  } catch (error) {
    if (!(error instanceof PageFault)) throw error;
    const from = (last as Checkpoint | null) ?? environment.resumeFrom;
    const note = say('graphics.wentOn', {
      device: worker.device,
      why: error.sentence,
      epoch: from?.meta.epoch ?? 0,
    });
    return await here(from ? { ...environment, resumeFrom: from } : environment, [note]);
  } finally {
    worker.close();
  }
}

interface Found {
  worker: PageWorker | null;
  /** Why none, where one was asked for. */
  notes: Sentence[];
}

/** A page's worker that has done what was asked of it on trial. */
async function pageFor(
  pair: TrainingPair,
  settings: TrainSettings,
  token: JobToken,
  { emit, offered }: Whereabouts,
): Promise<Found> {
  const choice = runtimeChoice();
  const isForced = choice === 'webgpu';
  const none = (why: Sentence): Found => ({
    worker: null,
    notes: isForced ? [say('graphics.notUsed', { why })] : [],
  });
  const { backend, matmulGflops } = await runtime();
  if ((!isForced && choice !== 'auto') || !methods[settings.method].iterative) return { worker: null, notes: [] };
  if (!offered) return none(say('graphics.none'));
  if (!isForced && (backend.backend !== 'cpu' || (await isShort(pair, settings, matmulGflops))))
    return none(say('graphics.none'));
  const ours = await trySteps(settings, pair.channels, token, () => performance.now());
  const worker = await callPage(emit);
  if (worker === null) return none(say('graphics.none'));
  try {
    const limitMs = isForced ? Number.MAX_SAFE_INTEGER : TRIAL_MS;
    const tried = await worker.answer({ do: 'try', settings, channels: pair.channels, limitMs });
    if (tried.is !== 'tried') throw new PageFault(say('graphics.unexpected'));
    if (!sameLosses(ours.losses, tried.losses)) throw new PageFault(say('graphics.otherLosses'));
    const isFaster = ours.stepMs !== null && tried.stepMs !== null && ours.stepMs > ADVANTAGE * tried.stepMs;
    if (isForced || isFaster) return { worker, notes: [] };
    worker.close();
    return none(say('graphics.none'));
  } catch (error) {
    worker.close();
    if (error instanceof PageFault) return none(error.sentence);
    throw error;
  }
}

async function isShort(pair: TrainingPair, settings: TrainSettings, gflops: () => Promise<number>): Promise<boolean> {
  return estimateTraining(settings, pair.width, pair.height, await gflops()).seconds < SHORT_S;
}

/** `train`, as a page's worker does it. Throws PageFault beside what `train` throws. */
async function trainOnPage(
  worker: PageWorker,
  pair: TrainingPair,
  settings: TrainSettings,
  environment: TrainEnvironment,
): Promise<TrainedModel> {
  const { resumeFrom, begin, endsAtMs } = environment;
  const task: TrainingTask = {
    pair,
    settings,
    ...(resumeFrom ? { resumeFrom } : {}),
    ...(begin ? { begin } : {}),
    ...(endsAtMs === undefined ? {} : { endsInMs: endsAtMs - environment.nowMs() }),
  };
  const own = { ...settings, channels: pair.channels };
  let shown = pair.crop;
  let word = await worker.answer({ do: 'train', task });
  while (word.is !== 'trained') {
    await heed(word, environment, pair, own);
    const isAsked = word.is === 'next';
    const isStopped = isAsked && (await environment.token.next()) === 'stop';
    const crop = isAsked && pair.crop !== shown ? { crop: (shown = pair.crop) } : {};
    word = await worker.answer(isStopped ? { do: 'stop' } : { do: 'go', ...crop });
  }
  return checkedModel(word.model, pair, own);
}

async function heed(word: Word, environment: TrainEnvironment, pair: TrainingPair, own: TrainSettings): Promise<void> {
  switch (word.is) {
    case 'progress':
      environment.onProgress(word.progress);
      break;
    case 'preview':
      environment.onPreview(word.preview);
      break;
    case 'checkpoint': {
      const { meta, tensors } = word.checkpoint;
      await environment.onCheckpoint?.({ meta: { ...meta, settings: own }, tensors });
      break;
    }
    case 'epoch':
      await environment.onEpoch?.(word.epoch, checkedModel(word.model, pair, own));
      break;
    case 'next':
      break;
    default:
      throw new PageFault(say('graphics.unexpected'));
  }
}

/** The model that a page gave, where its weights are those that the settings have. What is known here is not taken from there. */
function checkedModel(model: TrainedModel, pair: TrainingPair, own: TrainSettings): TrainedModel {
  const settings = settingsReached(own, model.tensors);
  if (!isComplete(model.tensors, settings)) throw new PageFault(say('graphics.unexpected'));
  const { width, height, domain, squares } = pair;
  const facts = { ...model.facts, pictureWidth: width, pictureHeight: height, heldOutSquares: squares.length };
  return { ...model, settings, facts, domain };
}

function isComplete(tensors: readonly NamedArray[], settings: TrainSettings): boolean {
  const specs = expectedTensors(settings);
  const fits = ({ name, shape, dtype }: (typeof specs)[number]) =>
    tensors.some((one) => one.name === name && one.dtype === dtype && one.shape.join() === shape.join());
  return specs.length === tensors.length && specs.every(fits);
}
