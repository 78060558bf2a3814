import type { TrainSettings } from '@contract/model-spec';
import { say, type Sentence } from '@contract/sentence';
import { stageSteps, type Method, type Phase } from '../models/method';
import { oneCycleRate } from '../optim/schedule';

/** The steps of a training: stage 1, then stage 2, each with a learning rate that rises and falls once. */
export class Stages {
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  readonly #first: number;
  readonly #peaks: [number, number];

  constructor(method: Method, settings: TrainSettings) {
    const [first, second] = stageSteps(method, settings);
    this.#first = first;
    this.totalSteps = first + second;
    this.stepsPerEpoch = Math.max(1, this.totalSteps / settings.epochs);
    this.#peaks = [settings.rate, settings.stage2Rate ?? settings.rate];
  }

  /** Of the step that comes next, counted from 0. */
  phase(step: number): Phase {
    return step < this.#first ? 1 : 2;
  }

  rate(step: number): number {
    if (step < this.#first) return oneCycleRate(step, this.#first, this.#peaks[0]);
    return oneCycleRate(step - this.#first, this.totalSteps - this.#first, this.#peaks[1]);
  }

  /** Whether stage 2 has begun with the steps done so far. */
  inStage2(stepsDone: number): boolean {
    return stepsDone > this.#first;
  }

  /** What goes on after so many steps. */
  title(stepsDone: number): Sentence {
    if (this.#first === this.totalSteps) return say('job.training');
    return this.inStage2(stepsDone) ? say('training.stage2') : say('training.stage1');
  }

  /** Whether so many steps are whole epochs; a closed form's none are not. */
  endsEpoch(stepsDone: number): boolean {
    return this.totalSteps > 0 && stepsDone % this.stepsPerEpoch === 0;
  }

  epoch(stepsDone: number): number {
    return stepsDone / this.stepsPerEpoch;
  }
}
