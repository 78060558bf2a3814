import { hasCrispDial, hasIngredient, patchSize, type TrainSettings } from './train-settings';

/** A tensor that a model file has to hold for given settings. */
export interface TensorSpec {
  name: string;
  shape: number[];
  dtype: 'F32';
}

/** The filter that methods start from, whatever their own patch size (PAPER: 15×15 is where it stops improving). */
export const BASELINE_FILTER_SIDE = 15;

export const LINEAR_FILTER = 'linear.filter';

export const filterSpec = (k: number): TensorSpec => ({ name: LINEAR_FILTER, shape: [k, k], dtype: 'F32' });

/** What a network's output is added to: the degraded picture, what the linear filter makes of it, or nothing. */
export type BaselineKind = 'degraded' | 'linear' | 'none';

export function baselineOf(settings: TrainSettings): BaselineKind {
  if (hasIngredient(settings, 'linear-start')) return 'linear';
  return hasIngredient(settings, 'residual') ? 'degraded' : 'none';
}

export function baselineSpecs(settings: TrainSettings): TensorSpec[] {
  return baselineOf(settings) === 'linear' ? [filterSpec(BASELINE_FILTER_SIDE)] : [];
}

/** Whether these settings use the alignment: for augmentation or for the self-ensemble. */
export function usesAlignment(settings: TrainSettings): boolean {
  return hasIngredient(settings, 'augmentation') || hasIngredient(settings, 'self-ensemble');
}

export const SHIFT: TensorSpec = { name: 'frame.shift', shape: [2], dtype: 'F32' };
/** Which of the eight symmetries of a square hold. */
export const HELD: TensorSpec = { name: 'frame.symmetries', shape: [8], dtype: 'F32' };

export function alignmentSpecs(settings: TrainSettings): TensorSpec[] {
  return usesAlignment(settings) ? [SHIFT, HELD] : [];
}

export interface CellSize {
  /** Lt: time steps, at least 2. */
  steps: number;
  /** Rows of a patch that a time step reads: 1 but where it reads a patch of its own (Sec. 4). */
  stepRows: number;
  /** Values read at each time step: Nx of each of its rows. */
  columns: number;
  units: number;
  /** Values restored at each time step: as many as are read for patch2patch, 1 for patch2pixel. */
  outputs: number;
}

export function cellSize(settings: Pick<TrainSettings, 'patch' | 'columns' | 'stepRows' | 'units' | 'mode'>): CellSize {
  const { stepRows = 1, units, mode } = settings;
  const { rows, columns } = patchSize(settings);
  const read = stepRows * columns;
  return { steps: rows / stepRows, stepRows, columns: read, units, outputs: mode === 'patch2patch' ? read : 1 };
}

export function cellSpecs(size: CellSize): TensorSpec[] {
  const { units, columns, outputs } = size;
  return [
    { name: 'rnn.w_zz', shape: [units, units], dtype: 'F32' },
    { name: 'rnn.w_zy', shape: [columns, units], dtype: 'F32' },
    { name: 'rnn.bias', shape: [units], dtype: 'F32' },
    { name: 'rnn.w_xz', shape: [outputs, units], dtype: 'F32' },
  ];
}

/**
 * The U-Net of paper Sec. 4: four contracting and four expanding 3×3 layers of unit stride with `width` feature maps
 * each, and one layer more for the output. An expanding layer adds what the contracting layer of its level found (the
 * skip connection) before its ReLU. 'Contracting' then means only the first half: at unit stride nothing shrinks, and
 * nothing is left to leave cross-hatch artefacts.
 */
export const CONTRACTING = 4;
export const LAYERS = 2 * CONTRACTING + 1;
export const LAYER_SIDE = 3;
/** Context that the layers need on each side, in blocks. */
export const CONTEXT = LAYERS * ((LAYER_SIDE - 1) / 2);

export interface UnetSize {
  /** Channels that are read: the pixels of a block, of all planes, and a constant 1 for the bias. */
  inputs: number;
  /** Feature maps of each layer. */
  width: number;
  outputs: number;
}

/** [3, 3, in, out] of every layer. */
export function layerShapes({ inputs, width, outputs }: UnetSize): [number, number, number, number][] {
  return Array.from({ length: LAYERS }, (_, layer) => [
    LAYER_SIDE,
    LAYER_SIDE,
    layer === 0 ? inputs : width,
    layer === LAYERS - 1 ? outputs : width,
  ]);
}

export const sizeOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);

/**
 * The side of the space-to-depth blocks in which whole pictures are restored: a fourth or less of the arithmetic of
 * pixels. Super resolution takes the block that one sample of the small picture covers. Patches, as in the paper, are
 * restored pixel by pixel.
 */
export function blockOf({ mode, scale }: TrainSettings): number {
  if (mode !== 'picture') return 1;
  return scale > 1 ? scale : 2;
}

/** Planes that a network reads and writes at once: R, G and B together where colours are joint, else one. */
export function planesTogether({ mode, channels, ingredients }: TrainSettings): 1 | 3 {
  return mode === 'picture' && channels === 'all' && ingredients.includes('joint-colour') ? 3 : 1;
}

export function unetSize(settings: TrainSettings): UnetSize {
  const channels = planesTogether(settings) * blockOf(settings) ** 2;
  return { inputs: channels + 1, width: settings.units, outputs: channels };
}

export function layerSpecs(size: UnetSize): TensorSpec[] {
  return layerShapes(size).map((shape, layer) => ({ name: `unet.layer${layer + 1}`, shape, dtype: 'F32' }));
}

export const weighsOverlap = (settings: TrainSettings) =>
  hasIngredient(settings, 'weighted-overlap') && settings.mode === 'patch2patch';

/** How much each position of a patch counts where patches overlap: [rows, columns]. */
export function overlapSpec(settings: TrainSettings): TensorSpec {
  const { rows, columns } = patchSize(settings);
  return { name: 'overlap.weights', shape: [rows, columns], dtype: 'F32' };
}

export function overlapSpecs(settings: TrainSettings): TensorSpec[] {
  return weighsOverlap(settings) ? [overlapSpec(settings)] : [];
}

export const GAIN: TensorSpec = { name: 'gradient.gain', shape: [1], dtype: 'F32' };

export function gainSpecs(settings: TrainSettings): TensorSpec[] {
  return hasIngredient(settings, 'gradient-gain') ? [GAIN] : [];
}

/** Weights of stage 2 lie in a model file beside those of stage 1, under their names with this before them. */
export const CRISP = 'crisp.';

/** What a model with both ends holds besides: a second set of its network's weights. */
export function crispSpecs(settings: TrainSettings, network: TensorSpec[]): TensorSpec[] {
  if (!hasCrispDial(settings)) return [];
  return network.map((spec) => ({ ...spec, name: CRISP + spec.name }));
}
