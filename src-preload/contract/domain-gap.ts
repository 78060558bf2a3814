import * as v from 'valibot';

/** What a picture's patches say about how it was degraded. A model's card holds those of its degraded picture. */
export const domainMeasuresSchema = v.object({
  /** Standard deviation of the noise, for pixels in [0,255]. */
  noise: v.number(),
  /** Standard deviation of the blur in pixels, as if it were Gaussian; null where no edge rises above the noise. */
  blur: v.nullable(v.number()),
  /** Excess of the jumps at the borders of 8×8 blocks: 0 for none. */
  blocks: v.number(),
});
export type DomainMeasures = v.InferOutput<typeof domainMeasuresSchema>;
