import type { Protocol } from '@contract/evaluate';
import { degrade } from '../degrade/degrade';
import { cropTopLeft } from '../image/crop';
import type { ImageF32 } from '../image/image';

/** The part of a clean picture that is measured: its sides are multiples of the scale (paper Sec. 5). */
export function croppedToScale(clean: ImageF32, scale: number): ImageF32 {
  return cropTopLeft(clean, clean.width - (clean.width % scale), clean.height - (clean.height % scale));
}

/** The degraded picture as a 16-bit file holds it: the small picture for super resolution. */
export function degradeBy(clean: ImageF32, protocol: Protocol, seed: number): ImageF32 {
  const { task, scale, blurSigma, noise, borders } = protocol;
  return asStored(degrade(clean, { task, blurSigma, noise, borders, seed, ...(task === 'sr' ? { scale } : {}) }), 16);
}

/** What is left of a picture's values in a file of 8 or 16 bits: clipped to [0,1] and rounded. */
export function asStored(image: ImageF32, depth: 8 | 16): ImageF32 {
  const top = 2 ** depth - 1;
  const data = image.data.map((value) => Math.floor(Math.min(1, Math.max(0, value)) * top + 0.5) / top);
  return { ...image, data };
}

/** So far from the noise of tests lies that of trainings: no series of seeds reaches from one to the other. */
const TRAINING = 0x9e3779b9;

/**
 * A seed of a picture's own, from its id (hexadecimal) and the protocol's: no two pictures share their noise, and none
 * depends on which others are measured. A picture that is learned from has other noise than where it is measured on.
 */
export function noiseSeed(protocol: Protocol, id: string, role: 'test' | 'training' = 'test'): number {
  const seed = (Number.parseInt(id.slice(0, 8), 16) + protocol.seed) >>> 0;
  return role === 'test' ? seed : (seed ^ TRAINING) >>> 0;
}
