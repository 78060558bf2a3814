import { fromYCbCr, toYCbCr } from '../image/color';
import type { ImageF32 } from '../image/image';
import { channelPlane, joinPlanes, planeOf, type Plane } from '../image/plane';
import { reduceByMean } from '../image/reduce';
import { BLOCK, BLOCK_AREA, forwardDct, inverseDct } from '../nonlocal/dct';
import { quantisationOf } from './jpeg-tables';

/** Sides of a JPEG's units with colours at half the size, in pixels: two blocks. */
export const UNIT = 2 * BLOCK;

/**
 * What compression as a JPEG of a quality leaves of a picture, without the file: blocks of 8 × 8 from the top left corner,
 * colours at half the size. Sides are multiples of UNIT; what is beyond becomes black.
 */
export function compressed(picture: ImageF32, quality: number): ImageF32 {
  if (picture.channels === 1) return quantised(picture as Plane, quantisationOf(quality, 'luminance'));
  const colours = toYCbCr(picture);
  const chroma = quantisationOf(quality, 'chrominance');
  const planes = [0, 1, 2].map((channel) => {
    const plane = channelPlane(colours, channel);
    if (channel === 0) return quantised(plane, quantisationOf(quality, 'luminance'));
    return doubled(quantised(reduceByMean(plane, 2) as Plane, chroma));
  });
  return fromYCbCr(joinPlanes(planes));
}

function quantised({ data, width, height }: Plane, steps: readonly number[]): Plane {
  const result = new Float32Array(data.length);
  const block = new Float32Array(BLOCK_AREA);
  for (let top = 0; top + BLOCK <= height; top += BLOCK) {
    for (let left = 0; left + BLOCK <= width; left += BLOCK) {
      const place = (i: number) => (top + (i >> 3)) * width + left + (i & 7);
      for (let i = 0; i < BLOCK_AREA; i++) block[i] = 255 * data[place(i)]! - 128;
      forwardDct(block, 0);
      for (let i = 0; i < BLOCK_AREA; i++) block[i] = Math.round(block[i]! / steps[i]!) * steps[i]!;
      inverseDct(block, 0);
      for (let i = 0; i < BLOCK_AREA; i++) result[place(i)] = (block[i]! + 128) / 255;
    }
  }
  return planeOf(result, width, height);
}

/** A plane at twice its size, each sample between its neighbours as libjpeg has it (3 : 1). */
function doubled({ data, width, height }: Plane): Plane {
  const result = new Float32Array(4 * data.length);
  for (let y = 0; y < 2 * height; y++) {
    const [near, far] = neighbours(y, height);
    for (let x = 0; x < 2 * width; x++) {
      const [own, other] = neighbours(x, width);
      const row = (at: number) => 3 * data[at * width + own]! + data[at * width + other]!;
      result[y * 2 * width + x] = (3 * row(near) + row(far)) / 16;
    }
  }
  return planeOf(result, 2 * width, 2 * height);
}

/** Of a sample at twice the size: the one it lies in, and the next nearest. */
function neighbours(at: number, length: number): [number, number] {
  const own = at >> 1;
  return [own, Math.min(length - 1, Math.max(0, at % 2 === 0 ? own - 1 : own + 1))];
}
