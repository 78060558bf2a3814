import type { ModelAddress } from './model-card';
import * as v from 'valibot';
import type { Sentence } from './sentence';
import type { RestoreSettings } from './job';
import type { PhotoFit, PhotoInfo, PhotoRef, RawPicture, PhotoSize } from './photo';
import type { Language } from './languages';

/** Restoring many photos: what shells see of it, and what the host asks of the photo process. */

const MOST_SHARDS = 10_000;
const shardNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_SHARDS));
/** Part `index` (from 1) of `count`: names are given out over the whole list, then every count-th photo is taken. */
export const shardSchema = v.pipe(
  v.strictObject({ index: shardNumber, count: shardNumber }),
  v.check(({ index, count }) => index <= count, 'the part is not larger than the number of parts'),
);
export type Shard = v.InferOutput<typeof shardSchema>;

/** A photo of a list to restore. `relative` is its name below the folder it was found in, with '/'. */
export interface ListedPhoto extends PhotoRef {
  relative: string;
  bytes: number;
}

/** What lies behind files and folders. */
export interface Found<Photo> {
  photos: Photo[];
  /** Photos of folders that are of a kind that is not read: how many of each ending ('.jxl'). */
  unread: Record<string, number>;
  /** Results of earlier batches, which are left out of folders. */
  results: number;
  /** A sentence for each entry that cannot be used and may have been a photo. */
  problems: Sentence[];
}

/** '2 .jxl, 1 .cr2'; nothing where all were read. */
export const unreadKinds = (unread: Found<unknown>['unread']): string =>
  Object.entries(unread)
    .map(([ending, count]) => `${count} ${ending}`)
    .join(', ');

export interface FoundPhoto {
  path: string;
  relative: string;
  bytes: number;
}

export interface PlanRequest {
  photos: { path: string; relative: string }[];
  /** Null: the usual folder for results. */
  folder: string | null;
  model: ModelAddress;
  settings: RestoreSettings;
  shard: Shard | null;
}

/** A photo of the plan: to be done, or why there is nothing to do. */
export interface PlannedPhoto {
  /** Its place in the list that was planned. */
  index: number;
  bytes: number;
  skipped?: Sentence;
  /** The result that is there from an earlier run. */
  result?: string;
}

export interface BatchPlan {
  /** The plan as a scratch file, by which later calls name it: a photo process that died has forgotten nothing. */
  file: string;
  folder: string;
  photos: PlannedPhoto[];
}

/** A photo of a plan. */
export interface PlanPlace {
  plan: string;
  index: number;
}

/** The disk of a folder has no room. */
export interface FullDisk {
  /** For people. */
  folder: string;
  /** Where to look for room. */
  path: string;
  neededBytes: number;
  freeBytes: number;
}

/** `fit` is absent where it could not be measured. */
export type Prepared =
  | { raw: RawPicture; content: string; identity: string; info: PhotoInfo; fit?: Omit<PhotoFit, 'photo'> }
  | { skipped: Sentence }
  | { full: FullDisk };

export interface SaveBatchRequest extends PlanPlace {
  raw: RawPicture;
  /** sha256 of the photo as it was read. */
  content: string;
  /** Another text as soon as the photo is another one than was read. */
  identity: string;
}

export type SavedPhoto =
  { path: string; bytes: number; notes: Sentence[] } | { skipped: Sentence } | { full: FullDisk };

/** One line of the report. */
export interface ReportRow {
  photo: string;
  outcome: 'restored' | 'skipped' | 'failed' | 'not reached';
  /** Relative to the folder of the results. */
  result: string;
  seconds: number | null;
  width: number | null;
  height: number | null;
  bytesBefore: number;
  bytesAfter: number | null;
  /** Null where the photo was not opened. */
  fit: PhotoFit['level'] | null;
  /** Why it is far from the training pair, why it was skipped, what went wrong, what could not be kept. */
  notes: Sentence[];
}

export interface ReportRequest {
  plan: string;
  model: string;
  startedAt: string;
  /** Of the page; the table is English, for programs. */
  language: Language;
  rows: ReportRow[];
}

export interface BatchOutlook {
  /** In the order asked; null where a photo was not looked at or cannot be opened. */
  sizes: (PhotoSize | null)[];
  outputBytes: number;
  freeBytes: number;
}

export interface BatchCalls {
  'batch.scan': { args: { inputs: string[]; recursive: boolean }; answer: Found<FoundPhoto> };
  'batch.plan': { args: PlanRequest; answer: BatchPlan };
  'batch.prepare': { args: PlanPlace; answer: Prepared };
  'batch.save': { args: SaveBatchRequest; answer: SavedPhoto };
  /** Notes in the ledger that a photo failed. */
  'batch.fail': { args: PlanPlace & { reason: Sentence }; answer: null };
  /** Writes the report where there are rows, and leaves the folder to others. Answers the report's path. */
  'batch.close': { args: ReportRequest; answer: { report: string | null } };
  /** Free bytes of the disk that a folder is on. */
  'batch.space': { args: { path: string }; answer: number };
  'batch.outlook': {
    args: { photos: string[]; folder: string | null; settings: RestoreSettings; scale: number };
    answer: BatchOutlook;
  };
}
