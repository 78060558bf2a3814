import * as v from 'valibot';
import { METHODS } from './languages/methods';

/** Everything that decides what is trained. Pure data: the interface, the command line and the engine share it. */
export const TASKS = ['deblur', 'sr', 'denoise', 'custom'] as const;
export const PRESETS = ['paper', 'best', 'fast'] as const;
/** Overlapping patches that are averaged, patches that restore one pixel each, or (convolutions) whole tiles at once. */
export const MODES = ['patch2patch', 'patch2pixel', 'picture'] as const;
export const LOSSES = ['l2', 'l1'] as const;
/** The paper's two fully connected layers on whole patches, or convolutions on what overlapping patches add up to. */
const DISCRIMINATORS = ['dense', 'convolutional'] as const;
/** `auto` looks at the pair: all channels where chroma holds more than a twentieth of its error. */
export const CHANNELS = ['auto', 'luminance', 'all'] as const;

export type TaskName = (typeof TASKS)[number];
export type PresetName = (typeof PRESETS)[number];
export type Mode = (typeof MODES)[number];
export type LossName = (typeof LOSSES)[number];
export type ChannelsName = (typeof CHANNELS)[number];

/**
 * Parts of a training that can be switched one by one (`--with`, `--without`). `augmentation` (in training) and
 * `self-ensemble` (in restoring) take those mirror images and transposes under which the learned linear filter turned out
 * to be symmetric.
 */
export const INGREDIENTS = [
  'residual',
  'linear-start',
  'filtered-input',
  'weighted-overlap',
  'augmentation',
  'weight-average',
  'muon',
  'self-ensemble',
  'crisp-dial',
  'gradient-gain',
  'match-tone',
  'joint-colour',
  'drawn-alike',
] as const;
export type Ingredient = (typeof INGREDIENTS)[number];

/** What ingredients were called in the first model files, and may be called on the command line still. */
const FORMER_INGREDIENTS = { flips: 'augmentation', 'test-flips': 'self-ensemble' } as const;
type FormerIngredient = keyof typeof FORMER_INGREDIENTS;
const isFormer = (name: string): name is FormerIngredient => name in FORMER_INGREDIENTS;

/** The present name of an ingredient. */
export const presentName = <Name extends string>(name: Name) => (isFormer(name) ? FORMER_INGREDIENTS[name] : name);

const ingredientSchema = v.pipe(
  v.picklist([...INGREDIENTS, ...(Object.keys(FORMER_INGREDIENTS) as FormerIngredient[])]),
  v.transform((name): Ingredient => presentName(name) as Ingredient),
);

/**
 * The paper's degradations (Sec. 5): the blur's standard deviation in pixels, then noise for pixels in [0,255]; super
 * resolution keeps every third row and column of the blurred picture. Denoising, which it does not treat, has noise 25.
 */
export const PAPER_DEGRADATION = { blurSigma: 1.6, noise: Math.SQRT2, denoiseNoise: 25, scale: 3 } as const;

/** The drawn picture's side where none is asked for: four times as much to learn from as 512 px, drawn in a second or two. */
export const SAMPLE_SIDE = 1024;

export const LIMITS = {
  patch: { min: 3, max: 96 },
  stepRows: { min: 1, max: 48 },
  units: { min: 8, max: 3500 },
  epochs: { min: 1, max: 1000 },
  batch: { min: 8, max: 16_384 },
  patchesPerEpoch: { min: 256, max: 1_000_000 },
  rate: { min: 1e-6, max: 0.1 },
  lambda: { min: 0, max: 1 },
  scale: { min: 2, max: 4 },
  /** The smallest picture side that can be trained on, in pixels. */
  pictureSide: 64,
  /** Of pictures with a shorter side nothing is held out, so there is no validation PSNR. */
  heldOutSide: 160,
  /** Region sides below this are advised against (paper: smallest training image tried). */
  advisedSide: 128,
} as const;

export const rectSchema = v.object({
  x: v.pipe(v.number(), v.integer(), v.minValue(0)),
  y: v.pipe(v.number(), v.integer(), v.minValue(0)),
  width: v.pipe(v.number(), v.integer(), v.minValue(1)),
  height: v.pipe(v.number(), v.integer(), v.minValue(1)),
});
export type Rect = v.InferOutput<typeof rectSchema>;

/** The same place in a picture that is `scale` times as large. */
export const enlargedRect = ({ x, y, width, height }: Rect, scale: number): Rect => ({
  x: x * scale,
  y: y * scale,
  width: width * scale,
  height: height * scale,
});

/** Pixels from one patch to the next when restoring. */
export const strideSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(31));

const within = (limit: { min: number; max: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(limit.min), v.maxValue(limit.max));

/** Crops are cut into the discriminator's 16×16 patches, and into space-to-depth blocks of 2, 3 or 4 pixels. */
export const CROP_STEP = 48;

export const hasIngredient = ({ ingredients }: { ingredients: readonly Ingredient[] }, name: Ingredient): boolean =>
  ingredients.includes(name);

/** Whether a model of these settings has two ends, faithful and crisp, and is restored with anywhere between. */
export const hasCrispDial = (settings: { ingredients: readonly Ingredient[] }): boolean =>
  hasIngredient(settings, 'crisp-dial');

/** Whether they would have a crisp end, and no epochs to learn it in. */
export const lacksStage2 = (settings: { ingredients: readonly Ingredient[]; stageEpochs: [number, number] }): boolean =>
  hasCrispDial(settings) && settings.stageEpochs[1] === 0;

/** Complete settings of one training; `resolveSettings` makes them from a method, a preset and what was set by hand. */
export const settingsFields = v.object({
  method: v.picklist(METHODS),
  preset: v.picklist(PRESETS),
  task: v.picklist(TASKS),
  /** Patch side in pixels, of the RNN the rows where `columns` says otherwise; for `linear` the filter's side k, odd. */
  patch: within(LIMITS.patch),
  /** Columns Nx of the RNN's patches (paper Sec. 2.1); absent: as many as rows. */
  columns: v.optional(within(LIMITS.patch)),
  /** Rows that the RNN reads at a time step: more than one make each step a patch (paper Sec. 4). Absent: 1. */
  stepRows: v.optional(within(LIMITS.stepRows)),
  /** Hidden units n_n of the RNN; feature maps of each layer of the U-Net; blocks of a group. Ignored by `linear`. */
  units: within(LIMITS.units),
  epochs: within(LIMITS.epochs),
  /** Epochs of stage 1 (the generator alone) and of stage 2 (with the discriminator); their sum is `epochs`. */
  stageEpochs: v.tuple([
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LIMITS.epochs.max)),
    v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(LIMITS.epochs.max)),
  ]),
  /** λ of L_G = L_MSE + λ·L_ADV in stage 2 (paper Sec. 4). */
  lambda: v.pipe(v.number(), v.minValue(LIMITS.lambda.min), v.maxValue(LIMITS.lambda.max)),
  batch: within(LIMITS.batch),
  patchesPerEpoch: within(LIMITS.patchesPerEpoch),
  /** What judges restorations in stage 2; absent: dense. */
  discriminator: v.optional(v.picklist(DISCRIMINATORS)),
  /** Peak learning rate of Adam. */
  rate: v.pipe(v.number(), v.minValue(LIMITS.rate.min), v.maxValue(LIMITS.rate.max)),
  /** That of stage 2; absent: the same. */
  stage2Rate: v.optional(v.pipe(v.number(), v.minValue(LIMITS.rate.min), v.maxValue(LIMITS.rate.max))),
  mode: v.picklist(MODES),
  loss: v.picklist(LOSSES),
  channels: v.picklist(CHANNELS),
  ingredients: v.array(ingredientSchema),
  /** Squares are held out of training and measured on; without, the whole pair is learned from. */
  holdOut: v.boolean(),
  /** Pixels from one patch to the next when restoring. Ignored where every pixel is restored by itself. */
  restoreStride: within({ min: 1, max: LIMITS.patch.max }),
  /** Enlargement of super resolution; 1 for every other task. */
  scale: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.scale.max)),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
  /** The part of the clean picture to learn from, in its pixels; absent: the whole picture. */
  region: v.optional(rectSchema),
});

export type TrainSettings = v.InferOutput<typeof settingsFields>;

/** What the user may set; everything else comes from the preset. Explicit values win over the preset. */
export const trainChoicesSchema = v.partial(settingsFields);
export type TrainChoices = v.InferOutput<typeof trainChoicesSchema>;

/** Rows and columns of the patches that a model of these settings reads. */
export function patchSize({ patch, columns = patch }: Pick<TrainSettings, 'patch' | 'columns'>): {
  rows: number;
  columns: number;
} {
  return { rows: patch, columns };
}

/** Settings that the user may set by hand where the method uses them. */
export const EXPERT_SETTINGS = [
  'patch',
  'columns',
  'stepRows',
  'units',
  'epochs',
  'stageEpochs',
  'lambda',
  'batch',
  'patchesPerEpoch',
  'rate',
  'mode',
  'loss',
  'channels',
  'seed',
  'ingredients',
] as const;
export type ExpertSetting = (typeof EXPERT_SETTINGS)[number];
