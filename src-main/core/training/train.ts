import type { TrainSettings } from '@contract/model-spec';
import { LIMITS } from '@contract/model-spec';
import type { HistoryPoint } from '@contract/model-card';
import type { NamedArray } from '@contract/named-array';
import { AppError } from '@contract/result';
import { solveLinearFilter } from '../models/least-squares';
import {
  alignPlanes,
  describeFrame,
  frameTensors,
  heedsFrame,
  MAX_SHIFT,
  mostTurns,
  plainFrame,
  shiftOf,
  symmetriesOf,
} from '../models/frame';
import { START_FILTER_SIDE } from '../models/linear';
import { type Learner, type Method, type TrainingPlanes } from '../models/method';
import { methods } from '../models/registry';
import { createRandom, type Random } from '../random';
import { Evaluator } from './evaluator';
import { isFrame } from './filmstrip';
import { measuredRect, splitRows, trainingPart, type Split } from './held-out';
import { addPoint } from './history';
import { prefixed, unprefixed } from './named-arrays';
import type { TrainingPair } from './prepare-pair';
import { DiscriminatorWatch } from './discriminator-watch';
import { LossMeans } from './loss-means';
import { SideWork } from './side-work';
import { Stages } from './stages';
import { requireKernels } from './trainable';
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
  requireKernels(methods[settings.method]);
  const run = new TrainingRun(pair, { ...settings, channels: pair.channels }, environment);
  try {
    return await run.finish(await run.learn());
  } finally {
    run.dispose();
  }
}

/** One training, from the pair to the trained model: prepare → steps → validate → keep the best. */
class TrainingRun {
  readonly #method: Method;
  readonly #stages: Stages;
  readonly #evaluator: Evaluator;
  readonly #learner: Learner;
  readonly #random: Random;
  readonly #split: Split;
  readonly #filter: Float32Array;
  readonly #frameTensors: NamedArray[];
  readonly #startedMs: number;
  readonly #notes: string[];
  readonly #inputPsnr: number | null;
  readonly #linearPsnr: number | null;
  #history: HistoryPoint[];
  #step: number;
  #best: { psnr: number | null; weights: NamedArray[] } | null = null;
  #lastPsnr: number | null = null;
  readonly #losses = new LossMeans();
  readonly #watch = new DiscriminatorWatch();
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
    this.#stages = new Stages(this.#method, settings);
    this.#random = createRandom(settings.seed, from && Uint32Array.from(from.meta.randomState));
    this.#step = from?.meta.step ?? 0;
    this.#history = from?.meta.history ?? [];
    this.#notes = from?.meta.notes ?? [];

    const reach = this.#method.margin(settings) + (heedsFrame(settings) ? MAX_SHIFT : 0);
    this.#split = splitRows(pair.height, reach, settings);
    const trainingPlanes = pair.planes.map((part) => trainingPart(part, this.#split));
    const rect = measuredRect(this.#split, pair.width, validationPixels(settings));
    this.#evaluator = new Evaluator(pair, settings, rect, environment.token);
    if (!from) this.#noteSplit();
    if (!from && pair.channelsNote) this.#notes.push(pair.channelsNote);

    this.#report('Solving the linear filter', 0);
    const solved = this.#solveStart(trainingPlanes, from, rect !== null);
    this.#filter = solved.filter;
    this.#frameTensors = heedsFrame(settings) ? frameTensors(solved.frame) : [];
    this.#inputPsnr = this.#evaluator.inputPsnr();
    this.#linearPsnr = solved.side && rect ? this.#evaluator.linearPsnr(this.#filter, solved.side) : null;
    if (from) this.#best = bestOf(from);
    const state = from && unprefixed(from.tensors, 'learner.');
    this.#learner = this.#method.createLearner({
      planes: solved.planes,
      settings,
      random: this.#random,
      symmetries: solved.frame.symmetries,
      linearFilter: solved.startFilter,
      ...(state ? { state } : {}),
    });
  }

  /**
   * The closed-form filter of the pair, the frame read off it, and the pair in that frame with its own filter. A resumed
   * run solves nothing: its filter is in the checkpoint.
   */
  #solveStart(planes: TrainingPlanes[], from: Checkpoint | undefined, measured: boolean) {
    const { settings } = this;
    const wanted = this.#method.startFilterSide(settings);
    const side = wanted ?? (measured || heedsFrame(settings) ? START_FILTER_SIDE : null);
    const stored = from?.tensors.find((tensor) => tensor.name === LINEAR_FILTER)?.data;
    const filter =
      stored instanceof Float32Array ? stored : side ? solveLinearFilter(planes, side) : new Float32Array();
    if (!heedsFrame(settings) || !side) return { filter, side, planes, frame: plainFrame(), startFilter: filter };
    const shift = shiftOf(filter, side);
    const aligned = planes.map((pair) => alignPlanes(pair, shift));
    const centred = shift.x === 0 && shift.y === 0 ? filter : solveLinearFilter(aligned, side);
    const frame = { shift, symmetries: symmetriesOf(centred, side, aligned[0]!) };
    if (!from) this.#notes.push(describeFrame(frame));
    const startFilter = wanted ? centred : filter;
    return { filter, side, planes: aligned, frame, startFilter };
  }

  /** All steps, or as many as were wanted. Answers whether it ended early. */
  async learn(): Promise<boolean> {
    this.#firstStepMs = this.environment.nowMs();
    this.#firstStep = this.#step;
    while (this.#step < this.#stages.totalSteps) {
      if ((await this.environment.token.next()) === 'stop') return this.#stopped();
      const losses = this.#learner.step(this.#stages.rate(this.#step), this.#stages.phase(this.#step));
      if (!Number.isFinite(losses.pixel)) return this.#diverged();
      this.#step += 1;
      this.#losses.add(losses);
      if (this.#watch.add(losses)) return this.#overpowered();
      await this.#afterStep();
    }
    return false;
  }

  async #afterStep(): Promise<void> {
    const epochEnds = this.#step % this.#stages.stepsPerEpoch === 0;
    if (epochEnds) await this.#validate();
    const now = this.environment.nowMs();
    const pointEvery = Math.max(1, Math.floor(this.#stages.totalSteps / 250));
    if (epochEnds || this.#step % pointEvery === 0) this.#addPoint(epochEnds ? this.#lastPsnr : null);
    if (epochEnds || now - this.#lastProgressMs >= PROGRESS_EVERY_MS) this.#report(this.#stageName(), now);
    if (epochEnds) await this.#keepFrame(false);
    await this.#showPreview(epochEnds);
    await this.#saveCheckpoint(epochEnds);
  }

  #stageName(): string {
    if (this.settings.stageEpochs[1] === 0) return 'Training';
    return this.#stages.inStage2(this.#step) ? 'Stage 2: against the discriminator' : 'Stage 1: the generator alone';
  }

  /**
   * Measures the held-out rows; keeps the weights when no earlier ones were better. In stage 2 the last ones are kept
   * while the discriminator has not won: they are not trained for PSNR alone.
   */
  async #validate(): Promise<void> {
    const weights = this.#weights();
    const psnr = await this.#evaluator.modelPsnr(weights);
    this.#lastPsnr = psnr;
    const earlier = this.#best?.psnr ?? null;
    const better = psnr !== null && (earlier === null || psnr > earlier);
    if (better || this.#stages.inStage2(this.#step)) this.#best = { psnr, weights };
  }

  #weights(): NamedArray[] {
    return [...this.#learner.weights(), ...this.#frameTensors];
  }

  #addPoint(validationPsnr: number | null): void {
    const point = {
      step: this.#step,
      epoch: this.#stages.epoch(this.#step),
      elapsedMs: Math.round(this.environment.nowMs() - this.#startedMs),
      ...(this.#losses.means() ?? this.#lastMeans()),
      phase: this.#stages.phase(this.#step - 1),
      validationPsnr,
    };
    this.#history = addPoint(this.#history, point);
    this.#losses.reset();
  }

  #lastMeans() {
    const { loss = 0, adversarialLoss = null, discriminatorLoss = null } = this.#history.at(-1) ?? {};
    return { loss, adversarialLoss, discriminatorLoss };
  }

  #report(stage: string, now: number): void {
    this.#lastProgressMs = now;
    const done = this.#step - this.#firstStep;
    const perStep = done > 0 ? (this.environment.nowMs() - this.#firstStepMs) / done : null;
    this.environment.onProgress({
      step: this.#step,
      epoch: this.#stages.epoch(this.#step),
      elapsedMs: Math.round(this.environment.nowMs() - this.#startedMs),
      ...(this.#losses.means() ?? this.#lastMeans()),
      phase: this.#stages.phase(Math.max(0, this.#step - 1)),
      validationPsnr: this.#lastPsnr,
      epochs: this.settings.epochs,
      steps: this.#stages.totalSteps,
      remainingMs: perStep === null ? null : Math.round(perStep * (this.#stages.totalSteps - this.#step)),
      inputPsnr: this.#inputPsnr,
      linearPsnr: this.#linearPsnr,
      stage,
    });
  }

  async #showPreview(epochEnds: boolean): Promise<void> {
    const due = this.#preview.due(this.environment.nowMs(), epochEnds ? 0 : 1500);
    if (!due) return;
    await this.#preview.run(this.environment, async () => {
      const crop = await this.#evaluator.preview(this.#weights());
      this.environment.onPreview({ ...crop, epoch: this.#stages.epoch(this.#step) });
    });
  }

  /** Hands the model of this epoch over: all that are worth it while they cost little, and the last in any case. */
  async #keepFrame(last: boolean): Promise<void> {
    const { environment } = this;
    const epoch = Math.ceil(this.#stages.epoch(this.#step));
    if (!environment.onFrame || this.#step === this.#framedStep) return;
    if (
      !last &&
      !(isFrame(epoch, Math.ceil(this.#stages.epoch(this.#framedStep))) && this.#frame.due(environment.nowMs(), 0))
    )
      return;
    this.#framedStep = this.#step;
    await this.#frame.run(environment, async () => {
      const weights = this.#weights();
      const crop = await this.#evaluator.preview(weights);
      environment.onPreview({ ...crop, epoch });
      await environment.onFrame?.(epoch, this.#modelOf(weights, crop, this.#lastPsnr, !last));
    });
  }

  async #saveCheckpoint(epochEnds: boolean): Promise<void> {
    const { environment } = this;
    if (!environment.onCheckpoint || this.#step === this.#stages.totalSteps) return;
    if (!this.#checkpoint.due(environment.nowMs(), epochEnds ? 0 : CHECKPOINT_EVERY_MS)) return;
    await this.#checkpoint.run(environment, async () => environment.onCheckpoint?.(this.#checkpointNow()));
  }

  #checkpointNow(): Checkpoint {
    const filter: NamedArray = { name: LINEAR_FILTER, shape: [this.#filter.length], dtype: 'F32', data: this.#filter };
    return {
      meta: {
        settings: this.settings,
        epoch: Math.floor(this.#stages.epoch(this.#step)),
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
    this.#notes.push(`Stopped by hand after ${this.#stages.epoch(this.#step).toFixed(1)} epochs.`);
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

  /** The weights of the last whole epoch before it are kept, or those of stage 1. */
  #overpowered(): boolean {
    this.#best ??= { psnr: null, weights: this.#weights() };
    this.#notes.push('The discriminator won and was stopped; the model is from before. Try a smaller λ.');
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
    if (this.#step % this.#stages.stepsPerEpoch !== 0 || this.#stages.totalSteps === 0) await this.#validate();
    if (this.#stages.totalSteps > 0) await this.#keepFrame(true);
    const tensors = this.#best?.weights ?? this.#weights();
    const crop = await this.#evaluator.preview(tensors);
    this.environment.onPreview({ ...crop, epoch: this.#stages.epoch(this.#step) });
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
        epochs: this.#stages.epoch(this.#step),
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
  // Training a patch costs about three times what restoring one does.
  const patches = (VALIDATION_SHARE * 3 * settings.patchesPerEpoch) / mostTurns(settings);
  const pixels = settings.mode === 'picture' ? settings.patch ** 2 : stride ** 2;
  return Math.max(4096, Math.round(patches * pixels));
}

function bestOf(checkpoint: Checkpoint): { psnr: number | null; weights: NamedArray[] } | null {
  const weights = unprefixed(checkpoint.tensors, 'best.');
  return weights.length > 0 ? { psnr: checkpoint.meta.bestPsnr, weights } : null;
}
