import * as v from 'valibot';
import { type } from './channels-row';
import { domainGapSchema, photoInfoSchema, photoRefSchema, photoSizeSchema, rawPictureSchema } from './photo';
import { sentenceSchema } from './said';
import type { Sentence } from './sentence';
import type { RestoreSettings } from './restore-options';
import type { DomainMeasures } from './domain-gap';
import type { DomainGap, EncodedTile, PhotoInfo, PhotoRef, RawPicture, ResultFormat } from './photo';

/** Restoring many photos: what shells see of it, and what the host asks of the photo process. */

export const MOST_SHARDS = 1000;
const shardNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_SHARDS));
/** Part `index` (from 1) of `count`: names are given out over the whole list, then every count-th photo is taken. */
export const shardSchema = v.pipe(
  v.strictObject({ index: shardNumber, count: shardNumber }),
  v.check(({ index, count }) => index <= count, 'the part is not larger than the number of parts'),
);
export type Shard = v.InferOutput<typeof shardSchema>;

/** A photo of a list to restore. `relative` is its name below the folder it was found in, with '/'. */
const listedPhotoSchema = v.object({
  ...photoRefSchema.entries,
  relative: v.string(),
  bytes: v.number(),
  modifiedMs: v.number(),
});
export type ListedPhoto = v.InferOutput<typeof listedPhotoSchema>;
const counts = v.record(v.string(), v.number());

/** What lies behind files and folders. */
export const foundSchema = v.object({
  photos: v.array(listedPhotoSchema),
  /** Photos of folders that are of a kind that is not read: how many of each ending ('.jp2'). */
  unread: counts,
  /** Folders of disks, systems and catalogues, which hold copies and rubbish: how many of each name ('@eaDir'). */
  system: counts,
  /** Results of earlier batches, which are left out of folders. */
  results: v.number(),
  /** A sentence for each entry that cannot be used and may have been a photo. */
  problems: v.array(sentenceSchema),
});
/** All of it but the photos. */
export type LeftOut = Omit<v.InferOutput<typeof foundSchema>, 'photos'>;

/** '2 .jp2, 1 .psd'; nothing where all were read. */
export const countedKinds = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');

export interface FoundPhoto extends Omit<ListedPhoto, keyof PhotoRef> {
  path: string;
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

/** The disk of a folder has no room. */
const fullDiskSchema = v.object({
  /** For people. */
  folder: v.string(),
  /** Where to look for room. */
  path: v.string(),
  neededBytes: v.number(),
  freeBytes: v.number(),
});
export type FullDisk = v.InferOutput<typeof fullDiskSchema>;
const full = v.object({ full: fullDiskSchema });

const preparedSchema = v.union([
  v.object({
    raw: rawPictureSchema,
    content: v.string(),
    identity: v.string(),
    info: photoInfoSchema,
    /** Absent where it could not be measured. */
    gap: v.exactOptional(domainGapSchema),
  }),
  v.object({ skipped: sentenceSchema }),
  full,
]);
export type Prepared = v.InferOutput<typeof preparedSchema>;

export interface PrepareRequest {
  path: string;
  settings: RestoreSettings;
  /** What is known of the model's training pair. */
  training: DomainMeasures | null;
  /** How much larger results are. */
  scale: number;
}

/** A restored photo of a batch on its way into the folder. `out` is its name relative to `folder`, with '/'. */
export interface EncodeRequest {
  raw: RawPicture;
  original: string;
  /** Of the photo, taken before it was read: another text as soon as it is another one. */
  identity: string;
  folder: string;
  out: string;
  format: ResultFormat;
  settings: RestoreSettings;
  model: { id: string; name: string };
}

/** A result as a temporary file beside its place, which still wants its name. */
const encodedResultSchema = v.object({
  temp: v.string(),
  outBytes: v.number(),
  outHash: v.string(),
  /** Of the photo: as long as they stay, its content is not read again to be sure. */
  bytes: v.number(),
  modifiedMs: v.number(),
  notes: v.array(sentenceSchema),
});
export type EncodedResult = v.InferOutput<typeof encodedResultSchema>;

export type SavedPhoto = { path: string; bytes: number; notes: Sentence[] } | { skipped: Sentence };

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
  fit: DomainGap['level'] | null;
  /** Why it is far from the training pair, why it was skipped, what went wrong, what could not be kept. */
  notes: Sentence[];
  /** The photo and its result, small; of the first photos of a long batch. */
  pictures?: readonly EncodedTile[];
}

const batchOutlookSchema = v.object({
  /** In the order asked; null where a photo was not looked at or cannot be opened. */
  sizes: v.array(v.nullable(photoSizeSchema)),
  outputBytes: v.number(),
});
export type BatchOutlook = v.InferOutput<typeof batchOutlookSchema>;

/** Rows of `childCalls`. */
export const batchCalls = {
  'batch.prepare': { args: type<PrepareRequest>(), answer: preparedSchema },
  'batch.encode': { args: type<EncodeRequest>(), answer: v.union([encodedResultSchema, full]) },
  'batch.outlook': {
    args: type<{ photos: string[]; infos: (PhotoInfo | null)[]; settings: RestoreSettings; scale: number }>(),
    answer: batchOutlookSchema,
  },
};
