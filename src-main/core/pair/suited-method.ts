import type { MethodName } from '@contract/model-spec';
import { measureFit } from '../domain-gap/measure';
import type { PixelSource } from '../image/image';

/** Blur that a degraded picture has beyond its clean one from which it is soft, in pixels. */
const SOFTER_PX = 0.25;

/**
 * The method for a pair of which nothing is said: what is softer than its clean picture is sharpened by `unet-gan`, the
 * rest is cleaned of noise by `non-local`, which undoes blur in part only.
 */
export async function suitedMethod(degraded: PixelSource, clean: PixelSource): Promise<MethodName> {
  const blur = async (picture: PixelSource) => (await measureFit(picture))?.blur ?? null;
  const [before, after] = [await blur(degraded), await blur(clean)];
  return before !== null && after !== null && before - after > SOFTER_PX ? 'unet-gan' : 'non-local';
}
