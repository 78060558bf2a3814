import type { Borders } from '@contract/evaluate';
import type { ImageF32 } from './image';

/** Pixels added on each side. */
export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/**
 * The sample that half-sample symmetric borders put at `index`: … 1 0 | 0 1 … size-1 | size-1 size-2 …, for any distance.
 */
export function symmetricIndex(index: number, size: number): number {
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

/** The picture with half-sample symmetric borders, [top + height + bottom, left + width + right, channels]. */
export function padSymmetric(image: ImageF32, padding: Padding): ImageF32 {
  const { data: source, channels } = image;
  const width = image.width + padding.left + padding.right;
  const height = image.height + padding.top + padding.bottom;
  const rowLength = width * channels;
  const data = new Float32Array(rowLength * height);
  const columns = Int32Array.from(
    { length: width },
    (_, x) => symmetricIndex(x - padding.left, image.width) * channels,
  );
  for (let y = 0; y < height; y++) {
    const sourceRow = symmetricIndex(y - padding.top, image.height) * image.width * channels;
    for (let x = 0; x < width; x++) {
      const from = sourceRow + columns[x]!;
      const to = y * rowLength + x * channels;
      for (let channel = 0; channel < channels; channel++) data[to + channel] = source[from + channel]!;
    }
  }
  return { data, width, height, channels };
}

/** The picture with `margin` pixels of 0 on each side. */
export function padZero(image: ImageF32, margin: number): ImageF32 {
  const { data: source, channels } = image;
  const [width, height] = [image.width + 2 * margin, image.height + 2 * margin];
  const data = new Float32Array(width * height * channels);
  const rowLength = image.width * channels;
  for (let y = 0; y < image.height; y++) {
    data.set(source.subarray(y * rowLength, (y + 1) * rowLength), ((y + margin) * width + margin) * channels);
  }
  return { data, width, height, channels };
}
