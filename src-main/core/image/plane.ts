import type { ImageF32 } from './image';

/** One channel of a picture: [height, width], row-major, values about [0,1]. */
export interface Plane {
  data: Float32Array;
  width: number;
  height: number;
}

export function createPlane(width: number, height: number): Plane {
  return { data: new Float32Array(width * height), width, height };
}

/** The part of a plane from (x, y), copied. The rectangle has to lie inside. */
export function cropPlane(plane: Plane, x: number, y: number, width: number, height: number): Plane {
  const result = createPlane(width, height);
  for (let row = 0; row < height; row++) {
    const start = (y + row) * plane.width + x;
    result.data.set(plane.data.subarray(start, start + width), row * width);
  }
  return result;
}

/** 10·log10(1/MSE) in dB of two equal-sized planes with peak 1; null when they are identical. */
export function planePsnr(a: Plane, b: Plane): number | null {
  return pooledPsnr([[a, b]]);
}

/** The same over several pairs of planes at once: their squared errors share one mean. */
export function pooledPsnr(pairs: readonly (readonly [Plane, Plane])[]): number | null {
  let sum = 0;
  let count = 0;
  for (const [a, b] of pairs) {
    for (let index = 0; index < a.data.length; index++) sum += (a.data[index]! - b.data[index]!) ** 2;
    count += a.data.length;
  }
  return sum === 0 ? null : -10 * Math.log10(sum / count);
}

/** Planes of one size as the channels of a picture. */
export function joinPlanes(planes: readonly Plane[]): ImageF32 {
  const { width, height } = planes[0]!;
  const channels = planes.length;
  const data = new Float32Array(width * height * channels);
  for (const [channel, plane] of planes.entries()) {
    for (let from = 0, to = channel; from < plane.data.length; from++, to += channels) data[to] = plane.data[from]!;
  }
  return { data, width, height, channels };
}

/** One channel of an interleaved picture. */
export function channelPlane(image: ImageF32, channel: number): Plane {
  const data = new Float32Array(image.width * image.height);
  for (let index = 0; index < data.length; index++) data[index] = image.data[index * image.channels + channel]!;
  return { data, width: image.width, height: image.height };
}
