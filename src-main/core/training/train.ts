import type { TrainSettings } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { say, type Sentence } from '@contract/sentence';
import type { TrainingPair } from './prepare-pair';
import { SideTasks } from './side-tasks';
import { requireKernels } from './trainable';
import { TrainingRun } from './training-run';
import type { TrainedModel, TrainEnvironment } from './types';

export type { Checkpoint, CheckpointMeta, TrainedModel, TrainEnvironment, TrainingOrder, TrainingTask } from './types';

/**
 * Learns a restoration from one pair. Same pair, settings and seed give the same weights (bit-identical on one thread),
 * also when resumed from a checkpoint. Throws AppError: bad-input, cancelled, unavailable.
 */
export async function train(
  pair: TrainingPair,
  settings: TrainSettings,
  environment: TrainEnvironment,
): Promise<TrainedModel> {
  requireKernels(settings.method);
  const run = new TrainingRun(pair, { ...settings, channels: pair.channels }, environment);
  const besides = new SideTasks(run, environment);
  try {
    const stoppedEarly = await learn(run, besides, environment);
    return await finish(run, besides, stoppedEarly);
  } finally {
    run.dispose();
  }
}

/** All steps, or as many as were wanted; after each what is measured, said and done besides. Returns whether it ended early. */
async function learn(run: TrainingRun, besides: SideTasks, environment: TrainEnvironment): Promise<boolean> {
  const { token, begin, endsAtMs = Infinity } = environment;
  run.journal.begin(run.step);
  // What it begins with stays where nothing better is learned.
  if (begin && run.step === 0) await run.validate();
  while (!run.finished) {
    if ((await token.next()) === 'stop') return stopped(run, 'training.stoppedByHand');
    if (run.step > 0 && environment.nowMs() >= endsAtMs) return stopped(run, 'training.timeIsUp');
    const losses = run.takeStep();
    if (!Number.isFinite(losses.pixel)) return diverged(run);
    if (run.watch.add(losses)) return overpowered(run);
    const epochEnds = run.stages.endsEpoch(run.step);
    if (epochEnds) await run.validate();
    run.journal.write(run.step, epochEnds, run.best.latest.psnr);
    await besides.afterStep(epochEnds);
  }
  if (run.lacksCrispEnd) run.journal.notes.push(say('training.crispNotKept'));
  return false;
}

function stopped({ step, epoch, journal }: TrainingRun, why: 'training.stoppedByHand' | 'training.timeIsUp'): true {
  if (step === 0) throw new AppError('cancelled', say('training.nothingLearned'));
  journal.notes.push(say(why, { epochs: Math.round(10 * epoch) / 10 }));
  return true;
}

function diverged(run: TrainingRun): true {
  if (run.step === 0) throw new AppError('bad-input', say('training.divergedAtOnce'));
  run.rewind();
  run.journal.notes.push(say('training.diverged'));
  return true;
}

/** The weights of the last whole epoch before it are kept, or those of stage 1; of two ends only the faithful one. */
function overpowered(run: TrainingRun): true {
  run.best.fallBackTo(run.weights());
  run.best.forgetCrisp();
  run.journal.notes.push(say('training.discriminatorWon'));
  return true;
}

/** The model of the best weights, shown once more. */
async function finish(run: TrainingRun, besides: SideTasks, stoppedEarly: boolean): Promise<TrainedModel> {
  if (!run.stages.endsEpoch(run.step)) await run.validate();
  if (run.step > 0) await besides.afterLastStep();
  const { weights, gain } = await run.withGain(run.best.weights ?? run.weights());
  if (gain !== 1) run.journal.notes.push(amplifiedNote(gain));
  const scores = gain === 1 ? run.best.scores : await run.evaluator.modelScores(weights);
  run.journal.notes.push(...harmNotes(scores.psnr, run.journal.references));
  return run.model(weights, await besides.show(weights), scores, stoppedEarly);
}

/** What is to be said of a model that does not beat its input, or the linear filter. */
function harmNotes(
  reached: number | null,
  { inputPsnr: input, linearPsnr: linear }: TrainingRun['journal']['references'],
): Sentence[] {
  if (reached === null) return [];
  if (input !== null && reached <= input) return [say('training.worseThanNothing', { reached, input })];
  return linear === null || reached >= linear ? [] : [say('training.worseThanLinear', { linear, reached })];
}

const amplifiedNote = (gain: number) => say('training.amplified', { times: gain });
