import type { TrainEstimate } from '@contract/job';
import { lacksStage2, LIMITS, patchSize, type TrainSettings } from '@contract/model-spec';
import { say, type Sentence } from '@contract/sentence';
import { largestEnsemble } from '../models/alignment';
import { stageSteps } from '../models/method';
import { methods } from '../methods/registry';

/** Resident memory of the loaded runtime with its thread pools, bytes. */
const RUNTIME_BYTES = 450e6;
/** Solving for the linear filter, opening, last preview: seconds on any machine of these days. */
const FIXED_SECONDS = 2;
/** The share of a training spent on validation, previews and checkpoints. */
const SIDE_WORK = 1.12;
/** How many times as long a patch takes in stage 2, with the discriminator (measured: 1.5 to 1.9 of the U-Net, 1.2 to 1.9 of the RNN). */
const STAGE_2_WORK = 1.7;
/** A usual photo of a camera of these days: 24 megapixels. */
const PHOTO = { width: 6000, height: 4000 };
/** Above this a training takes noticeably long, and the user is told. */
const LONG_SECONDS = 15 * 60;

/**
 * What a training will take on a picture of width × height px, given the speed of a large matrix product here
 * (GFLOP/s), of which each method reaches its own part.
 */
export function estimateTraining(
  settings: TrainSettings,
  width: number,
  height: number,
  matmulGflops: number,
): TrainEstimate {
  const method = methods[settings.method];
  const [first, second] = stageSteps(method, settings);
  const steps = first + second;
  const size = settings.region ?? { width, height };
  const { rows, columns } = patchSize(settings);
  const positions = Math.max(1, size.width - columns + 1) * Math.max(1, size.height - rows + 1);
  const inStage2 = second * method.stage2Patches(settings);
  const learned = first * settings.batch + inStage2;
  const patches = method.iterative ? learned : Math.min(positions, settings.patchesPerEpoch);
  const work = patches + (STAGE_2_WORK - 1) * inStage2;
  const flops = work * method.trainFlopsPerPatch(settings) * (method.iterative ? SIDE_WORK : 1);
  const seconds = flops / (matmulGflops * 1e9 * method.trainingSpeed(settings));
  const planeBytes = size.width * size.height * 4 * 8;
  return {
    patches,
    steps,
    memoryBytes: Math.round(RUNTIME_BYTES + planeBytes + method.trainingBytes(settings)),
    seconds: seconds + FIXED_SECONDS,
    photoSeconds: estimateRestore({ ...settings, scale: 1 }, PHOTO.width, PHOTO.height, 3, matmulGflops),
    notes: notesFor(settings, size, seconds),
  };
}

/**
 * Seconds to restore a photo of width × height px with `channels` channels; stride and channels as restoring takes them,
 * `turns` where it is known how many mirror images the model averages.
 */
export function estimateRestore(
  settings: TrainSettings,
  width: number,
  height: number,
  channels: number,
  matmulGflops: number,
  how: { stride?: number | undefined; perChannel?: boolean | undefined; turns?: number } = {},
): number {
  const planes = (how.perChannel ?? settings.channels === 'all') && channels === 3 ? 3 : 1;
  const pixels = width * height * settings.scale ** 2 * planes * (how.turns ?? largestEnsemble(settings));
  const method = methods[settings.method];
  const flops = pixels * method.restoreFlopsPerPixel(settings, how.stride);
  return flops / (matmulGflops * 1e9 * method.restoringSpeed(settings));
}

function notesFor(settings: TrainSettings, size: { width: number; height: number }, seconds: number): Sentence[] {
  const notes: Sentence[] = [];
  if (settings.holdOut && Math.min(size.width, size.height) < LIMITS.heldOutSide) {
    notes.push(say('training.willHoldNothing', { px: LIMITS.heldOutSide }));
  }
  if (Math.min(size.width, size.height) < LIMITS.advisedSide) {
    notes.push(say('training.advisedSize', { width: LIMITS.advisedSide, height: LIMITS.advisedSide }));
  }
  if (seconds > LONG_SECONDS) notes.push(say('training.takesLong'));
  if (lacksStage2(settings)) notes.push(say('training.noStage2'));
  return notes;
}
