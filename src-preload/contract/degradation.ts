import * as v from 'valibot';
import type { Sentence } from './sentence';

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
});
export type DegradationNumbers = v.InferOutput<typeof degradationSchema>;

/** The same with its sentences; null where the pictures differ in size or channels. */
export type PairDegradation = (DegradationNumbers & { text: Sentence[] }) | null;
