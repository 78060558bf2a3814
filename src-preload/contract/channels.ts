import type { Sentence } from './sentence';
import * as v from 'valibot';
import { shardSchema, type Found, type ListedPhoto } from './batch';
import { crispSchema, JOB_ACTIONS, restoreSettingsSchema } from './job';
import { rectSchema, TASKS, trainChoicesSchema, trainSettingsSchema, type Rect } from './model-spec';
import type {
  CheckpointInfo,
  JobSnapshot,
  RestoredPhoto,
  RestoreEstimate,
  TrainEstimate,
  TrainFrame,
  TrainPreview,
  TrainProgress,
} from './job';
import type { ModelDetails, ModelSummary } from './model-card';
import type { FolderRef, PairReport, PhotoFit, PhotoInfo, PhotoRef, Score } from './photo';
import type { AppInfo, RuntimeInfo } from './runtime';
import { protocolSchema, type EvaluationRun } from './evaluate';
import { studyRequestSchema, type StudyResult, type StudySummary } from './study';
import { SETTING_NAMES, settingsChangeSchema } from './settings';
import type { PlacesInfo, SettingName, Settings } from './settings';

/**
 * The one table of what a shell (window, browser page, command line) may ask. Arguments are checked against the schema
 * before anything happens; photos, folders, models and jobs travel as opaque ids, never as paths.
 */
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120));
const nothing = v.strictObject({});
const pixel = v.pipe(v.number(), v.minValue(0), v.maxValue(1e6));
const point = { x: pixel, y: pixel };

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
  'settings.get': nothing,
  'settings.set': settingsChangeSchema,
  /** One item, or all of them, back to how it came. */
  'settings.reset': v.strictObject({ name: v.optional(v.picklist(SETTING_NAMES)) }),
  'settings.places': nothing,
  /** Shows the folder of the log in the system's file manager, where the shell can. */
  'logs.open': nothing,
  /** Text to copy into a report: no path, no name of a file or a user. */
  'diagnostics.text': nothing,
  /** What CUDA would cost to fetch, and why it is not used; empty sentences where there is nothing to say. */
  'cuda.offer': nothing,
  'cuda.install': nothing,

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
    /** The point of the clean picture, in its pixels, about which previews are shown; absent: the middle. */
    look: v.optional(v.strictObject(point)),
    /** Keeps models of single epochs until the session ends, to choose from (`train.keep`). */
    filmstrip: v.optional(v.boolean()),
  }),
  /** Moves the crop that previews show, while the training runs. */
  'train.look': v.strictObject({ job: id, ...point }),
  /** Makes a kept epoch a model of the library. */
  'train.keep': v.strictObject({ job: id, epoch: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  'train.checkpoints': nothing,
  'train.resume': v.strictObject({ checkpoint: id }),
  'train.discard': v.strictObject({ checkpoint: id }),
  'train.history': v.strictObject({ job: id }),

  /** The photos behind photos and folders, folders with their folders where asked; results of earlier batches left out. */
  'restore.scan': v.strictObject({ inputs: v.pipe(v.array(id), v.minLength(1)), recursive: v.boolean() }),
  'restore.estimate': v.strictObject({
    model: id,
    photos: v.array(id),
    folder: v.optional(id),
    settings: restoreSettingsSchema,
  }),
  'restore.start': v.strictObject({
    model: id,
    photos: v.pipe(v.array(id), v.minLength(1)),
    /** The folders that dropped photos lay in below what was dropped, with '/': they are mirrored in the results. */
    folders: v.optional(v.record(id, v.pipe(v.string(), v.minLength(1), v.maxLength(4000)))),
    folder: v.optional(id),
    settings: restoreSettingsSchema,
    shard: v.optional(shardSchema),
  }),
  /** Takes these photos of a running batch first, in this order. */
  'restore.order': v.strictObject({ job: id, photos: v.array(id) }),
  /** What became of the photos of a batch, from a place in the order in which they ended. */
  'restore.outcomes': v.strictObject({ job: id, from: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** Opens the report of a batch that has ended, where the shell can; answers the file for a page that saves it. */
  'restore.report': v.strictObject({ job: id }),

  /** How near each photo is to what the model was trained on. */
  'restore.fit': v.strictObject({ model: id, photos: v.array(id) }),
  /**
   * A part of a photo before and after, at 100 %; a newer request ends an older one. `quick` answers within a second, be it
   * coarser or with less; without it the part is as in the result, however long that takes.
   */
  'restore.preview': v.strictObject({
    model: id,
    photo: id,
    rect: rectSchema,
    strength: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
    crisp: v.optional(crispSchema),
    quick: v.boolean(),
  }),

  /**
   * Starts a study, or goes on with one that was ended: on drawn pictures, on a pair, on a clean picture that is
   * degraded by the task, and measured on `tests` where there are any.
   */
  'study.start': v.strictObject({
    ...studyRequestSchema.entries,
    pair: v.optional(v.strictObject({ degraded: v.optional(id), clean: id })),
    tests: v.optional(v.pipe(v.array(id), v.maxLength(200))),
  }),
  /** The studies that are kept, newest first. */
  'study.list': nothing,
  'study.result': v.strictObject({ id }),
  'study.remove': v.strictObject({ id }),

  /**
   * Trains on one picture, or takes a model, and measures it on test pictures. What was done before is found in
   * `folder` and not done again.
   */
  'evaluate.start': v.strictObject({
    protocol: v.strictObject({ ...v.partial(protocolSchema).entries, task: v.picklist(TASKS) }),
    choices: trainChoicesSchema,
    training: v.optional(id),
    model: v.optional(id),
    tests: v.pipe(v.array(v.strictObject({ set: name, photo: id })), v.minLength(1), v.maxLength(10_000)),
    folder: id,
  }),
  'evaluate.result': v.strictObject({ job: id }),

  'jobs.list': nothing,
  'jobs.control': v.strictObject({ job: id, action: v.picklist(JOB_ACTIONS) }),

  'compare.score': v.strictObject({ restored: id, clean: id }),
  /** Where a model's own answers for a part of a restored photo (in restored pixels) lie apart. */
  'compare.doubt': v.strictObject({ model: id, photo: id, rect: rectSchema }),

  'models.list': nothing,
  /** One sentence for each file of the library that cannot be used. */
  'models.problems': nothing,
  'models.show': v.strictObject({ model: id }),
  'models.rename': v.strictObject({ model: id, name }),
  'models.remove': v.strictObject({ model: id }),
  /** Removes a model so that it can be brought back for a week; the answer is what brings it back. */
  'models.discard': v.strictObject({ model: id }),
  'models.bringBack': v.strictObject({ model: id }),
  /** Takes a model file the person handed over (picked or uploaded, known by its photo-like id). */
  'models.import': v.strictObject({ file: id }),
  /** A copy of the model file, named after the model, for the person to drag out. */
  'models.file': v.strictObject({ model: id }),
  /** Writes the model file into a folder; answers where. */
  'models.export': v.strictObject({ model: id, folder: v.optional(id) }),
} as const;

export type Channel = keyof typeof channels;
export type Args<C extends Channel> = v.InferOutput<(typeof channels)[C]>;

export interface FolderListing {
  folder: FolderRef;
  /** Absent at the top (the person's home). */
  parent?: FolderRef;
  folders: FolderRef[];
  photos: PhotoRef[];
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

/** The settings, and those among them that a flag or the environment decides until the next start. */
export interface KnownSettings extends Settings {
  fixed: SettingName[];
}

export interface Answers {
  'app.info': AppInfo;
  'runtime.info': RuntimeInfo;
  'settings.get': KnownSettings;
  'settings.set': KnownSettings;
  'settings.reset': KnownSettings;
  'settings.places': PlacesInfo;
  'logs.open': { label: string; opened: boolean };
  'diagnostics.text': { text: string };
  'cuda.offer': { offer: string; reason: string };
  'cuda.install': null;
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
  'train.history': { points: TrainProgress[]; preview: TrainPreview | null; frames: TrainFrame[] };
  'train.look': null;
  'train.keep': ModelSummary;
  'restore.estimate': RestoreEstimate;
  'restore.scan': Found<ListedPhoto>;
  'restore.start': { job: string };
  'restore.order': null;
  'restore.outcomes': RestoredPhoto[];
  'restore.report': { file: PhotoRef; opened: boolean };
  'restore.fit': PhotoFit[];
  'restore.preview': RestorePreview;
  'study.start': { job: string };
  'study.list': StudySummary[];
  /** Null where there is none of that id. */
  'study.result': StudyResult | null;
  'study.remove': null;
  'evaluate.start': { job: string };
  'evaluate.result': EvaluationRun;
  'jobs.list': JobSnapshot[];
  'jobs.control': null;
  'compare.score': Score;
  /** The map as a photo (`@contract/uncertainty` says how it is stored), the part that it covers, its largest doubt of 255. */
  'compare.doubt': { map: PhotoRef; rect: Rect; mostLevels: number };
  'models.list': ModelSummary[];
  'models.problems': Sentence[];
  'models.show': ModelDetails;
  'models.rename': ModelSummary;
  'models.remove': null;
  'models.discard': string;
  'models.bringBack': ModelSummary;
  'models.import': ModelSummary;
  'models.export': { savedAs: string };
  'models.file': PhotoRef;
}

export type Answer<C extends Channel> = Answers[C];

/** The one table of what a shell is told without asking. */
export interface Events {
  'job.changed': JobSnapshot;
  'train.progress': TrainProgress;
  'train.preview': TrainPreview;
  'train.frame': TrainFrame;
  /** A running study has found something more. */
  'study.changed': { job: string; result: StudyResult };
  'models.changed': null;
  /** A child process came or went, in words for people. */
  'worker.changed': { child: 'compute' | 'photos'; state: 'ready' | 'crashed' | 'stopped'; sentence?: Sentence };
}
export type EventName = keyof Events;
export const EVENT_NAMES: readonly EventName[] = [
  'job.changed',
  'train.progress',
  'train.preview',
  'train.frame',
  'study.changed',
  'models.changed',
  'worker.changed',
];
