import type { Sentence } from './sentence';
import type { Failure } from './result';
import type { ModelSummary, HistoryPoint } from './model-card';
import type { TrainSettings, Rect } from './model-spec';
import type { PairReport, PhotoRef } from './photo';

export type JobState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled' | 'interrupted'; // compute died; a checkpoint may be resumed

/** States in which nothing more comes of a job. */
export const ENDED_STATES: readonly JobState[] = ['done', 'failed', 'cancelled', 'interrupted'];

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

/** A crop of the user's own pair, three ways. Bytes are RGB, [height, width, 3]. */
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
export interface EpochPreview {
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
interface BatchProgress {
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
export interface UnsavedResult {
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
