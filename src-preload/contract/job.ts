import * as v from 'valibot';
import { bytes } from './channels-row';
import { failureSchema } from './result';
import { historyPointSchema, modelSummarySchema } from './model-card';
import { rectSchema, trainSettingsSchema } from './model-spec';
import { pairReportSchema, photoRefSchema } from './photo';
import { saidSchema, sentenceSchema } from './said';

/** 'interrupted': compute died; a checkpoint may be resumed. */
const jobState = v.picklist(['queued', 'running', 'paused', 'done', 'failed', 'cancelled', 'interrupted']);
export type JobState = v.InferOutput<typeof jobState>;

/** States in which nothing more comes of a job. */
export const ENDED_STATES: readonly JobState[] = ['done', 'failed', 'cancelled', 'interrupted'];

export const JOB_ACTIONS = ['pause', 'resume', 'stop', 'cancel'] as const;
/** `stop` keeps what was learned so far as a model (training) or the photos done (restore); `cancel` keeps nothing more. */
export type JobAction = (typeof JOB_ACTIONS)[number];

export const restoredPhotoSchema = v.object({
  source: photoRefSchema,
  /** Absent when this photo failed or was skipped. */
  result: v.exactOptional(photoRefSchema),
  /** Where the result was written, for people. */
  savedAs: v.exactOptional(v.string()),
  /** Why there was nothing to do; `result` is there where an earlier run has left one. */
  skipped: v.exactOptional(sentenceSchema),
  error: v.exactOptional(failureSchema),
  /** What the result could not carry over from the photo. */
  notes: v.exactOptional(v.array(sentenceSchema)),
  elapsedMs: v.number(),
  /** Tensors that the compute process held after the photo: as many after the last photo as after the first. */
  tensors: v.exactOptional(v.number()),
});
export type RestoredPhoto = v.InferOutput<typeof restoredPhotoSchema>;

/** How far a batch is. */
const batchProgressSchema = v.object({
  /** Photos of this run; those of other shards are not counted. */
  total: v.number(),
  restored: v.number(),
  skipped: v.number(),
  failed: v.number(),
  /** The photo that is restored now. */
  current: v.nullable(
    v.object({ photo: v.string(), name: v.string(), fraction: v.number(), remainingMs: v.nullable(v.number()) }),
  ),
  /** The folder of the results, for people. */
  folder: v.string(),
  /** Where the report was written, for people; once the batch has ended. 'restore.report' opens it. */
  report: v.exactOptional(v.string()),
});

/** One training or restoring, as every shell shows it. */
export const jobSnapshotSchema = v.object({
  id: v.string(),
  kind: v.picklist(['train', 'restore', 'study', 'evaluate']),
  title: sentenceSchema,
  /** Waiting jobs run in this order. */
  place: v.number(),
  state: jobState,
  /** 0–1. */
  progress: v.number(),
  elapsedMs: v.number(),
  remainingMs: v.nullable(v.number()),
  /** One line for the job strip: 'epoch 12 of 40', '3 of 12 photos'. */
  detail: sentenceSchema,
  error: v.exactOptional(failureSchema),
  /** What the pair check found, of a training that has come so far. */
  pair: v.exactOptional(pairReportSchema),
  /** The trained model, when done. */
  model: v.exactOptional(modelSummarySchema),
  /** The photos that ended last, newest last; all of them by 'restore.outcomes'. */
  restored: v.exactOptional(v.array(restoredPhotoSchema)),
  /** How far a restoring is. */
  batch: v.exactOptional(batchProgressSchema),
  /** A checkpoint that resumes an interrupted training. */
  checkpoint: v.exactOptional(v.string()),
  /** The id of the study's result. */
  study: v.exactOptional(v.string()),
});
export type JobSnapshot = v.InferOutput<typeof jobSnapshotSchema>;

/** A point of a training's curve, and how far it is. */
export const trainProgressSchema = v.object({
  ...historyPointSchema.entries,
  epochs: v.number(),
  steps: v.number(),
  remainingMs: v.nullable(v.number()),
  inputPsnr: v.nullable(v.number()),
  linearPsnr: v.nullable(v.number()),
  /** What happens now: 'Solving the linear start', 'Training'. */
  stage: sentenceSchema,
});
export type TrainProgress = v.InferOutput<typeof trainProgressSchema>;

/** How far a job is, 0–1; of a restoring, its current photo. */
export const jobProgressSchema = v.object({
  job: v.string(),
  fraction: v.number(),
  /** One line for the job strip, where there is something to say. */
  detail: v.exactOptional(sentenceSchema),
  /** Of a training: what its curve is drawn from, and what it learns on. */
  training: v.exactOptional(trainProgressSchema),
  device: v.exactOptional(saidSchema),
});
export type JobProgress = v.InferOutput<typeof jobProgressSchema>;

/** A crop of the user's own pair, three ways. Bytes are RGB, [height, width, 3]. */
const cropEntries = {
  width: v.number(),
  height: v.number(),
  /** Where the crop's top left corner lies in the clean picture, in its pixels. */
  place: v.object({ x: v.number(), y: v.number() }),
  degraded: bytes,
  restored: bytes,
  clean: bytes,
};
const isWhole = <Shown extends v.InferOutput<v.ObjectSchema<typeof cropEntries, undefined>>>() =>
  v.check<Shown>(({ width, height, degraded, restored, clean }) =>
    [degraded, restored, clean].every(({ length }) => length === 3 * width * height),
  );

export const pairCropSchema = v.pipe(v.object(cropEntries), isWhole());
const ofEpoch = { epoch: v.number(), ...cropEntries };
export const cropOfEpochSchema = v.pipe(v.object(ofEpoch), isWhole());
export const trainPreviewSchema = v.pipe(v.object({ job: v.string(), ...ofEpoch }), isWhole());
export type TrainPreview = v.InferOutput<typeof trainPreviewSchema>;

/** The crop as one kept epoch restores it: RGB bytes, [height, width, 3]. That epoch can still be made a model. */
export const epochPreviewSchema = v.pipe(
  v.object({
    job: v.string(),
    epoch: v.number(),
    width: v.number(),
    height: v.number(),
    restored: bytes,
    validationPsnr: v.nullable(v.number()),
    /** All epochs that can be made a model now, this one among them; a bounded number, evenly apart. */
    kept: v.array(v.number()),
  }),
  v.check(({ width, height, restored }) => restored.length === 3 * width * height),
);
export type EpochPreview = v.InferOutput<typeof epochPreviewSchema>;

/** Before Train is pressed. */
export const trainEstimateSchema = v.object({
  patches: v.number(),
  steps: v.number(),
  memoryBytes: v.number(),
  seconds: v.number(),
  /** Seconds that the model will take to restore one photo of 24 megapixels in colour. */
  photoSeconds: v.number(),
  notes: v.array(sentenceSchema),
});
export type TrainEstimate = v.InferOutput<typeof trainEstimateSchema>;

export const restoreEstimateSchema = v.object({
  secondsPerPhoto: v.array(v.number()),
  totalSeconds: v.number(),
  /** About how many bytes the results will take, and how many are free there. */
  outputBytes: v.exactOptional(v.number()),
  freeBytes: v.exactOptional(v.number()),
});
export type RestoreEstimate = v.InferOutput<typeof restoreEstimateSchema>;

/** An unfinished training that can go on. */
export const checkpointInfoSchema = v.object({
  id: v.string(),
  name: v.string(),
  settings: trainSettingsSchema,
  epoch: v.number(),
  epochs: v.number(),
  savedAt: v.string(),
});
export type CheckpointInfo = v.InferOutput<typeof checkpointInfoSchema>;

/** A restored photo that was not saved, or a part of it. */
export const unsavedResultSchema = v.object({
  picture: photoRefSchema,
  /** What the picture shows, in restored pixels. */
  rect: rectSchema,
});
export type UnsavedResult = v.InferOutput<typeof unsavedResultSchema>;

/** A part of a photo before and after as PNG, with the photo's own profile. */
export const restorePreviewSchema = v.object({
  /** The part that was restored, in the photo's pixels: the middle of what was asked where that was too much. */
  rect: rectSchema,
  /** Whether the pixels are those of the result. */
  exact: v.boolean(),
  before: bytes,
  /** `scale` times as large with a super-resolution model. */
  after: bytes,
  elapsedMs: v.number(),
});
export type RestorePreview = v.InferOutput<typeof restorePreviewSchema>;
