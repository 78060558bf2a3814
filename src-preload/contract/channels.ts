import * as v from 'valibot';
import { JOB_ACTIONS, restoreSettingsSchema } from './job';
import { rectSchema, TASKS, trainChoicesSchema, trainSettingsSchema } from './model-spec';
import type { CheckpointInfo, JobSnapshot, RestoreEstimate, TrainEstimate, TrainPreview, TrainProgress } from './job';
import type { ModelSummary } from './model-card';
import type { PairReport, PhotoInfo, PhotoRef, Score } from './photo';
import type { AppInfo, RuntimeInfo } from './runtime';

/**
 * The one table of what a shell (window, browser page, command line) may ask. Arguments are checked against the schema
 * before anything happens; photos, folders, models and jobs travel as opaque ids, never as paths.
 */
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));
const nothing = v.strictObject({});

const degradation = {
  task: v.picklist(TASKS),
  scale: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(4))),
  /** Standard deviation of the Gaussian PSF in pixels. */
  blurSigma: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(8))),
  /** Standard deviation of the white noise, pixels in [0,255]. */
  noise: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(128))),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff))),
};

export const channels = {
  'app.info': nothing,
  'runtime.info': v.strictObject({ selfTest: v.optional(v.boolean()) }),

  /** Electron only: the system's own dialogs. Empty when cancelled. */
  'photos.pick': v.strictObject({ multiple: v.boolean() }),
  'folders.pick': nothing,
  /** Web only: one folder of the server, inside the person's home. */
  'folders.list': v.strictObject({ folder: v.optional(id) }),
  'photos.info': v.strictObject({ photo: id }),

  'pair.check': v.strictObject({
    degraded: id,
    clean: id,
    task: v.optional(v.picklist(TASKS)),
    region: v.optional(rectSchema),
  }),
  /** Crops both pictures as a pair check offered. */
  'pair.align': v.strictObject({ degraded: id, clean: id }),
  'pair.degrade': v.strictObject({ clean: id, ...degradation }),
  'pair.sample': v.strictObject({
    size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(2048))),
    ...degradation,
  }),

  'train.estimate': v.strictObject({ settings: trainSettingsSchema, width: v.number(), height: v.number() }),
  /** The model goes to the library, or to the model file that `out` names (command line). */
  'train.start': v.strictObject({
    degraded: id,
    clean: id,
    choices: trainChoicesSchema,
    name: v.optional(name),
    out: v.optional(id),
  }),
  'train.checkpoints': nothing,
  'train.resume': v.strictObject({ checkpoint: id }),
  'train.discard': v.strictObject({ checkpoint: id }),
  'train.history': v.strictObject({ job: id }),

  'restore.estimate': v.strictObject({ model: id, photos: v.array(id), settings: restoreSettingsSchema }),
  'restore.start': v.strictObject({
    model: id,
    photos: v.pipe(v.array(id), v.minLength(1)),
    folder: v.optional(id),
    settings: restoreSettingsSchema,
  }),

  'jobs.list': nothing,
  'jobs.control': v.strictObject({ job: id, action: v.picklist(JOB_ACTIONS) }),

  'compare.score': v.strictObject({ restored: id, clean: id }),

  'models.list': nothing,
  /** One sentence for each file of the library that cannot be used. */
  'models.problems': nothing,
  'models.show': v.strictObject({ model: id }),
  'models.rename': v.strictObject({ model: id, name }),
  'models.remove': v.strictObject({ model: id }),
  /** Takes a model file the person handed over (picked or uploaded, known by its photo-like id). */
  'models.import': v.strictObject({ file: id }),
  /** Writes the model file into a folder; answers where. */
  'models.export': v.strictObject({ model: id, folder: v.optional(id) }),
} as const;

export type Channel = keyof typeof channels;
export type Args<C extends Channel> = v.InferOutput<(typeof channels)[C]>;

export interface FolderRef {
  id: string;
  /** For people: '~/Pictures/restored'. */
  label: string;
}

export interface FolderListing {
  folder: FolderRef;
  /** Absent at the top (the person's home). */
  parent?: FolderRef;
  folders: FolderRef[];
  photos: PhotoRef[];
}

/** A model with its stored crop before and after, RGB bytes [height, width, 3]. */
export interface ModelDetails extends ModelSummary {
  crop: { width: number; height: number; degraded: Uint8Array; restored: Uint8Array; clean: Uint8Array } | null;
}

export interface Answers {
  'app.info': AppInfo;
  'runtime.info': RuntimeInfo;
  'photos.pick': PhotoRef[];
  'folders.pick': FolderRef | null;
  'folders.list': FolderListing;
  'photos.info': PhotoInfo;
  'pair.check': PairReport;
  'pair.align': { degraded: PhotoRef; clean: PhotoRef };
  'pair.degrade': { degraded: PhotoRef };
  'pair.sample': { degraded: PhotoRef; clean: PhotoRef };
  'train.estimate': TrainEstimate;
  'train.start': { job: string };
  'train.checkpoints': CheckpointInfo[];
  'train.resume': { job: string };
  'train.discard': null;
  'train.history': { points: TrainProgress[]; preview: TrainPreview | null };
  'restore.estimate': RestoreEstimate;
  'restore.start': { job: string };
  'jobs.list': JobSnapshot[];
  'jobs.control': null;
  'compare.score': Score;
  'models.list': ModelSummary[];
  'models.problems': string[];
  'models.show': ModelDetails;
  'models.rename': ModelSummary;
  'models.remove': null;
  'models.import': ModelSummary;
  'models.export': { savedAs: string };
}

export type Answer<C extends Channel> = Answers[C];

/** The one table of what a shell is told without asking. */
export interface Events {
  'job.changed': JobSnapshot;
  'train.progress': TrainProgress;
  'train.preview': TrainPreview;
  'models.changed': null;
  /** A child process came or went, in words for people. */
  'worker.changed': { child: 'compute' | 'photos'; state: 'ready' | 'crashed' | 'stopped'; message: string };
}
export type EventName = keyof Events;
export const EVENT_NAMES: readonly EventName[] = [
  'job.changed',
  'train.progress',
  'train.preview',
  'models.changed',
  'worker.changed',
];
