import type { TrainSettings } from '@contract/model-spec';
import { sizeOf, type TensorSpec } from '@contract/model-tensors';
import type { NamedArray } from '@contract/named-array';
import type { JobToken } from '../job-token';
import type { Tile } from '../patches/tile';
import type { Plane } from '../image/plane';
import type { Random } from '../random';

/** A trained model, ready to restore. Holds tensors: dispose it. */
export interface OpenModel {
  readonly settings: TrainSettings;
  /** Context a tile needs on each side, in pixels: at least the radius of the receptive field. */
  readonly margin: number;
  /** How many tiles are best restored at once; absent: 1. */
  readonly tilesAtOnce?: number;
  /** The inner rectangle restored: [height, width]. Throws AppError('cancelled') when the token says so. */
  restoreTile(tile: Tile, options: { stride?: number; token: JobToken }): Promise<Plane>;
  /** The same of R, G and B at one place, all together. Only of models that see colours as such. */
  restoreColors?: RestoreTiles;
  dispose(): void;
}

/** Tiles of one place and size, a plane each → their inner rectangles restored. */
export type RestoreTiles = (tiles: readonly Tile[], options: { stride?: number; token: JobToken }) => Promise<Plane[]>;

/** The planes a model learns from: equal sizes, one entry per trained channel. */
export interface TrainingPlanes {
  degraded: Plane;
  clean: Plane;
  /** Not 0 where a pixel is neither learned from nor, where it is no square that is held out, measured on. */
  leftOut?: Plane;
}

/** Stage 1: the generator alone; stage 2: against the discriminator (paper Sec. 4, 'Incremental GAN'). */
export type Phase = 1 | 2;

/** The losses before a step: in the units of the pixel loss (pixels in [0,1]), and in nats. */
export interface StepLosses {
  pixel: number;
  /** L_ADV and the discriminator's own loss; null in stage 1. */
  adversarial: number | null;
  discriminator: number | null;
}

/** Takes optimizer steps on a pair. Owns tensors: dispose it. */
export interface Learner {
  /** One step at a learning rate. The first step of stage 2 starts both optimizers fresh. */
  step(rate: number, phase: Phase): StepLosses;
  /** What the model file holds: the averaged weights where averaging is on. */
  weights(): NamedArray[];
  /** Everything a resumed run needs to go on exactly as if never stopped (without the random state). */
  state(): NamedArray[];
  /** Goes back to the weights that gave the last finite loss. */
  rewind(): void;
  dispose(): void;
}

/** Draws pictures degraded as the pair was: their planes, `side` px a side or more. */
export interface AlikeSource {
  draw(random: Random, count: number, side: number): TrainingPlanes[][];
}

export interface LearnerInput {
  planes: TrainingPlanes[];
  settings: TrainSettings;
  random: Random;
  /** The mirror images and transposes that patches may be turned into (alignment.ts). */
  symmetries: readonly number[];
  /** The closed-form filter solved on the same planes, for methods that start from it: [k·k], `baselineFilterSide`. */
  linearFilter: Float32Array;
  /** Where more is to be learned from than the pair. */
  alike?: AlikeSource;
  state?: NamedArray[];
  /** A model's tensors, where its learning goes on with more epochs: it begins with its weights. */
  begin?: NamedArray[];
}

/** One way to learn a restoration: what a file of core/methods exports as `method`. */
export interface Method {
  margin(settings: TrainSettings): number;
  open(settings: TrainSettings, tensors: NamedArray[]): OpenModel;
  /** The side k of the closed-form filter that this method is, or starts from; null when it does without. */
  baselineFilterSide(settings: TrainSettings): number | null;
  /** Whether there are optimizer steps; a closed form has none. */
  readonly iterative: boolean;
  /** Whether ONNX Runtime can run it, and it can be exported: it is made of filters and networks on single tiles (core/onnx). */
  readonly asGraph: boolean;
  /** Whether it can learn from pictures degraded like the pair. */
  readonly learnsAlike?: (settings: TrainSettings) => boolean;
  /** Kernels that training needs beyond matrix products: some runtimes lack them. */
  readonly trainingKernels: readonly string[];
  createLearner(input: LearnerInput): Learner;
  /** Patches of one step of stage 2. */
  stage2Patches(settings: TrainSettings): number;
  /** Multiplications and additions of one training patch, forward and backward. */
  trainFlopsPerPatch(settings: TrainSettings): number;
  /** Strides above a model's own that restore faster and coarser, finest first; none where it has no patches to move. */
  coarserStrides(settings: TrainSettings, own: number): number[];
  /** Multiplications and additions to restore one pixel of one channel. */
  restoreFlopsPerPixel(settings: TrainSettings, stride?: number): number;
  /** The part (0–1) of a large matrix product's speed that training reaches (measured: docs/performance.md). */
  trainingSpeed(settings: TrainSettings): number;
  /** The same of restoring. */
  restoringSpeed(settings: TrainSettings): number;
  /** Memory while training, in bytes, above the runtime's own. */
  trainingBytes(settings: TrainSettings): number;
}

/** Of a closed form: learned when it is made, with no steps to take. */
export function solved(weights: () => NamedArray[]): Learner {
  const still = { pixel: 0, adversarial: null, discriminator: null };
  return { step: () => still, weights, state: weights, rewind: () => undefined, dispose: () => undefined };
}

/** What a method is that has neither steps nor a network. */
export const CLOSED_FORM = {
  iterative: false,
  asGraph: false,
  trainingKernels: [],
  stage2Patches: () => 0,
  coarserStrides: () => [],
  baselineFilterSide: () => null,
} satisfies Partial<Method>;

/** Optimizer steps of the two stages; none for a closed form. */
export function stageSteps(method: Method, { stageEpochs, patchesPerEpoch, batch }: TrainSettings): [number, number] {
  const perEpoch = method.iterative ? Math.ceil(patchesPerEpoch / batch) : 0;
  return [stageEpochs[0] * perEpoch, stageEpochs[1] * perEpoch];
}

/** The tensor of that name, checked against shape and type. Throws AppError('bad-input'). */
export function tensorNamed(tensors: NamedArray[], spec: TensorSpec): Float32Array {
  const found = tensors.find((tensor) => tensor.name === spec.name);
  const size = sizeOf(spec.shape);
  if (found?.dtype !== 'F32' || found.data.length !== size) {
    throw new Error(`tensor ${spec.name}: expected F32 of ${size} values, got ${found?.data.length ?? 'none'}`);
  }
  return found.data;
}
