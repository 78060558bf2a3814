import * as v from 'valibot';
import { sentenceSchema } from './said';

/** What was read off a pair: how its degraded picture comes of its clean one. */
export const degradationSchema = v.object({
  /** Standard deviations of the PSF along its longer and its shorter axis, px, and the longer one's angle, 0–180° from x to y. */
  blur: v.nullable(v.object({ longer: v.number(), shorter: v.number(), angle: v.number() })),
  /** Standard deviation of the noise in the darkest, middle and brightest levels, for pixels in [0,255]. */
  noise: v.object({ dark: v.number(), middle: v.number(), bright: v.number() }),
  /** How wide grains are, px (1: white noise), and what part of it neighbouring channels share; null in grey. */
  grain: v.object({ width: v.number(), shared: v.nullable(v.number()) }),
  /** The quality of the JPEG that the picture was, as libjpeg counts, and where its blocks begin. */
  jpeg: v.nullable(v.object({ quality: v.number(), x: v.number(), y: v.number() })),
  /** To be drawn; absent in older models. */
  curves: v.optional(
    v.object({
      /** Of each channel: levels and the noise's standard deviation there, both for pixels in [0,255]. */
      noise: v.pipe(
        v.array(v.pipe(v.array(v.tuple([v.number(), v.number()])), v.maxLength(64))),
        v.minLength(1),
        v.maxLength(3),
      ),
      /** [side, side]: what becomes of a point; null without blur. */
      psf: v.nullable(
        v.pipe(
          v.array(v.number()),
          v.minLength(1),
          v.maxLength(63 * 63),
          v.check((taps) => Number.isInteger(Math.sqrt(taps.length))),
        ),
      ),
    }),
  ),
});
export type DegradationNumbers = v.InferOutput<typeof degradationSchema>;

/** The same with its sentences; null where the pictures differ in size or channels. */
export const pairDegradationSchema = v.nullable(
  v.object({ ...degradationSchema.entries, text: v.array(sentenceSchema) }),
);
