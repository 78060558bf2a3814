import type { MethodName } from './languages/methods';
import {
  baselineSpecs,
  cellSize,
  cellSpecs,
  filterSpec,
  layerSpecs,
  overlapSpecs,
  unetSize,
  type TensorSpec,
} from './model-tensors';
import {
  LIMITS,
  type Ingredient,
  type Mode,
  type PresetName,
  type ExpertSetting,
  type TrainSettings,
} from './train-settings';

type PresetValues = Omit<
  TrainSettings,
  'method' | 'preset' | 'task' | 'seed' | 'scale' | 'region' | 'epochs' | 'restoreStride'
>;

/** λ of preset `paper`, where the adversarial loss is felt and costs less than 0.1 dB. */
const LAMBDA = 1e-3;

/** λ of the crisp end elsewhere: about twice the clean picture's detail of the faithful end, for about 1 dB. */
const ADVERSARIAL = 0.01;

const LINEAR: PresetValues = {
  patch: 15,
  units: LIMITS.units.min,
  stageEpochs: [1, 0],
  lambda: 0,
  batch: LIMITS.batch.max,
  patchesPerEpoch: LIMITS.patchesPerEpoch.max,
  rate: 1e-3,
  mode: 'patch2pixel',
  loss: 'l2',
  channels: 'luminance',
  ingredients: [],
  holdOut: true,
};

/** Paper Sec. 4: 9×9 patches, about 1,000 hidden units, 45 epochs; what it leaves open is fixed in docs/decisions.md. */
const RNN_PAPER: PresetValues = {
  patch: 9,
  units: 1000,
  stageEpochs: [45, 0],
  lambda: 0,
  batch: 64,
  patchesPerEpoch: 8192,
  rate: 3e-3,
  mode: 'patch2patch',
  loss: 'l2',
  channels: 'luminance',
  ingredients: [],
  holdOut: false,
};

const RNN_BEST: PresetValues = {
  ...RNN_PAPER,
  holdOut: true,
  units: 256,
  stageEpochs: [30, 0],
  batch: 256,
  patchesPerEpoch: 16_384,
  rate: 5e-3,
  // The squared error has no slope left for what is small: smooth areas were left rougher.
  loss: 'l1',
  ingredients: [
    'linear-start',
    'filtered-input',
    'weighted-overlap',
    'augmentation',
    'weight-average',
    'self-ensemble',
  ],
};

/** It makes restoring slower, and takes detail away from the crisp end. */
const withoutEnsemble = (ingredients: readonly Ingredient[]): Ingredient[] =>
  ingredients.filter((name) => name !== 'self-ensemble');

const RNN_FAST: PresetValues = {
  ...RNN_BEST,
  units: 128,
  stageEpochs: [10, 0],
  rate: 6e-3,
  // In few steps the hidden layers learn more with Muon, in many as much (docs/tuning.md).
  ingredients: [...RNN_BEST.ingredients, 'muon'],
};

/**
 * Paper Sec. 4, 'Incremental GAN': 15×15 patches, l1 alone for 25 epochs, then 80 epochs against the discriminator. As with
 * the RNN's 9×9 patches, an epoch shows each pixel of a 512 × 512 picture about twice.
 */
const RNN_GAN_PAPER: PresetValues = {
  ...RNN_PAPER,
  patch: 15,
  patchesPerEpoch: 2048,
  stageEpochs: [25, 80],
  lambda: LAMBDA,
  loss: 'l1',
};

/** Stage 1 is that of `rnn` best: the faithful end. Stage 2 makes the crisp one of it. */
const RNN_GAN_BEST: PresetValues = {
  ...RNN_BEST,
  stageEpochs: [30, 12],
  // Its self-ensemble takes some of it away.
  lambda: 1.5 * ADVERSARIAL,
  discriminator: 'convolutional',
  stage2Rate: 1e-3,
  ingredients: [...RNN_BEST.ingredients, 'crisp-dial'],
};
const RNN_GAN_FAST: PresetValues = {
  ...RNN_FAST,
  // Wider than RNN_FAST: less is lost for as much detail.
  units: 160,
  stageEpochs: [10, 8],
  lambda: ADVERSARIAL,
  discriminator: 'convolutional',
  stage2Rate: 1e-3,
  // From what Muon learned its crisp end reads as less natural.
  ingredients: [...withoutEnsemble(RNN_BEST.ingredients), 'crisp-dial'],
};

/** Paper Sec. 4: the same two stages with a U-Net on 16×16 patches. */
const UNET_GAN_PAPER: PresetValues = { ...RNN_GAN_PAPER, patch: 16, units: 32 };

/** Crops instead of patches: a convolution needs no overlap. */
const UNET_GAN_BEST: PresetValues = {
  ...UNET_GAN_PAPER,
  holdOut: true,
  mode: 'picture',
  patch: 48,
  units: 64,
  stageEpochs: [40, 12],
  lambda: ADVERSARIAL,
  batch: 16,
  patchesPerEpoch: 1024,
  rate: 2e-3,
  loss: 'l2',
  discriminator: 'convolutional',
  stage2Rate: 1e-3,
  ingredients: ['linear-start', 'augmentation', 'weight-average', 'self-ensemble', 'crisp-dial'],
};

const UNET_GAN_FAST: PresetValues = {
  ...UNET_GAN_BEST,
  units: 32,
  stageEpochs: [5, 8],
  // As with the RNN: smooth areas stay smooth.
  loss: 'l1',
  ingredients: [...withoutEnsemble(UNET_GAN_BEST.ingredients), 'muon'],
};

/** Of a real pair: larger crops, all colours at once, and more pictures than the pair to learn from. */
const OF_REAL_PAIRS: readonly Ingredient[] = ['match-tone', 'joint-colour', 'drawn-alike'];
const UNET_GAN_CUSTOM = {
  patch: 96,
  batch: 8,
  patchesPerEpoch: 256,
  units: 48,
  stageEpochs: [48, 0],
  loss: 'l2',
  ingredients: ['linear-start', 'augmentation', 'weight-average', ...OF_REAL_PAIRS],
} satisfies Partial<PresetValues>;
const UNET_GAN_CUSTOM_BEST: Partial<PresetValues> = {
  ...UNET_GAN_CUSTOM,
  ingredients: [...UNET_GAN_CUSTOM.ingredients, 'self-ensemble'],
};
const UNET_GAN_CUSTOM_FAST: Partial<PresetValues> = {
  ...UNET_GAN_CUSTOM,
  units: 32,
  stageEpochs: [18, 0],
  ingredients: [...UNET_GAN_CUSTOM.ingredients, 'muon'],
};

/** Blocks of 8 × 8 px, 16 of a group (BM3D); the paper has no such method, so that its preset is the same. */
const NON_LOCAL: PresetValues = {
  ...LINEAR,
  patch: 8,
  units: 16,
  mode: 'patch2patch',
  channels: 'all',
  ingredients: ['match-tone'],
};
const NON_LOCAL_FAST: PresetValues = { ...NON_LOCAL, units: 8 };

const TRAINED = [
  'patch',
  'units',
  'batch',
  'patchesPerEpoch',
  'rate',
  'loss',
  'channels',
  'seed',
  'ingredients',
] as const;
/** A generator against a discriminator has two stages. */
const STAGED = [...TRAINED, 'stageEpochs', 'lambda'] as const;
/** The recurrent cell reads what it is given, row by row. */
const RECURRENT = ['columns', 'stepRows'] as const;

type StrideFrom = Pick<TrainSettings, 'units' | 'preset' | 'mode' | 'patch' | 'columns' | 'ingredients'>;

/** What everything but the engine knows of a method. */
interface MethodRow {
  /** It stands in the paper's tables, which the studies compare. */
  inPaper: boolean;
  modes: readonly Mode[];
  /** The expert settings that change anything. A closed form has no steps, no width and nothing drawn at random. */
  uses: readonly ExpertSetting[];
  presets: Record<PresetName, PresetValues>;
  /** What preset `paper` sets besides for super resolution. */
  paperSr?: Partial<PresetValues>;
  /** What the other presets set besides for a pair of one's own. */
  custom?: Partial<Record<PresetName, Partial<PresetValues>>>;
  /** The restore stride where none is chosen, in pixels. */
  stride: (settings: StrideFrom) => number;
  /** Its network's own weights, which stage 2 trains on; none without a network. */
  network: (settings: TrainSettings) => TensorSpec[];
  /** What its model files hold besides. */
  tensors: (settings: TrainSettings) => TensorSpec[];
}

/**
 * The paper moves RNN patches by one pixel. Where a self-ensemble averages four turns they need hardly overlap: patches far apart
 * in all four directions are more exact than close ones in one, for less work (docs/tuning.md).
 */
function rnnStride({ preset, mode, patch, columns = patch, ingredients }: StrideFrom): number {
  if (mode !== 'patch2patch' || preset === 'paper') return 1;
  const { turned, alone } = preset === 'best' ? { turned: 5 / 9, alone: 1 / 7 } : { turned: 7 / 9, alone: 1 / 3 };
  const share = ingredients.includes('self-ensemble') ? turned : alone;
  return Math.max(1, Math.round(share * Math.min(patch, columns)));
}

/**
 * What a model of the non-local filter holds of each scale: the noise by level and between channels, and curves of shrinkage
 * by channel, activity of a group and kind of coefficient.
 */
export const NON_LOCAL_LAYOUT = { scales: 3, levels: 16, block: 8, activities: 4, kinds: 8, points: 32 } as const;
export const NON_LOCAL_SCALES = Array.from({ length: NON_LOCAL_LAYOUT.scales }, (_, scale) => scale);

export const nonLocalChannels = ({ channels }: TrainSettings) => (channels === 'luminance' ? 1 : 3);

export function nonLocalSpecs(settings: TrainSettings, scale: number) {
  const { levels, block, activities, kinds, points } = NON_LOCAL_LAYOUT;
  const channels = nonLocalChannels(settings);
  const spec = (name: string, ...shape: number[]): TensorSpec => ({
    name: `scale${scale}.${name}`,
    shape,
    dtype: 'F32',
  });
  return {
    levels: spec('noise.levels', channels, levels),
    deviations: spec('noise.deviations', channels, levels),
    covariances: spec('noise.covariances', (channels * (channels + 1)) / 2, block ** 2),
    softened: spec('matching.softened', 1),
    first: spec('shrinkage.first', channels * activities * kinds * points),
    second: spec('shrinkage.second', channels * activities * kinds * points),
  };
}

const NONE = (): TensorSpec[] => [];
const rnnWeights = (settings: TrainSettings) => cellSpecs(cellSize(settings));
const ofNetworks = (settings: TrainSettings) => [...overlapSpecs(settings), ...baselineSpecs(settings)];

/** Every method as data. */
export const METHOD_ROWS: Record<MethodName, MethodRow> = {
  linear: {
    inPaper: true,
    modes: ['patch2pixel'],
    uses: ['patch', 'channels'],
    presets: { paper: { ...LINEAR, patch: 9, holdOut: false }, best: LINEAR, fast: { ...LINEAR, patch: 11 } },
    stride: () => 1,
    network: NONE,
    tensors: ({ patch }) => [filterSpec(patch)],
  },
  rnn: {
    inPaper: true,
    modes: ['patch2patch', 'patch2pixel'],
    uses: [...TRAINED, ...RECURRENT, 'epochs', 'mode'],
    presets: { paper: RNN_PAPER, best: RNN_BEST, fast: RNN_FAST },
    paperSr: { patch: 11 },
    stride: rnnStride,
    network: rnnWeights,
    tensors: ofNetworks,
  },
  'rnn-gan': {
    inPaper: true,
    modes: ['patch2patch'],
    uses: [...STAGED, ...RECURRENT],
    presets: { paper: RNN_GAN_PAPER, best: RNN_GAN_BEST, fast: RNN_GAN_FAST },
    paperSr: { ingredients: ['residual'] },
    stride: rnnStride,
    network: rnnWeights,
    tensors: ofNetworks,
  },
  'unet-gan': {
    inPaper: true,
    modes: ['patch2patch', 'picture'],
    uses: [...STAGED, 'mode'],
    presets: { paper: UNET_GAN_PAPER, best: UNET_GAN_BEST, fast: UNET_GAN_FAST },
    paperSr: { ingredients: ['residual'] },
    custom: { best: UNET_GAN_CUSTOM_BEST, fast: UNET_GAN_CUSTOM_FAST },
    // Patches at every pixel would take sixteen times as long and win nothing seen.
    stride: ({ mode }) => (mode === 'picture' ? 1 : 4),
    network: (settings) => layerSpecs(unetSize(settings)),
    tensors: ofNetworks,
  },
  'non-local': {
    inPaper: false,
    modes: ['patch2patch'],
    uses: ['patch', 'channels'],
    presets: { paper: { ...NON_LOCAL, holdOut: false }, best: NON_LOCAL, fast: NON_LOCAL_FAST },
    stride: ({ units }) => (units > 8 ? 4 : 6),
    network: NONE,
    tensors: (settings) => NON_LOCAL_SCALES.flatMap((scale) => Object.values(nonLocalSpecs(settings, scale))),
  },
};
