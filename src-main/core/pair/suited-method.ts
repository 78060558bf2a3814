import type { MethodName, Rect } from '@contract/model-spec';
import { matchTone, toneBy } from '../degrade/tone';
import { measureDomain } from '../domain-gap/measure';
import type { PixelSource } from '../image/image';

/** Blur that a degraded picture has beyond its clean one from which it is soft, in pixels. */
const SOFTER_PX = 0.25;
/** Side of the middle part of which the tones are compared, in pixels. */
const TONED_BY = 1024;

/**
 * The method for a pair of which nothing is said: what is softer than its clean picture, or faded by more than exposures differ
 * by chance, is learned by `unet-gan`; the rest is cleaned of noise by `non-local`, which leaves tones alone and undoes blur in
 * part only.
 */
export async function suitedMethod(degraded: PixelSource, clean: PixelSource): Promise<MethodName> {
  const blur = async (picture: PixelSource) => (await measureDomain(picture))?.blur ?? null;
  const [before, after] = [await blur(degraded), await blur(clean)];
  if (before !== null && after !== null && before - after > SOFTER_PX) return 'unet-gan';
  return (await isFaded(degraded, clean)) ? 'unet-gan' : 'non-local';
}

async function isFaded(degraded: PixelSource, clean: PixelSource): Promise<boolean> {
  const { width, height, channels } = clean;
  if (degraded.width !== width || degraded.height !== height || degraded.channels !== channels) return false;
  const part = (length: number) => Math.min(length, TONED_BY);
  const middle: Rect = {
    x: (width - part(width)) >> 1,
    y: (height - part(height)) >> 1,
    width: part(width),
    height: part(height),
  };
  const [from, to] = [await clean.read(middle), await degraded.read(middle)];
  return !toneBy(from, matchTone(from, to)).byChance;
}
