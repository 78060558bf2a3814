import * as v from 'valibot';
import { saidSchema } from './said';
import { LIMITS, PAPER_DEGRADATION, strideSchema, TASKS, trainSettingsSchema } from './model-spec';

/** How pictures are degraded, restored and measured when methods are compared. The defaults are this project's own. */

/** What lies beyond a picture's border when it is blurred and when it is restored. */
export const BORDERS = ['symmetric', 'circular'] as const;
/** The luminance that is measured: 0–255, or the studio range 16–235, which reads 20·log10(255/219) = 1.32 dB higher. */
export const LUMINANCES = ['full', 'studio'] as const;
export type Borders = (typeof BORDERS)[number];
export type LuminanceRange = (typeof LUMINANCES)[number];

export const protocolSchema = v.object({
  task: v.picklist(TASKS),
  scale: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.scale.max)),
  /** Standard deviation of the Gaussian PSF in pixels. */
  blurSigma: v.pipe(v.number(), v.minValue(0), v.maxValue(8)),
  /** Standard deviation of the noise, pixels in [0,255]. */
  noise: v.pipe(v.number(), v.minValue(0), v.maxValue(128)),
  borders: v.picklist(BORDERS),
  luminance: v.picklist(LUMINANCES),
  /** How far apart patches lie when restoring, in pixels; absent: as the method does by itself. */
  stride: v.optional(strideSchema),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
});
export type Protocol = v.InferOutput<typeof protocolSchema>;

/** The paper's degradation of a task, and this project's protocol. */
export function protocolFor(task: Protocol['task'], changes: Partial<Protocol> = {}): Protocol {
  return {
    task,
    scale: task === 'sr' ? PAPER_DEGRADATION.scale : 1,
    blurSigma: task === 'denoise' ? 0 : PAPER_DEGRADATION.blurSigma,
    noise: task === 'denoise' ? PAPER_DEGRADATION.denoiseNoise : PAPER_DEGRADATION.noise,
    borders: 'symmetric',
    luminance: 'full',
    seed: 0,
    ...changes,
  };
}

/** One picture, degraded, restored and measured. PSNR in dB and SSIM on luminance; null where pictures are identical. */
const pictureScoreSchema = v.object({
  /** The test set: the name of its folder. */
  set: v.string(),
  picture: v.string(),
  width: v.number(),
  height: v.number(),
  inputPsnr: v.nullable(v.number()),
  inputSsim: v.number(),
  /** The degraded picture over R, G and B alike, as some print it. */
  inputPsnrRgb: v.nullable(v.number()),
  /** Super resolution: bicubic enlargement aligned to the kept samples, the honest way to do nothing. */
  alignedPsnr: v.nullable(v.number()),
  alignedSsim: v.nullable(v.number()),
  psnr: v.nullable(v.number()),
  ssim: v.number(),
  /** Gradient magnitude similarity deviation (Xue et al. 2014): 0 is alike. */
  gmsd: v.number(),
  /** Wasserstein-1 distance between the gradient magnitudes of restored and clean, in grey levels a pixel. */
  gradientDistance: v.number(),
  /** The same of the degraded picture. */
  inputGradientDistance: v.number(),
  restoreMs: v.number(),
  /** The hash of the restored picture's values; reports of earlier versions lack it. */
  restored: v.optional(v.string()),
  /** This picture taught the model. */
  trainedOn: v.boolean(),
});
export type PictureScore = v.InferOutput<typeof pictureScoreSchema>;

/** Means over the pictures of one set: each is the mean of per-picture values. */
export interface SetScore extends Omit<PictureScore, 'picture' | 'width' | 'height' | 'restored' | 'trainedOn'> {
  pictures: number;
  /** Without the picture that taught the model; null where it is not in the set. */
  unseenPsnr: number | null;
  unseenSsim: number | null;
}

/** One trained model and what it reaches on every test picture. */
export const evaluationRunSchema = v.object({
  /** The hash of everything that decides the result. */
  key: v.string(),
  /** The hash of the program that trained and measured; reports of earlier versions lack it. */
  engine: v.optional(v.string()),
  /** The seed of the drawn picture that was learned from, where it was drawn. */
  drawingSeed: v.optional(v.number()),
  /** The picture that was learned from, or the model file. */
  trainedOn: v.string(),
  settings: trainSettingsSchema,
  protocol: protocolSchema,
  /** Null where the model was not trained here. */
  trainMs: v.nullable(v.number()),
  epochs: v.number(),
  steps: v.number(),
  /** The largest resident memory of the process that trained and restored, bytes; null where it was not measured. */
  peakMemoryBytes: v.nullable(v.number()),
  device: saidSchema,
  versions: v.object({ onepair: v.string(), tensorflow: v.string(), tfjs: v.string() }),
  notes: v.array(saidSchema),
  scores: v.array(pictureScoreSchema),
});
export type EvaluationRun = v.InferOutput<typeof evaluationRunSchema>;

/** A figure that others printed. `set` says on which pictures, which are not always ours. */
export interface PublishedScore {
  system: string;
  task: 'deblur' | 'sr';
  set: string;
  psnr: number;
  ssim: number;
}

const published = (
  task: PublishedScore['task'],
  set: string,
  scores: Record<string, [psnr: number, ssim: number]>,
): PublishedScore[] => Object.entries(scores).map(([system, [psnr, ssim]]) => ({ system, task, set, psnr, ssim }));

/** Tables 1 and 2 of D. Pereg, One-Shot Image Restoration. Its BSD500 row is the mean of 500 pictures. */
export const PUBLISHED: readonly PublishedScore[] = [
  ...published('deblur', 'Set11', {
    RNN: [28.59, 0.86],
    'RNN-GAN': [27.81, 0.85],
    'UNET-GAN': [29.12, 0.88],
    'PnP-PGD (DnCNN)': [28.81, 0.86],
    'RED-SD (DnCNN)': [28.69, 0.82],
  }),
  ...published('deblur', 'BSD500', {
    RNN: [28.38, 0.83],
    'RNN-GAN': [27.52, 0.82],
    'UNET-GAN': [28.42, 0.84],
    'PnP-PGD (DnCNN)': [28.79, 0.84],
    'RED-SD (DnCNN)': [28.32, 0.79],
  }),
  ...published('sr', 'Set11', {
    RNN: [25.77, 0.75],
    'RNN-GAN': [25.79, 0.76],
    'UNET-GAN': [25.69, 0.76],
    'PnP-PGD (DnCNN)': [26.2, 0.77],
    'RED-SD (DnCNN)': [26.14, 0.76],
  }),
  ...published('sr', 'BSD500', {
    RNN: [26.23, 0.71],
    'RNN-GAN': [25.78, 0.71],
    'UNET-GAN': [25.58, 0.73],
    'PnP-PGD (DnCNN)': [26.36, 0.75],
    'RED-SD (DnCNN)': [26.24, 0.73],
  }),
];

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);

/** The mean of each set, in the order in which the sets first appear. */
export function setScores(scores: readonly PictureScore[]): SetScore[] {
  const sets = [...new Set(scores.map(({ set }) => set))];
  return sets.map((set) =>
    setScore(
      set,
      scores.filter((score) => score.set === set),
    ),
  );
}

function setScore(set: string, scores: readonly PictureScore[]): SetScore {
  const over = (read: (score: PictureScore) => number | null, of = scores) => mean(known(of.map(read)));
  const always = (read: (score: PictureScore) => number) => mean(scores.map(read)) ?? 0;
  const unseen = scores.filter(({ trainedOn }) => !trainedOn);
  const someSeen = unseen.length < scores.length;
  return {
    set,
    pictures: scores.length,
    inputPsnr: over(({ inputPsnr }) => inputPsnr),
    inputSsim: always(({ inputSsim }) => inputSsim),
    inputPsnrRgb: over(({ inputPsnrRgb }) => inputPsnrRgb),
    alignedPsnr: over(({ alignedPsnr }) => alignedPsnr),
    alignedSsim: over(({ alignedSsim }) => alignedSsim),
    psnr: over(({ psnr }) => psnr),
    ssim: always(({ ssim }) => ssim),
    gmsd: always(({ gmsd }) => gmsd),
    gradientDistance: always(({ gradientDistance }) => gradientDistance),
    inputGradientDistance: always(({ inputGradientDistance }) => inputGradientDistance),
    restoreMs: always(({ restoreMs }) => restoreMs),
    unseenPsnr: someSeen ? over(({ psnr }) => psnr, unseen) : null,
    unseenSsim: someSeen ? over(({ ssim }) => ssim, unseen) : null,
  };
}
