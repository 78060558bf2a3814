import { patchSize, type TrainSettings } from '@contract/model-spec';
import type { JobToken } from '../job-token';
import { degrade } from '../degrade/degrade';
import { drawDeadLeaves } from '../degrade/dead-leaves';
import { imageSource } from '../image/image-source';
import { stageSteps } from '../models/method';
import { methods } from '../methods/registry';
import { preparePair, type TrainingPair } from './prepare-pair';
import { TrainingRun } from './training-run';

/** What a processor needs for a step of these settings, and the losses that prove that it calculates. */
export interface Trial {
  /** The mean of both stages, as often as each is taken; null where it took too long. */
  stepMs: number | null;
  losses: number[];
}

/** Steps of each stage; the first of them prepares the processor and is not counted. */
const STEPS = 3;
/** At least this large, and room for patches to be cut from. */
const SIDE = 96;
/** Two processors may round in other orders. */
const TOLERANCE = 1e-2;

/** Takes a few real steps on a drawn pair, for `limitMs` at most. Throws AppError('cancelled') when the token says so. */
export async function trySteps(
  settings: TrainSettings,
  channels: TrainingPair['channels'],
  token: JobToken,
  nowMs: () => number,
  limitMs = Infinity,
): Promise<Trial> {
  const startedMs = nowMs();
  const stages = stageSteps(methods[settings.method], settings);
  const short = shortened(settings, channels);
  const size = Math.max(SIDE, 2 * Math.max(...Object.values(patchSize(short))));
  const clean = drawDeadLeaves({ size, seed: 1 });
  const task = short.scale > 1 ? 'sr' : 'deblur';
  const degraded = degrade(clean, { task, scale: short.scale, seed: 1 });
  const pair = await preparePair(imageSource(degraded), imageSource(clean), short);
  const nothing = () => undefined;
  const run = new TrainingRun(pair, short, { token, nowMs, onProgress: nothing, onPreview: nothing });
  const tookMs: [number, number] = [0, 0];
  const losses: number[] = [];
  try {
    while (!run.finished) {
      await token.next();
      const beganMs = nowMs();
      const stage = run.stages.phase(run.step) - 1;
      const { pixel } = run.takeStep();
      losses.push(pixel);
      if (!Number.isFinite(pixel) || nowMs() - startedMs > limitMs) return { stepMs: null, losses };
      if (run.step % STEPS !== 1) tookMs[stage]! += (nowMs() - beganMs) / (STEPS - 1);
    }
  } finally {
    run.dispose();
  }
  return { stepMs: (tookMs[0] * stages[0] + tookMs[1] * stages[1]) / (stages[0] + stages[1]), losses };
}

/** Whether two processors found the same losses, as far as both have come. */
export function sameLosses(ours: readonly number[], theirs: readonly number[]): boolean {
  return theirs.length > 0 && theirs.every((loss, step) => Math.abs(loss - ours[step]!) <= TOLERANCE * ours[step]!);
}

/** The same network and batches, for a few steps of the stages that there are. */
function shortened({ region: _, ...settings }: TrainSettings, channels: TrainingPair['channels']): TrainSettings {
  const stageEpochs = settings.stageEpochs.map((epochs) => Math.min(1, epochs)) as [number, number];
  return {
    ...settings,
    task: settings.scale > 1 ? 'sr' : 'deblur',
    channels,
    stageEpochs,
    epochs: stageEpochs[0] + stageEpochs[1],
    patchesPerEpoch: STEPS * settings.batch,
    holdOut: false,
    seed: 1,
  };
}
