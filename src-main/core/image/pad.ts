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
  const { start, end } = neighbours(columns);
  const single = [...columns.keys()].filter((index) => index < start || index >= end);
  for (const [index, row] of rows.entries()) {
    const to = index * width * channels;
    const first = (row * image.width + columns[start]!) * channels;
    // Between the borders a row is copied as a whole: pictures are large.
    data.set(source.subarray(first, first + (end - start) * channels), to + start * channels);
    for (const column of single) {
      const from = (row * image.width + columns[column]!) * channels;
      for (let channel = 0; channel < channels; channel++)
        data[to + column * channels + channel] = source[from + channel]!;
    }
  }
  return { ...image, data, width, height };
}

/** The longest run of columns that each follow the one before: [start, end). */
function neighbours(columns: Int32Array): { start: number; end: number } {
  let longest = { start: 0, end: Math.min(1, columns.length) };
  let start = 0;
  for (let end = 1; end <= columns.length; end++) {
    if (end < columns.length && columns[end] === columns[end - 1]! + 1) continue;
    if (end - start > longest.end - longest.start) longest = { start, end };
    start = end;
  }
  return longest;
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
