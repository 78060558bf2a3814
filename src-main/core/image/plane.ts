import type { ImageF32 } from './image';

/** A picture of one channel: luminance, or R, G or B alone. */
export interface Plane extends ImageF32 {
  channels: 1;
}

/** A plane of zeros. */
export function createPlane(width: number, height: number): Plane {
  return planeOf(new Float32Array(width * height), width, height);
}

/** [height · width] samples as a plane; the same memory, not a copy. */
export function planeOf(data: Float32Array, width: number, height: number): Plane {
  return { data, width, height, channels: 1 };
}

/** [count · height · width] samples, one plane after the other; the same memory. */
export function planesOf(data: Float32Array, count: number, width: number, height: number): Plane[] {
  const size = width * height;
  return Array.from({ length: count }, (_, at) => planeOf(data.subarray(at * size, (at + 1) * size), width, height));
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

/** One channel of an interleaved picture, copied. */
export function channelPlane(image: ImageF32, channel: number): Plane {
  const plane = createPlane(image.width, image.height);
  for (let index = 0; index < plane.data.length; index++) {
    plane.data[index] = image.data[index * image.channels + channel]!;
  }
  return plane;
}

/** The picture with every channel changed by itself. */
export function eachPlane(image: ImageF32, change: (plane: Plane) => Plane): ImageF32 {
  return joinPlanes(Array.from({ length: image.channels }, (_, channel) => change(channelPlane(image, channel))));
}
