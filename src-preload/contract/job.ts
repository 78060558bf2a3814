import * as v from 'valibot';
import type { Sentence } from './sentence';
import type { Failure } from './result';
import type { ModelSummary, HistoryPoint } from './model-card';
import { strideSchema, type TrainSettings, type Rect } from './model-spec';
import { CONFLICT_POLICIES, OUTPUT_FORMATS, type PairReport, type PhotoRef } from './photo';

export type JobState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled' | 'interrupted'; // compute died; a checkpoint may be resumed

export const JOB_ACTIONS = ['pause', 'resume', 'stop', 'cancel'] as const;
/** `stop` keeps what was learned so far as a model (training) or the photos done (restore); `cancel` keeps nothing more. */
export type JobAction = (typeof JOB_ACTIONS)[number];

/** One training or restoring, as every shell shows it. */
export interface JobSnapshot {
  id: string;
  kind: 'train' | 'restore' | 'study' | 'evaluate';
  title: Sentence;
  /** Waiting jobs run in this order. */
  place: number;
  state: JobState;
  /** 0–1. */
  progress: number;
  elapsedMs: number;
  remainingMs: number | null;
  /** One line for the job strip: 'epoch 12 of 40', '3 of 12 photos'. */
  detail: Sentence;
  error?: Failure;
  /** What the pair check found, of a training that has come so far. */
  pair?: PairReport;
  /** The trained model, when done. */
  model?: ModelSummary;
  /** The photos that ended last, newest last; all of them by 'restore.outcomes'. */
  restored?: RestoredPhoto[];
  /** How far a restoring is. */
  batch?: BatchProgress;
  /** A checkpoint that resumes an interrupted training. */
  checkpoint?: string;
  /** The id of the study's result. */
  study?: string;
}

export interface RestoredPhoto {
  source: PhotoRef;
  /** Absent when this photo failed or was skipped. */
  result?: PhotoRef;
  /** Where the result was written, for people. */
  savedAs?: string;
  /** Why there was nothing to do; `result` is there where an earlier run has left one. */
  skipped?: Sentence;
  error?: Failure;
  /** What the result could not carry over from the photo. */
  notes?: Sentence[];
  elapsedMs: number;
  /** Tensors that the compute process held after the photo: as many after the last photo as after the first. */
  tensors?: number;
}

export interface TrainProgress extends HistoryPoint {
  job: string;
  epochs: number;
  steps: number;
  remainingMs: number | null;
  inputPsnr: number | null;
  linearPsnr: number | null;
  /** What happens now: 'Solving the linear start', 'Training'. */
  stage: Sentence;
}

/** A crop of the person's own pair, three ways. Bytes are RGB, [height, width, 3]. */
export interface TrainPreview {
  job: string;
  epoch: number;
  width: number;
  height: number;
  /** Where the crop's top left corner lies in the clean picture, in its pixels. */
  place: { x: number; y: number };
  degraded: Uint8Array;
  restored: Uint8Array;
  clean: Uint8Array;
}

/** The crop as one kept epoch restores it: RGB bytes, [height, width, 3]. That epoch can still be made a model. */
export interface TrainFrame {
  job: string;
  epoch: number;
  width: number;
  height: number;
  restored: Uint8Array;
  validationPsnr: number | null;
  /** All epochs that can be made a model now, this one among them; a bounded number, evenly apart. */
  kept: number[];
}

/** Before Train is pressed. */
export interface TrainEstimate {
  patches: number;
  steps: number;
  memoryBytes: number;
  seconds: number;
  /** Seconds that the model will take to restore one photo of 24 megapixels in colour. */
  photoSeconds: number;
  notes: Sentence[];
}

export interface RestoreEstimate {
  secondsPerPhoto: number[];
  totalSeconds: number;
  /** About how many bytes the results will take, and how many are free there. */
  outputBytes?: number;
  freeBytes?: number;
}

/** From faithful (0) to crisp (100): where between its two ends a model of two stages restores. */
export const CRISPEST = 100;
export const crispSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(CRISPEST));

export const restoreSettingsSchema = v.object({
  /** 0–100 %: how much of the restoration is mixed into the original. */
  strength: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
  /** Absent: faithful. Models with one end know no other. */
  crisp: v.optional(crispSchema),
  onConflict: v.picklist(CONFLICT_POLICIES),
  /** '{name}' and '{model}' are replaced; the extension follows from the format. */
  naming: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  format: v.picklist(OUTPUT_FORMATS),
  /** Patch stride in pixels; absent: the method's own. */
  stride: v.optional(strideSchema),
  /** Restore each channel by itself instead of luminance only; absent: as the model was trained. */
  perChannel: v.optional(v.boolean()),
  /** Of JPEG, WebP and AVIF, 1–100; absent: 95, and 85 for AVIF. */
  quality: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100))),
  /** WebP and AVIF that keep every value. */
  lossless: v.optional(v.boolean()),
  /** Bits a sample; absent: those of the photo, as far as the format holds them. */
  depth: v.optional(v.picklist([8, 16])),
  /** Leaves out where the photo was taken. */
  stripLocation: v.optional(v.boolean()),
  /** Restores photos again that carry the mark of a model. */
  again: v.optional(v.boolean()),
  /** Restores photos of which a part may be wrong, as their data are damaged. */
  damaged: v.optional(v.boolean()),
  /** Results bear the time of their photo instead of that of their making. */
  keepTimes: v.optional(v.boolean()),
});
export type RestoreSettings = v.InferOutput<typeof restoreSettingsSchema>;

/** What a result's name and mark call its model: results of another crispness are other results. */
export function resultModelName(name: string, { crisp = 0 }: Pick<RestoreSettings, 'crisp'>): string {
  return crisp === 0 ? name : `${name}-crisp${crisp}`;
}

export const RESTORE_DEFAULTS: RestoreSettings = {
  strength: 100,
  onConflict: 'rename',
  naming: '{name}_{model}',
  format: 'same',
};

/** An unfinished training that can go on. */
export interface CheckpointInfo {
  id: string;
  name: string;
  settings: TrainSettings;
  epoch: number;
  epochs: number;
  savedAt: string;
}

/** How far a batch is. */
export interface BatchProgress {
  /** Photos of this run; those of other shards are not counted. */
  total: number;
  restored: number;
  skipped: number;
  failed: number;
  /** The photo that is restored now. */
  current: { photo: string; name: string; fraction: number; remainingMs: number | null } | null;
  /** The folder of the results, for people. */
  folder: string;
  /** Where the report was written, for people; once the batch has ended. 'restore.report' opens it. */
  report?: string;
}

/** A restored photo that was not saved, or a part of it. */
export interface Look {
  picture: PhotoRef;
  /** What the picture shows, in restored pixels. */
  rect: Rect;
}

/** A part of a photo before and after as PNG, with the photo's own profile. */
export interface RestorePreview {
  /** The part that was restored, in the photo's pixels: the middle of what was asked where that was too much. */
  rect: Rect;
  /** Whether the pixels are those of the result. */
  exact: boolean;
  before: Uint8Array;
  /** `scale` times as large with a super-resolution model. */
  after: Uint8Array;
  elapsedMs: number;
}
