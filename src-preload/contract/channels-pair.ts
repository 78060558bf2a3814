import * as v from 'valibot';
import { LIMITS, TASKS, rectSchema } from './model-spec';
import { pairFindingSchema, pairReportSchema, photoRefSchema, PREPARATIONS, scoreSchema } from './photo';
import { pairDegradationSchema } from './degradation';
import { id } from './channels-row';
import { recipeSchema } from './recipe';
import { sentenceSchema } from './said';

/** Shots of a burst; more tell no more. */
const MOST_SHOTS = 100;

/** How far a picture is degraded. */
export const degradationFields = {
  scale: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(4))),
  /** Standard deviation of the Gaussian PSF in pixels. */
  blurSigma: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(8))),
  /** Standard deviation of the white noise, pixels in [0,255]. */
  noise: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(128))),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff))),
};
const degradation = { task: v.picklist(TASKS), ...degradationFields };

/** What of a pair is prepared. */
export const preparationsSchema = v.array(v.picklist(PREPARATIONS));

const degraded = v.object({ degraded: photoRefSchema });
const pair = { ...degraded.entries, clean: photoRefSchema };
/** White where nothing is learned and measured. */
const leftOut = v.exactOptional(photoRefSchema);

/** The pair to learn from, and comparing. */
export const pairChannels = {
  'pair.check': {
    args: v.strictObject({
      degraded: id,
      clean: id,
      task: v.optional(v.picklist(TASKS)),
      region: v.optional(rectSchema),
    }),
    answer: pairReportSchema,
  },
  /** Whether two photos are a pair the wrong way round, as their sizes or their middles tell; where neither does, they are not. */
  'pair.turned': { args: v.strictObject({ degraded: id, clean: id }), answer: v.boolean() },
  /** The pair as it is learned from: what lies or looks different by chance is taken out. Absent steps: all. */
  'pair.prepare': {
    args: v.strictObject({ degraded: id, clean: id, steps: v.optional(preparationsSchema) }),
    answer: v.object({ ...pair, leftOut, findings: v.array(pairFindingSchema) }),
  },
  /** How the degraded picture of a prepared pair comes of the clean one: blur, noise, compression. */
  'pair.degradation': { args: v.strictObject({ degraded: id, clean: id }), answer: pairDegradationSchema },
  /**
   * A pair from shots of one still scene: the first shot against the mean of the others. `each`: every shot of a few against
   * the others, below each other, to learn from.
   */
  'pair.burst': {
    args: v.strictObject({ shots: v.pipe(v.array(id), v.minLength(2), v.maxLength(MOST_SHOTS)), each: v.boolean() }),
    answer: v.object({ ...pair, leftOut, notes: v.array(sentenceSchema) }),
  },
  /** Crops both pictures as a pair check offered. */
  'pair.align': {
    args: v.strictObject({ degraded: id, clean: id }),
    answer: v.object(pair),
  },
  /** The middle of both pictures, or of the region of the clean one: at most `side` of its pixels wide and high. */
  'pair.middle': {
    args: v.strictObject({
      degraded: id,
      clean: id,
      side: v.pipe(v.number(), v.integer(), v.minValue(LIMITS.pictureSide)),
      region: v.optional(rectSchema),
    }),
    answer: v.object(pair),
  },
  'pair.degrade': { args: v.strictObject({ clean: id, ...degradation }), answer: degraded },
  /** A clean photo degraded by a recipe, of its size; `psf`: a picture of what a point of light becomes; `part`: that alone. */
  'pair.recipe': {
    args: v.strictObject({ clean: id, recipe: recipeSchema, psf: v.optional(id), part: v.optional(rectSchema) }),
    answer: degraded,
  },
  'pair.sample': {
    args: v.strictObject({
      size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(2048))),
      /** A scene as one would photograph it; else shapes that lie over each other, of all sizes. */
      scene: v.optional(v.boolean()),
      ...degradation,
    }),
    answer: v.object(pair),
  },
  'compare.score': { args: v.strictObject({ restored: id, clean: id }), answer: scoreSchema },
  /** Where a model's own answers for a part of a restored photo (in restored pixels) lie apart. */
  /** The map as a photo (`@contract/uncertainty` says how it is stored), the part that it covers, its largest uncertainty of 255. */
  'compare.uncertainty': {
    args: v.strictObject({ model: id, photo: id, rect: rectSchema }),
    answer: v.object({ map: photoRefSchema, rect: rectSchema, mostLevels: v.number() }),
  },
};
