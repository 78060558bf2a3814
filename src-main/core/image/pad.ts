import type { Borders } from '@contract/evaluate';
import type { ImageF32 } from './image';

/**
 * The sample that half-sample symmetric borders put at `index`: … 1 0 | 0 1 … size-1 | size-1 size-2 …, for any distance.
 */
function symmetricIndex(index: number, size: number): number {
  const period = 2 * size;
  const folded = ((index % period) + period) % period;
  return folded < size ? folded : period - 1 - folded;
}

/** The sample that a picture repeated like tiles has at `index`, for any distance. */
function circularIndex(index: number, size: number): number {
  return ((index % size) + size) % size;
}

/** What lies beyond a border, as the function that finds it inside. */
export function borderIndex(borders: Borders): (index: number, size: number) => number {
  return borders === 'circular' ? circularIndex : symmetricIndex;
}

/** Where the borders put `length` samples from `start` on, along an axis of `size`. */
export function indicesWithin(start: number, length: number, size: number, borders: Borders = 'symmetric'): Int32Array {
  const indexOf = borderIndex(borders);
  return Int32Array.from({ length }, (_, index) => indexOf(start + index, size));
}

/** The picture of these columns and rows of another, [rows.length, columns.length, channels]. */
export function gather<Picture extends ImageF32>(image: Picture, columns: Int32Array, rows: Int32Array): Picture {
  const { data: source, channels } = image;
  const [width, height] = [columns.length, rows.length];
  const data = new Float32Array(width * height * channels);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      const from = (row * image.width + column) * channels;
      for (let channel = 0; channel < channels; channel++) data[to++] = source[from + channel]!;
    }
  }
  return { ...image, data, width, height };
}

/** The picture with `margin` pixels of 0 on each side. */
export function padZero<Picture extends ImageF32>(image: Picture, margin: number): Picture {
  const { data: source, channels } = image;
  const [width, height] = [image.width + 2 * margin, image.height + 2 * margin];
  const data = new Float32Array(width * height * channels);
  const rowLength = image.width * channels;
  for (let y = 0; y < image.height; y++) {
    data.set(source.subarray(y * rowLength, (y + 1) * rowLength), ((y + margin) * width + margin) * channels);
  }
  return { ...image, data, width, height };
}
