import * as v from 'valibot';
import { bytes } from './channels-row';
import { saidSchema } from './said';
import { degradationSchema } from './degradation';
import { domainMeasuresSchema } from './domain-gap';
import { trainSettingsSchema } from './model-spec';
import { isLengthened, shownName } from './shown-name';

/** The ending of model files. */
export const MODEL_EXTENSION = '.onepair';

/** Whether a file is called like a model, in whatever case. */
export const isModelName = (name: string): boolean => name.toLowerCase().endsWith(MODEL_EXTENSION);

/** Version 1 differs in its id alone; both are read. */
export const FORMAT_VERSION = 2;

/** A text of a card, which may be a stranger's, as it may be shown; what was made so fits again. */
const ownText = (most: number) =>
  v.pipe(
    v.string(),
    v.check((text) => text.length <= most || isLengthened(text)),
    v.transform(shownName),
  );
/** What models can be called: as long as the app allows, and a number for those called alike. */
const modelName = v.pipe(ownText(130), v.minLength(1));

/** One point of a training curve. PSNR in dB on the held-out squares; null where none were held out or not measured. */
export const historyPointSchema = v.object({
  step: v.number(),
  epoch: v.number(),
  elapsedMs: v.number(),
  loss: v.number(),
  validationPsnr: v.nullable(v.number()),
  /** Stage 1: the generator alone; stage 2: against the discriminator. */
  phase: v.picklist([1, 2]),
  /** L_ADV of the generator and the discriminator's own loss, in nats; null in stage 1. */
  adversarialLoss: v.nullable(v.number()),
  discriminatorLoss: v.nullable(v.number()),
});
export type HistoryPoint = v.InferOutput<typeof historyPointSchema>;

/** The held-out squares of the pair as it was prepared, in all its channels, whatever the model learned from. */
const inColourSchema = v.object({
  psnr: v.nullable(v.number()),
  inputPsnr: v.nullable(v.number()),
  linearPsnr: v.nullable(v.number()),
});
export type InColour = v.InferOutput<typeof inColourSchema>;

/** What a training knew and reached. PSNR in dB on the held-out squares, of what it learned from where not `inColour`. */
const trainingFactsSchema = v.object({
  /** Epochs and steps really done (fewer than asked when stopped and kept). */
  epochs: v.number(),
  steps: v.number(),
  elapsedMs: v.number(),
  finishedAt: ownText(40),
  device: saidSchema,
  pictureWidth: v.number(),
  pictureHeight: v.number(),
  pairName: ownText(1000),
  /** How many of the last rows older models held out; newer ones hold out squares. */
  heldOutRows: v.optional(v.number()),
  heldOutSquares: v.optional(v.number()),
  validationPsnr: v.nullable(v.number()),
  /** Doing nothing: degraded against clean on the same squares. */
  inputPsnr: v.nullable(v.number()),
  /** The closed-form linear filter on the same squares. */
  linearPsnr: v.nullable(v.number()),
  /** By this models of one pair are compared; older ones lack it. */
  inColour: v.optional(inColourSchema),
  stoppedEarly: v.boolean(),
  /** Things the user should know, in words (e.g. nothing held out, NaN stop). */
  notes: v.pipe(v.array(saidSchema), v.maxLength(100)),
});
export type TrainingFacts = v.InferOutput<typeof trainingFactsSchema>;

/** A model's one figure, beside doing nothing and the filter: the same question for every model of a pair. */
export const scoresOf = ({ inColour, validationPsnr, inputPsnr, linearPsnr }: TrainingFacts): InColour =>
  inColour ?? { psnr: validationPsnr, inputPsnr, linearPsnr };

const cameraWord = v.optional(ownText(80));
/** How the pair was taken, for suggesting the model to photos taken alike. */
const cameraSchema = v.object({
  make: cameraWord,
  model: cameraWord,
  lens: cameraWord,
  iso: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});

export const modelCardSchema = v.object({
  formatVersion: v.picklist([1, FORMAT_VERSION]),
  name: modelName,
  settings: trainSettingsSchema,
  facts: trainingFactsSchema,
  history: v.array(historyPointSchema),
  /** What the degraded picture's patches look like; absent where too small or plain to tell. */
  fit: v.optional(domainMeasuresSchema),
  /** How the degraded picture comes of the clean one; absent where the task says it, or the model is older. */
  degradation: v.optional(degradationSchema),
  /** Of the degraded picture; absent where its EXIF does not say. */
  camera: v.optional(cameraSchema),
  appVersion: ownText(40),
  createdAt: ownText(40),
});
export type ModelCard = v.InferOutput<typeof modelCardSchema>;

/** One row of the library. `id` is the sha256 of its weights and settings, whatever it is called. */
export const modelSummarySchema = v.object({
  id: v.string(),
  name: v.string(),
  bytes: v.number(),
  card: modelCardSchema,
});
export type ModelSummary = v.InferOutput<typeof modelSummarySchema>;

/** A model with its stored crop before and after, RGB bytes [height, width, 3]. */
export const modelDetailsSchema = v.object({
  ...modelSummarySchema.entries,
  crop: v.nullable(v.object({ width: v.number(), height: v.number(), degraded: bytes, restored: bytes, clean: bytes })),
});
export type ModelDetails = v.InferOutput<typeof modelDetailsSchema>;
