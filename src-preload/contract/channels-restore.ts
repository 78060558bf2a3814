import * as v from 'valibot';
import { foundSchema, shardSchema } from './batch';
import { restoredPhotoSchema, restoreEstimateSchema, restorePreviewSchema, unsavedResultSchema } from './job';
import { crispSchema, ownSchema, restoreSettingsSchema } from './restore-options';
import { verdictSchema } from './judgement';
import { rectSchema } from './model-spec';
import { photoGapSchema, photoRefSchema } from './photo';
import { begun, id } from './channels-row';

/** Looking through more would keep the host from answering. */
const MOST_OWN = 20_000;
const ownById = v.pipe(v.record(id, ownSchema), v.maxEntries(MOST_OWN));

/** Restoring photos, and previews of it. */
export const restoreChannels = {
  /** The photos behind photos and folders, folders with their folders where asked; results of earlier batches left out. */
  'restore.scan': {
    args: v.strictObject({ inputs: v.pipe(v.array(id), v.minLength(1)), recursive: v.boolean() }),
    answer: foundSchema,
  },
  'restore.estimate': {
    args: v.strictObject({
      model: id,
      photos: v.array(id),
      folder: v.optional(id),
      settings: restoreSettingsSchema,
      own: v.optional(ownById),
    }),
    answer: restoreEstimateSchema,
  },
  'restore.start': {
    args: v.strictObject({
      model: id,
      photos: v.pipe(v.array(id), v.minLength(1)),
      /** The folders that dropped photos lay in below what was dropped, with '/': they are mirrored in the results. */
      folders: v.optional(v.record(id, v.pipe(v.string(), v.minLength(1), v.maxLength(4000)))),
      folder: v.optional(id),
      settings: restoreSettingsSchema,
      /** Photos that are restored in their own way. */
      own: v.optional(ownById),
      shard: v.optional(shardSchema),
    }),
    answer: begun,
  },
  /** Takes these photos of a running batch first, in this order. */
  'restore.order': { args: v.strictObject({ job: id, photos: v.array(id) }), answer: v.null() },
  /** What became of the photos of a batch, from a place in the order in which they ended. */
  'restore.outcomes': {
    args: v.strictObject({ job: id, from: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
    answer: v.array(restoredPhotoSchema),
  },
  /** Opens the report of a batch that has ended, where the shell can; returns the file for a page that saves it. */
  'restore.report': {
    args: v.strictObject({ job: id }),
    answer: v.object({ file: photoRefSchema, opened: v.boolean() }),
  },
  /** What the user thinks of results, in the order asked. */
  'results.verdicts': { args: v.strictObject({ results: v.array(id) }), answer: v.array(verdictSchema) },
  /** Remembers it; no file is touched. */
  'results.judge': { args: v.strictObject({ result: id, verdict: verdictSchema }), answer: v.null() },
  /** How near each photo is to what the model was trained on. */
  'restore.domainGap': { args: v.strictObject({ model: id, photos: v.array(id) }), answer: v.array(photoGapSchema) },
  /**
   * A part of a photo before and after, at 100 %; a newer request ends an older one. `quick` answers within a second, be it
   * coarser or with less; without it the part is as in the result, however long that takes.
   */
  'restore.preview': {
    args: v.strictObject({
      model: id,
      photo: id,
      rect: rectSchema,
      strength: v.pipe(v.number(), v.minValue(0), v.maxValue(100)),
      crisp: v.optional(crispSchema),
      quick: v.boolean(),
    }),
    answer: restorePreviewSchema,
  },
  /**
   * A photo as a model restores it, as a preview: a picture of this session, written nowhere else. Of a `rect` (in
   * restored pixels) what can be had within a second; absent: all of it, as in the result. A newer call for a part ends
   * an older one for a part, one for a whole photo an older one for a whole.
   */
  'compare.preview': {
    args: v.strictObject({ model: id, photo: id, crisp: v.optional(crispSchema), rect: v.optional(rectSchema) }),
    answer: unsavedResultSchema,
  },
};
