import { hasIngredient, lacksStage2, type TrainSettings } from '@contract/model-spec';
import type { InColour } from '@contract/model-card';
import type { NamedArray } from '@contract/named-array';
import { say } from '@contract/sentence';
import { alignmentNotes, alignmentTensors, augmentationsOf, type Alignment } from '../models/alignment';
import { isCrisp, settingsReached } from '../models/crisp';
import { gainTensors, withGainOf } from '../models/gain';
import type { DegradationModel } from '../degradation/degrade-alike';
import { measureDegradation } from '../degradation/model';
import { degradationInWords, numbersOf } from '../degradation/words';
import type { ImageF32 } from '../image/image';
import { joinPlanes } from '../image/plane';
import { type Learner, type StepLosses } from '../models/method';
import { alikeSource, type PicturesAlike } from './alike';
import { methods } from '../methods/registry';
import { createRandom, type Random } from '../random';
import { BestWeights } from './best-weights';
import { DiscriminatorWatch } from './discriminator-watch';
import { Evaluator, type Scores } from './evaluator';
import { heldOutNote, withoutSquares } from './held-out';
import { Journal } from './journal';
import { prefixed, unprefixed } from '../optim/named-arrays';
import type { TrainingPair } from './prepare-pair';
import { Stages } from './stages';
import { findBaseline, baselineArrays, type Baseline } from './baseline';
import type { Checkpoint, TrainedModel, TrainEnvironment } from './types';
import { usesAlignment } from '@contract/model-tensors';

const LEARNER = 'learner.';
const WATCH = 'watch.';

/** A training at some step: all that is learned and known. Owns tensors: dispose it. */
export class TrainingRun {
  readonly stages: Stages;
  readonly evaluator: Evaluator;
  readonly journal: Journal;
  readonly best: BestWeights;
  readonly watch: DiscriminatorWatch;
  /** Steps done. */
  step: number;
  readonly #random: Random;
  readonly #baseline: Baseline;
  /** That of the pair; its symmetries are those of the pictures degraded like it, where there are such. */
  readonly #alignment: Alignment;
  readonly #degradation: DegradationModel | null;
  /** What the restorations are compared with in all channels. */
  readonly #inColour: Omit<InColour, 'psnr'>;
  readonly #learner: Learner;

  /** Begins a training, or goes on from the environment's checkpoint. */
  constructor(
    private readonly pair: TrainingPair,
    private readonly settings: TrainSettings,
    environment: TrainEnvironment,
  ) {
    const method = methods[settings.method];
    const from = environment.resumeFrom;
    this.step = from?.meta.step ?? 0;
    this.stages = new Stages(method, settings);
    this.journal = new Journal(environment, settings, this.stages);
    this.#random = createRandom(settings.seed, from && Uint32Array.from(from.meta.randomState));
    this.evaluator = new Evaluator(pair, settings, environment.token);
    this.best = new BestWeights(this.evaluator, from);
    this.watch = new DiscriminatorWatch(settings.discriminator, unprefixed(from?.tensors ?? [], WATCH));

    this.journal.report(say('training.solvingFilter'), this.step, null);
    const planes = pair.planes.map((part) => withoutSquares(part, pair.squares));
    this.#baseline = findBaseline(planes, settings, method, pair.squares.length > 0, from?.tensors);
    // Of a pair degraded by somebody else it is worth knowing how; super resolution is known.
    const isOwn = settings.task === 'custom' && settings.scale === 1;
    this.#degradation = isOwn ? measureDegradation(this.#joined('degraded'), this.#joined('clean')) : null;
    const alike = this.#alike();
    const { alignment } = this.#baseline;
    this.#alignment = { ...alignment, symmetries: alike?.symmetries ?? alignment.symmetries };
    if (!from) this.#noteBeginning(environment.begin);
    const [input, linear] = [this.evaluator.inputScores(), this.evaluator.linearScores(this.#baseline.filter)];
    this.journal.references = { inputPsnr: input.psnr, linearPsnr: linear.psnr };
    this.#inColour = { inputPsnr: input.inColour, linearPsnr: linear.inColour };
    this.#learner = method.createLearner({
      planes: this.#baseline.planes,
      settings,
      random: this.#random,
      symmetries: augmentationsOf(settings, this.#alignment),
      linearFilter: alike?.filter ?? this.#baseline.alignedFilter,
      ...(alike ? { alike } : {}),
      ...(from ? { state: unprefixed(from.tensors, LEARNER) } : {}),
      ...(environment.begin ? { begin: environment.begin.tensors } : {}),
    });
  }

  get epoch(): number {
    return this.stages.epoch(this.step);
  }

  get finished(): boolean {
    return this.step === this.stages.totalSteps;
  }

  /** One optimizer step. Its losses are NaN where it could not be taken: then it does not count. */
  takeStep(): StepLosses {
    const losses = this.#learner.step(this.stages.rate(this.step), this.stages.phase(this.step));
    if (!Number.isFinite(losses.pixel)) return losses;
    this.step += 1;
    this.journal.add(losses);
    return losses;
  }

  /** Goes back to the weights that gave the last finite loss. */
  rewind(): void {
    this.#learner.rewind();
  }

  /** What a model file of this step holds. */
  weights(): NamedArray[] {
    const learned = this.#learner.weights();
    return [
      ...learned.filter((tensor) => !isCrisp(tensor)),
      ...(usesAlignment(this.settings) ? alignmentTensors(this.#alignment) : []),
      ...gainTensors(this.settings, 1),
      ...learned.filter(isCrisp),
    ];
  }

  /** Whether stage 2 was to give the model a crisp end, and none was worth keeping. */
  get lacksCrispEnd(): boolean {
    const wanted = hasIngredient(this.settings, 'crisp-dial') && this.stages.inStage2(this.step);
    return wanted && this.best.weights?.some(isCrisp) === false;
  }

  /** These weights with the gain that suits them, where one is wanted and something is held out. */
  async withGain(weights: NamedArray[]): Promise<{ weights: NamedArray[]; gain: number }> {
    if (!hasIngredient(this.settings, 'gradient-gain')) return { weights, gain: 1 };
    const { squares } = this.pair;
    const gain =
      squares.length === 0 ? 1 : await this.evaluator.gradientGain(weights, squares, this.#baseline.alignment.shift);
    return { weights: withGainOf(this.settings, weights, gain), gain };
  }

  /** Measures the weights of this step and keeps them where they are the best. */
  async validate(): Promise<void> {
    const { linearPsnr } = this.journal.references;
    await this.best.measure(this.weights(), this.stages.inStage2(this.step), linearPsnr);
  }

  /** All that a run needs to go on from here. */
  checkpoint(): Checkpoint {
    return {
      meta: {
        settings: this.settings,
        epoch: Math.floor(this.epoch),
        epochs: this.settings.epochs,
        step: this.step,
        elapsedMs: this.journal.elapsedMs(),
        randomState: [...this.#random.state()],
        history: this.journal.history,
        notes: this.journal.notes,
        bestPsnr: this.best.psnr,
      },
      tensors: [
        ...prefixed(this.#learner.state(), LEARNER),
        ...this.best.arrays(),
        ...prefixed(this.watch.arrays(), WATCH),
        ...baselineArrays(this.#baseline),
      ],
    };
  }

  /** The model with these weights, what it reaches and what else is to be known of it. */
  async model(
    tensors: NamedArray[],
    crop: TrainedModel['crop'],
    scores: Scores,
    stoppedEarly: boolean,
  ): Promise<TrainedModel> {
    const inColour =
      scores.inColour === undefined ? (await this.evaluator.modelScores(tensors)).inColour : scores.inColour;
    return {
      settings: settingsReached(this.settings, tensors),
      tensors,
      facts: {
        epochs: this.epoch,
        steps: this.step,
        elapsedMs: this.journal.elapsedMs(),
        pictureWidth: this.pair.width,
        pictureHeight: this.pair.height,
        heldOutSquares: this.pair.squares.length,
        validationPsnr: scores.psnr,
        ...this.journal.references,
        ...(this.pair.squares.length > 0 ? { inColour: { psnr: inColour, ...this.#inColour } } : {}),
        stoppedEarly,
        notes: [...this.journal.notes],
      },
      history: this.journal.history,
      domain: this.pair.domain,
      degradation: this.#degradation && numbersOf(this.#degradation),
      crop,
    };
  }

  dispose(): void {
    this.#learner.dispose();
  }

  /** Pictures degraded like the pair, where the settings and the method want them. */
  #alike(): PicturesAlike | null {
    const { settings } = this;
    const wanted = hasIngredient(settings, 'drawn-alike') && methods[settings.method].learnsAlike?.(settings);
    return wanted && this.#degradation
      ? alikeSource(this.#degradation, this.#joined('clean'), this.#baseline.planes[0]!.leftOut)
      : null;
  }

  #joined(side: 'degraded' | 'clean'): ImageF32 {
    return joinPlanes(this.#baseline.planes.map((pair) => pair[side]));
  }

  #noteBeginning(begin: TrainEnvironment['begin']): void {
    const notes = [heldOutNote(this.pair.squares, this.settings), ...this.pair.notes].filter((note) => note !== null);
    const read = this.#degradation ? degradationInWords(numbersOf(this.#degradation)) : [];
    if (begin) this.journal.notes.push(say('training.goesOn', { name: begin.name, epochs: begin.epochs }));
    if (lacksStage2(this.settings)) this.journal.notes.push(say('training.noStage2'));
    this.journal.notes.push(...notes, ...read, ...alignmentNotes(this.settings, this.#alignment));
  }
}
