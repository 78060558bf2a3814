import * as v from 'valibot';
import { degradationSchema } from './degradation';
import { domainMeasuresSchema } from './domain-gap';
import { cropOfEpochSchema, pairCropSchema, trainProgressSchema } from './job';
import { historyPointSchema, modelCardSchema } from './model-card';
import { trainSettingsSchema, type TrainSettings } from './model-spec';
import { ARRAYS, isArrayType, type NamedArray } from './named-array';
import { saidSchema } from './said';

/**
 * What a page's worker says that trains with the graphics processor, one word at a time. It is not believed: every word is
 * held against its row here. The answer to each is an `Order`.
 */

/** Of a word: weights, the state of their optimizer, pictures. */
export const LONGEST_WORD = 512 * 2 ** 20;

const finite = v.pipe(v.number(), v.finite());

const numbers = v.custom<NamedArray>((value) => {
  if (typeof value !== 'object' || value === null) return false;
  const { name, shape, dtype, data } = value as Record<string, unknown>;
  if (typeof name !== 'string' || name.length > 200) return false;
  if (!isArrayType(dtype) || !(data instanceof ARRAYS[dtype])) return false;
  if (!Array.isArray(shape) || !shape.every((side) => Number.isSafeInteger(side) && side >= 0)) return false;
  return data.length === shape.reduce((product, side) => product * Number(side), 1) && data.every(Number.isFinite);
}, 'Expected finite numbers of their shape');
const tensors = v.pipe(v.array(numbers), v.maxLength(1000));
const notes = v.pipe(v.array(saidSchema), v.maxLength(100));
const history = v.array(historyPointSchema);

const {
  finishedAt: _finishedAt,
  device: _device,
  pairName: _pairName,
  ...factsEntries
} = modelCardSchema.entries.facts.entries;

/** A trained model, of an epoch or of the end. */
const modelSchema = v.object({
  settings: trainSettingsSchema,
  tensors,
  facts: v.object(factsEntries),
  history,
  domain: v.nullable(domainMeasuresSchema),
  degradation: v.nullable(degradationSchema),
  crop: v.nullable(pairCropSchema),
});

const checkpointSchema = v.object({
  meta: v.object({
    settings: trainSettingsSchema,
    epoch: finite,
    epochs: finite,
    step: v.pipe(v.number(), v.integer(), v.minValue(0)),
    elapsedMs: finite,
    randomState: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1))), v.length(4)),
    history,
    notes,
    bestPsnr: v.nullable(finite),
  }),
  tensors,
});

/** Why a worker cannot go on. */
export const GRAPHICS_FAULTS = ['lost', 'memory', 'driver'] as const;

export const wordSchema = v.variant('is', [
  /** The first word: what it would train on. */
  v.object({ is: v.literal('ready'), device: v.pipe(v.string(), v.maxLength(200)) }),
  /** What it needed for a step on trial, and the losses that it found; null where it took too long. */
  v.object({ is: v.literal('tried'), stepMs: v.nullable(finite), losses: v.pipe(v.array(finite), v.maxLength(100)) }),
  /** It trains, and asks whether to go on. */
  v.object({ is: v.literal('next') }),
  v.object({ is: v.literal('progress'), progress: trainProgressSchema }),
  v.object({ is: v.literal('preview'), preview: cropOfEpochSchema }),
  v.object({ is: v.literal('checkpoint'), checkpoint: checkpointSchema }),
  v.object({ is: v.literal('epoch'), epoch: finite, model: modelSchema }),
  /** The last word. */
  v.object({ is: v.literal('trained'), model: modelSchema }),
  v.object({ is: v.literal('failed'), why: v.picklist(GRAPHICS_FAULTS), text: v.pipe(v.string(), v.maxLength(2000)) }),
]);
export type Word = v.InferOutput<typeof wordSchema>;

/** What the host says to a word. `Task` and `Crop` are core's own. */
export type Order<Task, Crop> =
  /** Take a few steps of these settings, in so many milliseconds at most. */
  | { do: 'try'; settings: TrainSettings; channels: 'luminance' | 'all'; limitMs: number }
  | { do: 'train'; task: Task }
  /** `crop`: what previews show from now on. */
  | { do: 'go'; crop?: Crop }
  /** End with what was learned so far. */
  | { do: 'stop' }
  /** Nothing more is wanted. */
  | { do: 'end' };
