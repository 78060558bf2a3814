import * as v from 'valibot';

/** What a clean photo may be degraded by, in this order; nothing of what is left out or 0. */
export const RECIPE_STEPS = [
  'fade',
  'lens',
  'defocus',
  'motion',
  'angle',
  'iso',
  'grain',
  'messenger',
  'jpeg',
] as const;
export type RecipeStep = (typeof RECIPE_STEPS)[number];

/** The limits of each step, and how finely it can be set; all but the angle do nothing at their least. */
export const RECIPE_LIMITS: Readonly<Record<RecipeStep, { min: number; max: number; step: number }>> = {
  /** How much of the way to a faded print, percent. */
  fade: { min: 0, max: 100, step: 1 },
  /** Standard deviation of a soft lens's blur, px. */
  lens: { min: 0, max: 8, step: 0.1 },
  /** Radius of the disc that a point out of focus becomes, px. */
  defocus: { min: 0, max: 9, step: 0.1 },
  /** Length of the line that a moving point draws, px, and its direction, degrees from x to y. */
  motion: { min: 0, max: 19, step: 0.5 },
  angle: { min: 0, max: 180, step: 1 },
  /** Noise as a camera's picture has it at this ISO. */
  iso: { min: 0, max: 25_600, step: 100 },
  /** Standard deviation of a film's grain in mid grey, levels of 255. */
  grain: { min: 0, max: 40, step: 1 },
  /** How many times smaller a messenger sends it, strongly compressed; enlarged again. */
  messenger: { min: 1, max: 4, step: 1 },
  /** How strongly a JPEG is compressed: 100 less its quality. */
  jpeg: { min: 0, max: 95, step: 1 },
};

const limited = ({ min, max }: { min: number; max: number }) =>
  v.optional(v.pipe(v.number(), v.minValue(min), v.maxValue(max)));
const { messenger } = RECIPE_LIMITS;

export const recipeSchema = v.strictObject({
  fade: limited(RECIPE_LIMITS.fade),
  lens: limited(RECIPE_LIMITS.lens),
  defocus: limited(RECIPE_LIMITS.defocus),
  motion: limited(RECIPE_LIMITS.motion),
  angle: limited(RECIPE_LIMITS.angle),
  iso: limited(RECIPE_LIMITS.iso),
  grain: limited(RECIPE_LIMITS.grain),
  messenger: v.optional(v.pipe(v.number(), v.integer(), v.minValue(messenger.min), v.maxValue(messenger.max))),
  jpeg: limited(RECIPE_LIMITS.jpeg),
  seed: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff))),
});
export type Recipe = v.InferOutput<typeof recipeSchema>;
