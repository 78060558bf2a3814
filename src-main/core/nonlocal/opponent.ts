import type { ImageF32 } from '../image/image';

/** Orthonormal opponent colours: their sum, red against blue, green against both. A grey picture has its own value only. */
const COLOR_ROWS = [
  [1, 1, 1].map((value) => value / Math.sqrt(3)),
  [1, 0, -1].map((value) => value / Math.SQRT2),
  [1, -2, 1].map((value) => value / Math.sqrt(6)),
];

/** [channels, channels]: the rows that make opponent colours of a picture's own channels. */
export function opponentRows(channels: number): readonly (readonly number[])[] {
  return channels === 1 ? [[1]] : COLOR_ROWS;
}

/** Planes of one size, [channels][height · width]. */
export interface Planes {
  planes: Float32Array[];
  width: number;
  height: number;
}

/** Memory that other threads see, too. */
export const sharedFloats = (length: number) => new Float32Array(new SharedArrayBuffer(4 * length));

/** An interleaved picture as planes of opponent colours. */
export function toOpponent({ data, width, height, channels }: ImageF32): Planes {
  const planes = opponentRows(channels).map((row) => {
    const plane = sharedFloats(width * height);
    for (let pixel = 0, at = 0; pixel < plane.length; pixel++, at += channels) {
      let sum = 0;
      for (let channel = 0; channel < channels; channel++) sum += row[channel]! * data[at + channel]!;
      plane[pixel] = sum;
    }
    return plane;
  });
  return { planes, width, height };
}

/** The inverse of `toOpponent`: the rows are orthonormal. */
export function fromOpponent({ planes, width, height }: Planes): ImageF32 {
  const channels = planes.length;
  const rows = opponentRows(channels);
  const data = new Float32Array(width * height * channels);
  for (let pixel = 0, at = 0; pixel < width * height; pixel++) {
    for (let channel = 0; channel < channels; channel++, at++) {
      let sum = 0;
      for (let index = 0; index < channels; index++) sum += rows[index]![channel]! * planes[index]![pixel]!;
      data[at] = sum;
    }
  }
  return { data, width, height, channels };
}
