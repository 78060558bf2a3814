import type { DomainMeasures } from '@contract/domain-gap';
import type { PixelSource } from '../image/image';
import { blockiness } from './blockiness';
import { blurWidth } from './blur-width';
import { noiseLevel } from './noise';
import { samplePatches } from './patches';

/** Smaller pictures do not say enough about themselves, in pixels. */
const LEAST_SIDE = 48;

/** Noise, blur and compression of a picture from patches spread over it; null where it is too small or plain to tell. */
export async function measureDomain(picture: PixelSource): Promise<DomainMeasures | null> {
  if (Math.min(picture.width, picture.height) < LEAST_SIDE) return null;
  const patches = await samplePatches(picture);
  const noise = noiseLevel(patches);
  if (noise === null) return null;
  const blocks = blockiness(patches);
  return blocks === null ? null : { noise, blur: blurWidth(patches, noise), blocks };
}
