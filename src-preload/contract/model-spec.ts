import * as v from 'valibot';

/** Everything that decides what is trained. Pure data: the interface, the command line and the engine share it. */
export const METHODS = ['linear', 'rnn'] as const;
export const TASKS = ['deblur', 'sr', 'denoise', 'custom'] as const;
export const PRESETS = ['paper', 'best', 'fast'] as const;
export const MODES = ['patch2patch', 'patch2pixel'] as const;
export const LOSSES = ['l2', 'l1'] as const;
export const CHANNELS = ['luminance', 'all'] as const;

export type MethodName = (typeof METHODS)[number];
export type TaskName = (typeof TASKS)[number];
export type PresetName = (typeof PRESETS)[number];
export type Mode = (typeof MODES)[number];
export type LossName = (typeof LOSSES)[number];
export type ChannelsName = (typeof CHANNELS)[number];

/** The parts of preset `best` that can be switched one by one (`--with`, `--without`). */
export const INGREDIENTS = ['linear-start', 'weighted-overlap', 'flips', 'weight-average', 'test-flips'] as const;
export type Ingredient = (typeof INGREDIENTS)[number];

export const LIMITS = {
  patch: { min: 3, max: 31 },
  units: { min: 8, max: 3500 },
  epochs: { min: 1, max: 1000 },
  batch: { min: 8, max: 16_384 },
  patchesPerEpoch: { min: 256, max: 1_000_000 },
  rate: { min: 1e-6, max: 0.1 },
  scale: { min: 2, max: 4 },
  /** The smallest picture side that can be trained on, in pixels. */
  pictureSide: 64,
  /** Below this height no rows are held out, so there is no validation PSNR. */
  heldOutHeight: 160,
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

const within = (limit: { min: number; max: number }) =>
  v.pipe(v.number(), v.integer(), v.minValue(limit.min), v.maxValue(limit.max));

/** Complete settings of one training; `resolveSettings` makes them from a method, a preset and what was set by hand. */
export const trainSettingsSchema = v.object({
  method: v.picklist(METHODS),
  preset: v.picklist(PRESETS),
  task: v.picklist(TASKS),
  /** Patch side in pixels (Lt = Nx); for `linear` the filter's side k, odd. */
  patch: within(LIMITS.patch),
  /** Hidden units n_n of the RNN. Ignored by `linear`. */
  units: within(LIMITS.units),
  epochs: within(LIMITS.epochs),
  batch: within(LIMITS.batch),
  patchesPerEpoch: within(LIMITS.patchesPerEpoch),
  /** Peak learning rate of Adam. */
  rate: v.pipe(v.number(), v.minValue(LIMITS.rate.min), v.maxValue(LIMITS.rate.max)),
  mode: v.picklist(MODES),
  loss: v.picklist(LOSSES),
  channels: v.picklist(CHANNELS),
  ingredients: v.array(v.picklist(INGREDIENTS)),
  /** Enlargement of super resolution; 1 for every other task. */
  scale: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.scale.max)),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
  /** The part of the clean picture to learn from, in its pixels; absent: the whole picture. */
  region: v.optional(rectSchema),
});
export type TrainSettings = v.InferOutput<typeof trainSettingsSchema>;

/** What a person may set; everything else comes from the preset. Explicit values win over the preset. */
export const trainChoicesSchema = v.partial(trainSettingsSchema);
export type TrainChoices = v.InferOutput<typeof trainChoicesSchema>;

type PresetValues = Omit<TrainSettings, 'method' | 'preset' | 'task' | 'seed' | 'scale' | 'region'>;

const LINEAR: PresetValues = {
  patch: 15,
  units: LIMITS.units.min,
  epochs: 1,
  batch: LIMITS.batch.max,
  patchesPerEpoch: LIMITS.patchesPerEpoch.max,
  rate: 1e-3,
  mode: 'patch2pixel',
  loss: 'l2',
  channels: 'luminance',
  ingredients: [],
};

/** Paper Sec. 4: 9×9 patches, about 1,000 hidden units, 45 epochs; what it leaves open is fixed in docs/decisions.md. */
const RNN_PAPER: PresetValues = {
  patch: 9,
  units: 1000,
  epochs: 45,
  batch: 64,
  patchesPerEpoch: 8192,
  rate: 3e-3,
  mode: 'patch2patch',
  loss: 'l2',
  channels: 'luminance',
  ingredients: [],
};

const RNN_BEST: PresetValues = {
  ...RNN_PAPER,
  patch: 15,
  units: 512,
  epochs: 30,
  batch: 256,
  patchesPerEpoch: 16_384,
  rate: 5e-3,
  ingredients: ['linear-start', 'weighted-overlap', 'flips', 'weight-average', 'test-flips'],
};

/** Averaging the eight flips would make restoring eight times slower for 0.1 dB. */
const RNN_FAST: PresetValues = {
  ...RNN_BEST,
  patch: 9,
  units: 128,
  epochs: 10,
  rate: 6e-3,
  ingredients: RNN_BEST.ingredients.filter((name) => name !== 'test-flips'),
};

const PRESET_TABLE: Record<MethodName, Record<PresetName, PresetValues>> = {
  linear: { paper: { ...LINEAR, patch: 9 }, best: LINEAR, fast: { ...LINEAR, patch: 11 } },
  rnn: { paper: RNN_PAPER, best: RNN_BEST, fast: RNN_FAST },
};

export const DEFAULTS = { method: 'rnn', preset: 'best', task: 'deblur' } as const;

const FLIPS: readonly Ingredient[] = ['flips', 'test-flips'];

/** Blur by the paper's PSF and noise look alike in a mirror; sampling at phase 0 does not, and `custom` assumes nothing. */
const isSymmetric = (task: TaskName) => task === 'deblur' || task === 'denoise';

/** The complete settings for what was chosen. Throws nothing: the result still has to pass `trainSettingsSchema`. */
export function resolveSettings(choices: TrainChoices): TrainSettings {
  const method = choices.method ?? DEFAULTS.method;
  const preset = choices.preset ?? DEFAULTS.preset;
  const task = choices.task ?? DEFAULTS.task;
  const base = PRESET_TABLE[method][preset];
  // Super resolution in the paper uses 11×11 patches for the RNN.
  const patch = method === 'rnn' && preset === 'paper' && task === 'sr' ? 11 : base.patch;
  const chosen = Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
  const ingredients = base.ingredients.filter((name) => isSymmetric(task) || !FLIPS.includes(name));
  return { ...base, patch, ingredients, seed: 0, scale: task === 'sr' ? 3 : 1, ...chosen, method, preset, task };
}
