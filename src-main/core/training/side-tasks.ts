import type { NamedArray } from '@contract/named-array';
import { CRISPEST } from '@contract/restore-options';
import { isStripEpoch } from './filmstrip';
import { SideWork } from './side-work';
import type { TrainingRun } from './training-run';
import type { TrainEnvironment } from './types';

/** What previews, checkpoints and the filmstrip may cost, as shares of the training's time. */
const PREVIEW_SHARE = 0.05;
const CHECKPOINT_SHARE = 0.02;
const FILMSTRIP_SHARE = 0.2;
const PREVIEW_EVERY_MS = 1500;
const CHECKPOINT_EVERY_MS = 30_000;

/** Previews, checkpoints, and the models of epochs to choose from. */
export class SideTasks {
  readonly #preview: SideWork;
  readonly #checkpoint: SideWork;
  readonly #filmstrip: SideWork;
  #keptStep = 0;

  constructor(
    private readonly run: TrainingRun,
    private readonly environment: TrainEnvironment,
  ) {
    const nowMs = () => environment.nowMs();
    this.#preview = new SideWork(PREVIEW_SHARE, nowMs);
    this.#checkpoint = new SideWork(CHECKPOINT_SHARE, nowMs);
    this.#filmstrip = new SideWork(FILMSTRIP_SHARE, nowMs);
  }

  async afterStep(epochEnds: boolean): Promise<void> {
    if (epochEnds) await this.#keepEpoch();
    await this.#preview.runWhenDue(epochEnds ? 0 : PREVIEW_EVERY_MS, async () => {
      await this.show(this.run.weights(), CRISPEST);
    });
    await this.#saveCheckpoint(epochEnds);
  }

  /** The last model is to choose from in any case. */
  async afterLastStep(): Promise<void> {
    if (this.environment.onEpoch && this.run.step !== this.#keptStep)
      await this.#filmstrip.run(() => this.#handOver(false));
  }

  /** Restores the pair's crop with these weights, at the crisp end while that is learned, and shows it. */
  async show(weights: NamedArray[], crisp = 0, epoch = this.run.epoch) {
    const crop = await this.run.evaluator.preview(weights, crisp);
    this.environment.onPreview({ ...crop, epoch });
    return crop;
  }

  /** Hands the model of this epoch over: all that are worth it while they cost little. */
  async #keepEpoch(): Promise<void> {
    const keptEpoch = Math.ceil(this.run.stages.epoch(this.#keptStep));
    if (!this.environment.onEpoch || !isStripEpoch(Math.ceil(this.run.epoch), keptEpoch)) return;
    await this.#filmstrip.runWhenDue(0, () => this.#handOver(true));
  }

  async #handOver(unfinished: boolean): Promise<void> {
    const { run, environment } = this;
    this.#keptStep = run.step;
    const epoch = Math.ceil(run.epoch);
    const { weights, gain } = await run.withGain(run.weights());
    const crop = await this.show(weights, 0, epoch);
    const { latest } = run.best;
    const scores = gain === 1 ? latest : { psnr: latest.psnr };
    await environment.onEpoch?.(epoch, await run.model(weights, crop, scores, unfinished));
  }

  async #saveCheckpoint(epochEnds: boolean): Promise<void> {
    const { run, environment } = this;
    if (!environment.onCheckpoint || run.finished) return;
    await this.#checkpoint.runWhenDue(epochEnds ? 0 : CHECKPOINT_EVERY_MS, async () =>
      environment.onCheckpoint?.(run.checkpoint()),
    );
  }
}
