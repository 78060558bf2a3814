import { say, type Sentence } from './sentence';
import { inEnglish } from './in-language';
import * as v from 'valibot';

/** Everything that decides what is trained. Pure data: the interface, the command line and the engine share it. */
export const METHODS = ['linear', 'rnn', 'rnn-gan', 'unet-gan', 'non-local'] as const;
export const TASKS = ['deblur', 'sr', 'denoise', 'custom'] as const;
export const PRESETS = ['paper', 'best', 'fast'] as const;
/** Overlapping patches that are averaged, patches that restore one pixel each, or (convolutions) whole tiles at once. */
export const MODES = ['patch2patch', 'patch2pixel', 'picture'] as const;
export const LOSSES = ['l2', 'l1'] as const;
/** The paper's two fully connected layers on whole patches, or convolutions on what overlapping patches add up to. */
export const DISCRIMINATORS = ['dense', 'convolutional'] as const;
/** `auto` looks at the pair: all channels where chroma holds more than a twentieth of its error. */
export const CHANNELS = ['auto', 'luminance', 'all'] as const;

export type MethodName = (typeof METHODS)[number];
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
  'self-ensemble',
  'crisp-dial',
  'gradient-gain',
  'match-tone',
  'joint-colour',
  'drawn-alike',
] as const;
export type Ingredient = (typeof INGREDIENTS)[number];

/** What ingredients were called in the first model files, and may be called on the command line still. */
export const FORMER_INGREDIENTS = { flips: 'augmentation', 'test-flips': 'self-ensemble' } as const;
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

/** Pixels from one patch to the next when restoring. */
export const strideSchema = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(31));

const within = (limit: { min: number; max: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(limit.min), v.maxValue(limit.max));

/** Crops are cut into the discriminator's 16×16 patches, and into space-to-depth blocks of 2, 3 or 4 pixels. */
export const CROP_STEP = 48;

/** Whether a model of these settings has two ends, faithful and crisp, and is restored with anywhere between. */
export const hasCrispDial = ({ ingredients }: { ingredients: readonly Ingredient[] }): boolean =>
  ingredients.includes('crisp-dial');

/** Complete settings of one training; `resolveSettings` makes them from a method, a preset and what was set by hand. */
const settingsFields = v.object({
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
/** The least side of patches that a convolutional discriminator can judge one by one. */
const LEAST_JUDGED = 14;

/** Which settings do not go together; null where all do. */
export function settingsConflict(
  settings: Pick<
    v.InferOutput<typeof settingsFields>,
    'method' | 'mode' | 'patch' | 'columns' | 'stepRows' | 'discriminator'
  >,
): Sentence | null {
  const { method, mode, patch, columns = patch, stepRows = 1, discriminator } = settings;
  const { modes, uses } = METHOD_ROWS[method];
  if (!modes.includes(mode)) return say('setting.mode', { method, mode, modes: modes.join(', ') });
  if (method === 'linear' && patch % 2 === 0) return say('setting.oddPatch', { patch });
  if (method === 'unet-gan' && discriminator === 'convolutional' && patch < LEAST_JUDGED)
    return say('setting.judgedPatch', { patch, least: LEAST_JUDGED });
  if ((columns !== patch && !uses.includes('columns')) || (stepRows > 1 && !uses.includes('stepRows')))
    return say('setting.squarePatch', { method });
  if (columns !== patch && discriminator === 'convolutional') return say('setting.squareJudged');
  if (stepRows > 1 && mode === 'patch2pixel') return say('setting.stepRowsPixel');
  if (patch % stepRows !== 0 || patch < 2 * stepRows) return say('setting.stepRows', { patch, stepRows });
  return mode === 'picture' && patch % CROP_STEP !== 0 ? say('setting.tilePatch', { patch }) : null;
}

export const trainSettingsSchema = v.pipe(
  // The first model files lack these two: the preset meant them.
  v.object({
    ...settingsFields.entries,
    holdOut: v.optional(settingsFields.entries.holdOut),
    restoreStride: v.optional(settingsFields.entries.restoreStride),
  }),
  v.transform(({ holdOut, restoreStride, ...settings }) => ({
    ...settings,
    holdOut: holdOut ?? METHOD_ROWS[settings.method].presets[settings.preset].holdOut,
    restoreStride: restoreStride ?? METHOD_ROWS[settings.method].stride(settings),
  })),
  v.check(
    (settings) => settingsConflict(settings) === null,
    ({ input }) => inEnglish(settingsConflict(input) ?? ''),
  ),
);
export type TrainSettings = v.InferOutput<typeof settingsFields>;

/** What the user may set; everything else comes from the preset. Explicit values win over the preset. */
export const trainChoicesSchema = v.partial(settingsFields);
export type TrainChoices = v.InferOutput<typeof trainChoicesSchema>;

type PresetValues = Omit<
  TrainSettings,
  'method' | 'preset' | 'task' | 'seed' | 'scale' | 'region' | 'epochs' | 'restoreStride'
>;

/** Rows and columns of the patches that a model of these settings reads. */
export function patchSize({ patch, columns = patch }: Pick<TrainSettings, 'patch' | 'columns'>): {
  rows: number;
  columns: number;
} {
  return { rows: patch, columns };
}

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

/** A self-ensemble would make restoring eight times slower for 0.1 dB. */
const RNN_FAST: PresetValues = {
  ...RNN_BEST,
  units: 128,
  stageEpochs: [10, 0],
  rate: 6e-3,
  ingredients: RNN_BEST.ingredients.filter((name) => name !== 'self-ensemble'),
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
  ingredients: [...RNN_FAST.ingredients, 'crisp-dial'],
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
  ingredients: UNET_GAN_BEST.ingredients.filter((name) => name !== 'self-ensemble'),
};

/** Of a real pair: larger crops, all colours at once, and more pictures than the pair to learn from. */
const OF_REAL_PAIRS: readonly Ingredient[] = ['match-tone', 'joint-colour', 'drawn-alike'];
const UNET_GAN_CUSTOM: Partial<PresetValues> = {
  patch: 96,
  batch: 8,
  patchesPerEpoch: 256,
  units: 48,
  stageEpochs: [48, 0],
  ingredients: ['linear-start', 'augmentation', 'weight-average', ...OF_REAL_PAIRS],
};
const UNET_GAN_CUSTOM_FAST: Partial<PresetValues> = { ...UNET_GAN_CUSTOM, units: 32, stageEpochs: [18, 0] };

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

type StrideFrom = Pick<TrainSettings, 'preset' | 'mode' | 'patch' | 'columns' | 'ingredients'>;

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
}

/**
 * The paper moves RNN patches by one pixel. Otherwise they lie a third of their side apart where a self-ensemble averages
 * as well, and in preset fast, and a seventh where not: about the same work.
 */
function rnnStride({ preset, mode, patch, columns = patch, ingredients }: StrideFrom): number {
  if (mode !== 'patch2patch' || preset === 'paper') return 1;
  const parts = preset === 'best' && !ingredients.includes('self-ensemble') ? 7 : 3;
  return Math.max(1, Math.round(Math.min(patch, columns) / parts));
}

/** Every method as data. A new one is a row here, its model and its line in core/models, and its words. */
export const METHOD_ROWS: Record<MethodName, MethodRow> = {
  linear: {
    inPaper: true,
    modes: ['patch2pixel'],
    uses: ['patch', 'channels'],
    presets: { paper: { ...LINEAR, patch: 9, holdOut: false }, best: LINEAR, fast: { ...LINEAR, patch: 11 } },
    stride: () => 1,
  },
  rnn: {
    inPaper: true,
    modes: ['patch2patch', 'patch2pixel'],
    uses: [...TRAINED, ...RECURRENT, 'epochs', 'mode'],
    presets: { paper: RNN_PAPER, best: RNN_BEST, fast: RNN_FAST },
    paperSr: { patch: 11 },
    stride: rnnStride,
  },
  'rnn-gan': {
    inPaper: true,
    modes: ['patch2patch'],
    uses: [...STAGED, ...RECURRENT],
    presets: { paper: RNN_GAN_PAPER, best: RNN_GAN_BEST, fast: RNN_GAN_FAST },
    paperSr: { ingredients: ['residual'] },
    stride: rnnStride,
  },
  'unet-gan': {
    inPaper: true,
    modes: ['patch2patch', 'picture'],
    uses: [...STAGED, 'mode'],
    presets: { paper: UNET_GAN_PAPER, best: UNET_GAN_BEST, fast: UNET_GAN_FAST },
    paperSr: { ingredients: ['residual'] },
    custom: { best: UNET_GAN_CUSTOM, fast: UNET_GAN_CUSTOM_FAST },
    // Patches at every pixel would take sixteen times as long and win nothing seen.
    stride: ({ mode }) => (mode === 'picture' ? 1 : 4),
  },
  'non-local': {
    inPaper: false,
    modes: ['patch2patch'],
    uses: ['patch', 'channels'],
    presets: { paper: { ...NON_LOCAL, holdOut: false }, best: NON_LOCAL, fast: NON_LOCAL_FAST },
    stride: () => 6,
  },
};

/** The methods of the paper's tables, which the studies compare. */
export const PAPER_METHODS: readonly MethodName[] = METHODS.filter((method) => METHOD_ROWS[method].inPaper);

export const DEFAULTS = { method: 'unet-gan', preset: 'best', task: 'deblur' } as const;

/** The method where none is chosen: `non-local` for noise, and for real pairs, of which nothing is known: most are noisy. */
export const defaultMethod = (task: TaskName): MethodName =>
  task === 'custom' || task === 'denoise' ? 'non-local' : DEFAULTS.method;

/** As many epochs as asked for, divided between the stages as the preset does; each stage it has keeps at least one. */
function divideEpochs(epochs: number, [first, second]: [number, number]): [number, number] {
  if (second === 0) return [epochs, 0];
  const later = Math.min(epochs - 1, Math.max(1, Math.round((epochs * second) / (first + second))));
  return [epochs - later, later];
}

/** The complete settings for what was chosen. Throws nothing: the result still has to pass `trainSettingsSchema`. */
export function resolveSettings(choices: TrainChoices): TrainSettings {
  const preset = choices.preset ?? DEFAULTS.preset;
  const task = choices.task ?? DEFAULTS.task;
  const method = choices.method ?? defaultMethod(task);
  const { presets, paperSr, custom, stride } = METHOD_ROWS[method];
  const base = {
    ...presets[preset],
    ...(preset === 'paper' && task === 'sr' ? paperSr : {}),
    ...(task === 'custom' ? custom?.[preset] : {}),
  };
  const chosen = Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
  const colourful = base.channels === 'luminance' && preset !== 'paper' && (task === 'denoise' || task === 'custom');
  const [first, second] =
    choices.stageEpochs ??
    (choices.epochs === undefined ? base.stageEpochs : divideEpochs(choices.epochs, base.stageEpochs));
  const settings = {
    ...base,
    ...(colourful ? { channels: 'auto' as const } : {}),
    seed: 0,
    scale: task === 'sr' ? PAPER_DEGRADATION.scale : 1,
    ...chosen,
    stageEpochs: [first, second] as [number, number],
    epochs: first + second,
    method,
    preset,
    task,
  };
  return { ...settings, restoreStride: choices.restoreStride ?? stride(settings) };
}
