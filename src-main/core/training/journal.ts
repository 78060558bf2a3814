import { addToCurve } from '@contract/curve';
import type { TrainProgress } from '@contract/job';
import type { Said } from '@contract/said';
import type { Sentence } from '@contract/sentence';
import type { HistoryPoint } from '@contract/model-card';
import type { TrainSettings } from '@contract/model-spec';
import type { StepLosses } from '../models/method';
import { LossMeans } from './loss-means';
import type { Stages } from './stages';
import type { TrainEnvironment } from './types';

const PROGRESS_EVERY_MS = 200;
/** Points of the curve in a whole training, beside those at the ends of epochs. */
const POINTS = 250;

const isMeasured = ({ validationPsnr }: HistoryPoint) => validationPsnr !== null;

/** What is said of a training while it goes on: its curve, its progress, and the notes for the model's card. */
export class Journal {
  history: HistoryPoint[];
  readonly notes: Said[];
  /** What the restorations are compared with, in dB; null where nothing is measured. */
  references: Pick<TrainProgress, 'inputPsnr' | 'linearPsnr'> = { inputPsnr: null, linearPsnr: null };
  readonly #startedMs: number;
  readonly #losses = new LossMeans();
  #reportedMs = 0;
  #first = { step: 0, ms: 0 };

  constructor(
    private readonly environment: TrainEnvironment,
    private readonly settings: TrainSettings,
    private readonly stages: Stages,
  ) {
    const from = environment.resumeFrom?.meta;
    this.#startedMs = environment.nowMs() - (from?.elapsedMs ?? 0);
    this.history = [...(from?.history ?? [])];
    this.notes = [...(from?.notes ?? [])];
  }

  elapsedMs(): number {
    return Math.round(this.environment.nowMs() - this.#startedMs);
  }

  /** From here on the speed of steps is taken. */
  begin(step: number): void {
    this.#first = { step, ms: this.environment.nowMs() };
  }

  add(losses: StepLosses): void {
    this.#losses.add(losses);
  }

  /** A point of the curve and a report, where they are due; always at the end of an epoch. `step` counts those done. */
  write(step: number, epochEnds: boolean, psnr: number | null): void {
    const pointEvery = Math.max(1, Math.floor(this.stages.totalSteps / POINTS));
    if (epochEnds || step % pointEvery === 0) this.#addPoint(step, epochEnds ? psnr : null);
    const due = this.environment.nowMs() - this.#reportedMs >= PROGRESS_EVERY_MS;
    if (epochEnds || due) this.report(this.stages.title(step), step, psnr);
  }

  report(stage: Sentence, step: number, psnr: number | null): void {
    this.#reportedMs = this.environment.nowMs();
    const perStep = (this.#reportedMs - this.#first.ms) / (step - this.#first.step);
    this.environment.onProgress({
      ...this.#pointAt(step, psnr),
      ...this.references,
      epochs: this.settings.epochs,
      steps: this.stages.totalSteps,
      remainingMs: step > this.#first.step ? Math.round(perStep * (this.stages.totalSteps - step)) : null,
      stage,
    });
  }

  #addPoint(step: number, psnr: number | null): void {
    this.history = addToCurve(this.history, this.#pointAt(step, psnr), isMeasured);
    this.#losses.reset();
  }

  #pointAt(step: number, validationPsnr: number | null): HistoryPoint {
    return {
      step,
      epoch: this.stages.epoch(step),
      elapsedMs: this.elapsedMs(),
      ...(this.#losses.means() ?? this.#latestLosses()),
      phase: this.stages.phase(Math.max(0, step - 1)),
      validationPsnr,
    };
  }

  #latestLosses() {
    const { loss = 0, adversarialLoss = null, discriminatorLoss = null } = this.history.at(-1) ?? {};
    return { loss, adversarialLoss, discriminatorLoss };
  }
}
