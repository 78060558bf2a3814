import type { Borders } from '@contract/evaluate';
import type { Rect } from '@contract/model-spec';
import type { ImageF32, PixelSource } from './image';
import { borderIndex } from './pad';

/** Keys' kernel parameter: a = -0.5 reproduces quadratics. */
const KEYS = -0.5;
const TAPS = 4;

/** For each of a run of output samples: the four source samples it mixes (borders already folded in) and their weights. */
interface Taps {
  sources: Int32Array;
  weights: Float64Array;
}

/** Bicubic enlargement by a whole `scale`, centre-aligned: [height·scale, width·scale, channels]. */
export function enlargeBicubic(image: ImageF32, scale: number, borders: Borders = 'symmetric'): ImageF32 {
  const columns = tapsOf(0, image.width * scale, scale, image.width, borders);
  const rows = tapsOf(0, image.height * scale, scale, image.height, borders);
  return mix(image, columns, rows);
}

/**
 * The same, aligned to the samples that decimation from row and column 0 keeps: sample i lies at i·scale and keeps its
 * value. What enlarging such a picture should look like; the centre-aligned one lies (scale − 1)/2 px off.
 */
export function enlargeAligned(image: ImageF32, scale: number, borders: Borders = 'symmetric'): ImageF32 {
  const columns = tapsOf(0, image.width * scale, scale, image.width, borders, 0);
  const rows = tapsOf(0, image.height * scale, scale, image.height, borders, 0);
  return mix(image, columns, rows);
}

/** A picture source `scale` times larger that enlarges only what is read; the same values as `enlargeBicubic`. */
export function enlargedSource(source: PixelSource, scale: number, borders: Borders = 'symmetric'): PixelSource {
  return {
    width: source.width * scale,
    height: source.height * scale,
    channels: source.channels,
    async read(rect: Rect) {
      const columns = tapsOf(rect.x, rect.width, scale, source.width, borders);
      const rows = tapsOf(rect.y, rect.height, scale, source.height, borders);
      const [x, width] = shiftToZero(columns);
      const [y, height] = shiftToZero(rows);
      return mix(await source.read({ x, y, width, height }), columns, rows);
    },
  };
}

function keysWeight(distance: number): number {
  const t = Math.abs(distance);
  if (t <= 1) return ((KEYS + 2) * t - (KEYS + 3)) * t * t + 1;
  return t < 2 ? KEYS * (((t - 5) * t + 8) * t - 4) : 0;
}

/** `phase` is where inside a source sample output 0 lies: 0.5 aligns centres, 0 the kept samples. */
function tapsOf(first: number, count: number, scale: number, sourceSize: number, borders: Borders, phase = 0.5): Taps {
  const indexOf = borderIndex(borders);
  const sources = new Int32Array(count * TAPS);
  const weights = new Float64Array(count * TAPS);
  for (let i = 0; i < count; i++) {
    const position = (first + i + phase) / scale - phase;
    const start = Math.floor(position) - 1;
    for (let tap = 0; tap < TAPS; tap++) {
      sources[i * TAPS + tap] = indexOf(start + tap, sourceSize);
      weights[i * TAPS + tap] = keysWeight(position - start - tap);
    }
  }
  return { sources, weights };
}

/** Makes the taps count from their smallest source sample; returns that sample and how many are spanned. */
function shiftToZero({ sources }: Taps): [first: number, count: number] {
  let low = Infinity;
  let high = 0;
  for (const source of sources) {
    low = Math.min(low, source);
    high = Math.max(high, source);
  }
  for (let i = 0; i < sources.length; i++) sources[i]! -= low;
  return [low, high - low + 1];
}

/** One output row at a time: four source rows into one, then along it. */
function mix(image: ImageF32, columns: Taps, rows: Taps): ImageF32 {
  const { data: source, channels } = image;
  const [width, height] = [columns.sources.length / TAPS, rows.sources.length / TAPS];
  const sourceLength = image.width * channels;
  const mixedRow = new Float64Array(sourceLength);
  const data = new Float32Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    mixRows(source, rows, y, sourceLength, mixedRow);
    for (let x = 0, to = y * width * channels; x < width; x++) {
      const at = x * TAPS;
      for (let channel = 0; channel < channels; channel++, to++) {
        let sum = 0;
        for (let tap = at; tap < at + TAPS; tap++) {
          sum += columns.weights[tap]! * mixedRow[columns.sources[tap]! * channels + channel]!;
        }
        data[to] = sum;
      }
    }
  }
  return { data, width, height, channels };
}

function mixRows(source: Float32Array, rows: Taps, y: number, rowLength: number, mixedRow: Float64Array): void {
  mixedRow.fill(0);
  for (let tap = y * TAPS; tap < (y + 1) * TAPS; tap++) {
    const from = rows.sources[tap]! * rowLength;
    const weight = rows.weights[tap]!;
    for (let i = 0; i < rowLength; i++) mixedRow[i]! += weight * source[from + i]!;
  }
}
