import * as v from 'valibot';
import { degradationFields, preparationsSchema } from './channels-pair';
import { id } from './channels-row';
import { METHODS, PRESETS, rectSchema, TASKS, trainChoicesSchema } from './model-spec';
import { sentenceSchema as sentence } from './said';
import { CRISPEST, ownSchema, restoreSettingsSchema } from './restore-options';

/** What the user has before them, kept by the host from one run of the app to the next. */

/** The views, in the order of the rail. */
export const VIEWS = ['pair', 'train', 'restore', 'compare', 'library', 'lab', 'settings'] as const;
export type ViewName = (typeof VIEWS)[number];

/** How the photos of a list are shown. */
export const RESTORE_WAYS = ['photo', 'grid', 'list'] as const;
export type RestoreWay = (typeof RESTORE_WAYS)[number];

/** How pictures are compared. */
export const COMPARE_MODES = ['slider', 'split', 'grid', 'blink', 'loupe', 'difference'] as const;
export type CompareMode = (typeof COMPARE_MODES)[number];

/** Of longer lists only the first so many are kept. */
export const MOST_KEPT_PHOTOS = 20_000;
/** And so many characters of their names: a session is one message of a page, and has to fit. */
export const MOST_KEPT_NAMES = 1_500_000;
/** And so many bytes of their paths, which the host knows. */
export const MOST_KEPT_PATH_BYTES = 8 * 2 ** 20;
export const MOST_COMPARISONS = 500;

/** Of one text. */
export const MOST_WORDS = 4_000;
const words = v.pipe(v.string(), v.maxLength(MOST_WORDS));
const finite = v.pipe(v.number(), v.finite());
const fraction = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const crisp = v.pipe(v.number(), v.minValue(0), v.maxValue(CRISPEST));

const photoFields = { id, name: words };
const photo = v.strictObject(photoFields);
const folder = v.strictObject({ id, label: words });

export const sessionSchema = v.strictObject({
  view: v.picklist(VIEWS),
  /** Whether settings stand beside the photo. */
  panels: v.boolean(),
  pair: v.strictObject({
    degraded: v.nullable(photo),
    clean: v.nullable(photo),
    /** How the degraded photo was made, when the app made it. */
    made: v.nullable(
      v.strictObject({
        task: v.picklist(TASKS.filter((task) => task !== 'custom')),
        options: v.strictObject(degradationFields),
      }),
    ),
    drawn: v.boolean(),
    region: v.nullable(rectSchema),
    /** What of the findings is to stay as it is. */
    asIs: v.exactOptional(preparationsSchema),
    /** What both photos came of where they were a burst, and where shots that lie below each other meet. */
    burst: v.exactOptional(
      v.strictObject({ notes: v.pipe(v.array(sentence), v.maxLength(20)), leftOut: v.exactOptional(photo) }),
    ),
    /** Another pair, on which models are only measured. */
    second: v.exactOptional(v.strictObject({ degraded: photo, clean: photo })),
  }),
  training: v.strictObject({
    method: v.nullable(v.picklist(METHODS)),
    preset: v.picklist(PRESETS),
    byHand: trainChoicesSchema,
    name: words,
    /** The clean photo of the training shown. */
    learnsFrom: v.nullable(id),
    /** Two trainings that are to be compared when both are done. */
    two: v.nullable(v.strictObject({ degraded: photo, clean: photo, jobs: v.pipe(v.array(id), v.maxLength(2)) })),
  }),
  restore: v.strictObject({
    photos: v.pipe(
      v.array(
        v.strictObject({
          ...photoFields,
          relative: words,
          folder: v.exactOptional(words),
          own: v.exactOptional(ownSchema),
        }),
      ),
      v.maxLength(MOST_KEPT_PHOTOS),
    ),
    shown: v.nullable(id),
    way: v.picklist(RESTORE_WAYS),
    model: v.nullable(id),
    settings: restoreSettingsSchema,
    folder: v.nullable(folder),
    /** The folder that goes on being watched. */
    watched: v.exactOptional(folder),
    /** The batch that is shown, with what it restores with, and the settings with which it was begun. */
    job: v.nullable(v.strictObject({ id, model: id, crisp, begunAs: v.exactOptional(words) })),
  }),
  compare: v.strictObject({
    comparisons: v.pipe(
      v.array(
        v.strictObject({
          source: photo,
          clean: v.nullable(photo),
          results: v.pipe(
            v.array(
              v.strictObject({
                /** Null: a preview, made again. */
                photo: v.nullable(photo),
                label: words,
                model: v.nullable(id),
                crisp: v.nullable(crisp),
              }),
            ),
            v.maxLength(4),
          ),
        }),
      ),
      v.maxLength(MOST_COMPARISONS),
    ),
    current: v.pipe(v.number(), v.integer(), v.minValue(0)),
    display: v.strictObject({ mode: v.picklist(COMPARE_MODES), split: fraction, strength: percent }),
    zoom: v.strictObject({
      mode: v.picklist(['fit', 'free']),
      scale: v.pipe(finite, v.minValue(1 / 1024), v.maxValue(1024)),
      x: finite,
      y: finite,
    }),
  }),
});
export type Session = v.InferOutput<typeof sessionSchema>;

/** What is kept of the last time, and the names of photos that are not there any more, or whose disk does not answer. */
export const keptSessionSchema = v.object({
  session: sessionSchema,
  missing: v.array(v.string()),
  silent: v.array(v.string()),
});
export type KeptSession = v.InferOutput<typeof keptSessionSchema>;
