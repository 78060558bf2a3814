import type { TrainSettings } from '@contract/model-spec';
import { LIMITS } from '@contract/model-spec';
import type { HistoryPoint } from '@contract/model-card';
import type { NamedArray } from '@contract/named-array';
import { AppError } from '@contract/result';
import { solveLinearFilter } from '../models/least-squares';
import { START_FILTER_SIDE } from '../models/linear';
import { hasIngredient, type Learner, type Method } from '../models/method';
import { methods } from '../models/registry';
import { createRandom, type Random } from '../random';
import { Evaluator } from './evaluator';
import { isFrame } from './filmstrip';
import { measuredRect, splitRows, trainingPart, type Split } from './held-out';
import { addPoint } from './history';
import { prefixed, unprefixed } from './prefixed-names';
import type { TrainingPair } from './prepare-pair';
import { oneCycleRate } from './schedule';
import { SideWork } from './side-work';
import type { Checkpoint, TrainedModel, TrainEnvironment } from './types';

export type { Checkpoint, CheckpointMeta, TrainedModel, TrainEnvironment } from './types';

const PROGRESS_EVERY_MS = 200;
const CHECKPOINT_EVERY_MS = 30_000;
/** What previews and checkpoints may cost, as shares of the training's time. */
const PREVIEW_SHARE = 0.05;
const CHECKPOINT_SHARE = 0.02;
const FRAME_SHARE = 0.2;
/** Validation costs at most about this share of an epoch's arithmetic. */
const VALIDATION_SHARE = 0.05;
const LINEAR_FILTER = 'start.filter';

/**
 * Learns a restoration from one pair. Same pair, settings and seed give the same weights (bit-identical on one thread),
 * also when resumed from a checkpoint. Throws AppError: bad-input, cancelled.
 */
export async function train(
  pair: TrainingPair,
  settings: TrainSettings,
  environment: TrainEnvironment,
): Promise<TrainedModel> {
  const run = new TrainingRun(pair, settings, environment);
  try {
    return await run.finish(await run.learn());
  } finally {
    run.dispose();
  }
}

/** One training, from the pair to the trained model: prepare → steps → validate → keep the best. */
class TrainingRun {
  readonly #method: Method;
  readonly #evaluator: Evaluator;
  readonly #learner: Learner;
  readonly #random: Random;
  readonly #split: Split;
  readonly #filter: Float32Array;
  readonly #totalSteps: number;
  readonly #stepsPerEpoch: number;
  readonly #startedMs: number;
  readonly #notes: string[];
  readonly #inputPsnr: number | null;
  readonly #linearPsnr: number | null;
  #history: HistoryPoint[];
  #step: number;
  #best: { psnr: number | null; weights: NamedArray[] } | null = null;
  #lastPsnr: number | null = null;
  #lossSum = 0;
  #lossCount = 0;
  #lastProgressMs = 0;
  #firstStepMs = 0;
  #firstStep = 0;
  #framedStep = 0;
  readonly #preview = new SideWork(PREVIEW_SHARE);
  readonly #checkpoint = new SideWork(CHECKPOINT_SHARE);
  readonly #frame = new SideWork(FRAME_SHARE);

  constructor(
    private readonly pair: TrainingPair,
    private readonly settings: TrainSettings,
    private readonly environment: TrainEnvironment,
  ) {
    const from = environment.resumeFrom;
    this.#method = methods[settings.method];
    this.#startedMs = environment.nowMs() - (from?.meta.elapsedMs ?? 0);
    this.#totalSteps = this.#method.totalSteps(settings);
    this.#stepsPerEpoch = Math.max(1, this.#totalSteps / settings.epochs);
    this.#random = createRandom(settings.seed, from && Uint32Array.from(from.meta.randomState));
    this.#step = from?.meta.step ?? 0;
    this.#history = from?.meta.history ?? [];
    this.#notes = from?.meta.notes ?? [];

    this.#split = splitRows(pair.height, this.#method.margin(settings), settings);
    const trainingPlanes = pair.planes.map((part) => trainingPart(part, this.#split));
    const rect = measuredRect(this.#split, pair.width, validationPixels(settings));
    this.#evaluator = new Evaluator(pair, settings, rect, environment.token);
    if (!from) this.#noteSplit();

    this.#report('Solving the linear filter', 0);
    const side = this.#method.startFilterSide(settings) ?? (rect ? START_FILTER_SIDE : null);
    const stored = from?.tensors.find((tensor) => tensor.name === LINEAR_FILTER)?.data;
    this.#filter =
      stored instanceof Float32Array ? stored : side ? solveLinearFilter(trainingPlanes, side) : new Float32Array();
    this.#inputPsnr = this.#evaluator.inputPsnr();
    this.#linearPsnr = side && rect ? this.#evaluator.linearPsnr(this.#filter, side) : null;
    if (from) this.#best = bestOf(from);
    const state = from && unprefixed(from.tensors, 'learner.');
    this.#learner = this.#method.createLearner({
      planes: trainingPlanes,
      settings,
      random: this.#random,
      linearFilter: this.#filter,
      ...(state ? { state } : {}),
    });
  }

  /** All steps, or as many as were wanted. Answers whether it ended early. */
  async learn(): Promise<boolean> {
    this.#firstStepMs = this.environment.nowMs();
    this.#firstStep = this.#step;
    while (this.#step < this.#totalSteps) {
      if ((await this.environment.token.next()) === 'stop') return this.#stopped();
      const loss = this.#learner.step(oneCycleRate(this.#step, this.#totalSteps, this.settings.rate));
      if (!Number.isFinite(loss)) return this.#diverged();
      this.#step += 1;
      this.#lossSum += loss;
      this.#lossCount += 1;
      await this.#afterStep();
    }
    return false;
  }

  async #afterStep(): Promise<void> {
    const epochEnds = this.#step % this.#stepsPerEpoch === 0;
    if (epochEnds) await this.#validate();
    const now = this.environment.nowMs();
    const pointEvery = Math.max(1, Math.floor(this.#totalSteps / 250));
    if (epochEnds || this.#step % pointEvery === 0) this.#addPoint(epochEnds ? this.#lastPsnr : null);
    if (epochEnds || now - this.#lastProgressMs >= PROGRESS_EVERY_MS) this.#report('Training', now);
    if (epochEnds) await this.#keepFrame(false);
    await this.#showPreview(epochEnds);
    await this.#saveCheckpoint(epochEnds);
  }

  /** Measures the held-out rows; keeps the weights when no earlier ones were better. */
  async #validate(): Promise<void> {
    const weights = this.#learner.weights();
    const psnr = await this.#evaluator.modelPsnr(weights);
    this.#lastPsnr = psnr;
    if (psnr === null) return;
    if (this.#best?.psnr == null || psnr > this.#best.psnr) this.#best = { psnr, weights };
  }

  #addPoint(validationPsnr: number | null): void {
    const point = {
      step: this.#step,
      epoch: this.#step / this.#stepsPerEpoch,
      elapsedMs: Math.round(this.environment.nowMs() - this.#startedMs),
      loss: this.#lossSum / this.#lossCount,
      validationPsnr,
    };
    this.#history = addPoint(this.#history, point);
    this.#lossSum = 0;
    this.#lossCount = 0;
  }

  #report(stage: string, now: number): void {
    this.#lastProgressMs = now;
    const done = this.#step - this.#firstStep;
    const perStep = done > 0 ? (this.environment.nowMs() - this.#firstStepMs) / done : null;
    this.environment.onProgress({
      step: this.#step,
      epoch: this.#step / this.#stepsPerEpoch,
      elapsedMs: Math.round(this.environment.nowMs() - this.#startedMs),
      loss: this.#lossCount > 0 ? this.#lossSum / this.#lossCount : (this.#history.at(-1)?.loss ?? 0),
      validationPsnr: this.#lastPsnr,
      epochs: this.settings.epochs,
      steps: this.#totalSteps,
      remainingMs: perStep === null ? null : Math.round(perStep * (this.#totalSteps - this.#step)),
      inputPsnr: this.#inputPsnr,
      linearPsnr: this.#linearPsnr,
      stage,
    });
  }

  async #showPreview(epochEnds: boolean): Promise<void> {
    const due = this.#preview.due(this.environment.nowMs(), epochEnds ? 0 : 1500);
    if (!due) return;
    await this.#preview.run(this.environment, async () => {
      const crop = await this.#evaluator.preview(this.#learner.weights());
      this.environment.onPreview({ ...crop, epoch: this.#step / this.#stepsPerEpoch });
    });
  }

  /** Hands the model of this epoch over: all that are worth it while they cost little, and the last in any case. */
  async #keepFrame(last: boolean): Promise<void> {
    const { environment } = this;
    const epoch = Math.ceil(this.#step / this.#stepsPerEpoch);
    if (!environment.onFrame || this.#step === this.#framedStep) return;
    if (!last && !(isFrame(epoch) && this.#frame.due(environment.nowMs(), 0))) return;
    this.#framedStep = this.#step;
    await this.#frame.run(environment, async () => {
      const weights = this.#learner.weights();
      const crop = await this.#evaluator.preview(weights);
      environment.onPreview({ ...crop, epoch });
      await environment.onFrame?.(epoch, this.#modelOf(weights, crop, this.#lastPsnr, !last));
    });
  }

  async #saveCheckpoint(epochEnds: boolean): Promise<void> {
    const { environment } = this;
    if (!environment.onCheckpoint || this.#step === this.#totalSteps) return;
    if (!this.#checkpoint.due(environment.nowMs(), epochEnds ? 0 : CHECKPOINT_EVERY_MS)) return;
    await this.#checkpoint.run(environment, async () => environment.onCheckpoint?.(this.#checkpointNow()));
  }

  #checkpointNow(): Checkpoint {
    const filter: NamedArray = { name: LINEAR_FILTER, shape: [this.#filter.length], dtype: 'F32', data: this.#filter };
    return {
      meta: {
        settings: this.settings,
        epoch: Math.floor(this.#step / this.#stepsPerEpoch),
        epochs: this.settings.epochs,
        step: this.#step,
        elapsedMs: Math.round(this.environment.nowMs() - this.#startedMs),
        randomState: [...this.#random.state()],
        history: this.#history,
        notes: this.#notes,
        bestPsnr: this.#best?.psnr ?? null,
      },
      tensors: [
        ...prefixed(this.#learner.state(), 'learner.'),
        ...prefixed(this.#best?.weights ?? [], 'best.'),
        ...(this.#filter.length > 0 ? [filter] : []),
      ],
    };
  }

  #stopped(): boolean {
    if (this.#step === 0) throw new AppError('cancelled', 'Training was stopped before anything was learned.');
    this.#notes.push(`Stopped by hand after ${(this.#step / this.#stepsPerEpoch).toFixed(1)} epochs.`);
    return true;
  }

  #diverged(): boolean {
    if (this.#step === 0) throw new AppError('bad-input', 'Training diverged at once: choose a lower learning rate.');
    this.#learner.rewind();
    this.#notes.push(
      'Training diverged and was stopped; the last finite weights were kept. Try a lower learning rate.',
    );
    return true;
  }

  #noteSplit(): void {
    if (this.#split.firstHeldOut < this.#split.height) return;
    this.#notes.push(
      this.settings.preset === 'paper'
        ? 'Preset paper learns from the whole pair: nothing is held out, so there is no validation PSNR.'
        : `The picture is under ${LIMITS.heldOutHeight} px high: nothing is held out, so there is no validation PSNR.`,
    );
  }

  async finish(stoppedEarly: boolean): Promise<TrainedModel> {
    if (this.#step % this.#stepsPerEpoch !== 0 || this.#totalSteps === 0) await this.#validate();
    if (this.#totalSteps > 0) await this.#keepFrame(true);
    const tensors = this.#best?.weights ?? this.#learner.weights();
    const crop = await this.#evaluator.preview(tensors);
    this.environment.onPreview({ ...crop, epoch: this.#step / this.#stepsPerEpoch });
    return this.#modelOf(tensors, crop, this.#best?.psnr ?? null, stoppedEarly);
  }

  #modelOf(
    tensors: NamedArray[],
    crop: TrainedModel['crop'],
    validationPsnr: number | null,
    stoppedEarly: boolean,
  ): TrainedModel {
    return {
      settings: this.settings,
      tensors,
      facts: {
        epochs: this.#step / this.#stepsPerEpoch,
        steps: this.#step,
        elapsedMs: Math.round(this.environment.nowMs() - this.#startedMs),
        pictureWidth: this.pair.width,
        pictureHeight: this.pair.height,
        heldOutRows: this.#split.height - this.#split.firstHeldOut,
        validationPsnr,
        inputPsnr: this.#inputPsnr,
        linearPsnr: this.#linearPsnr,
        stoppedEarly,
        notes: [...this.#notes],
      },
      history: this.#history,
      fit: this.pair.fit,
      crop,
    };
  }

  dispose(): void {
    this.#learner.dispose();
  }
}

/** How many held-out pixels may be measured after each epoch. */
function validationPixels(settings: TrainSettings): number {
  const stride = settings.mode === 'patch2patch' ? Math.ceil(settings.patch / 3) : 1;
  const turns = hasIngredient(settings, 'test-flips') ? 8 : 1;
  // Training a patch costs about three times what restoring one does.
  const patches = (VALIDATION_SHARE * 3 * settings.patchesPerEpoch) / turns;
  return Math.max(4096, Math.round(patches * stride * stride));
}

function bestOf(checkpoint: Checkpoint): { psnr: number | null; weights: NamedArray[] } | null {
  const weights = unprefixed(checkpoint.tensors, 'best.');
  return weights.length > 0 ? { psnr: checkpoint.meta.bestPsnr, weights } : null;
}
