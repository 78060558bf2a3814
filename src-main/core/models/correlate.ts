import { tf } from '../tf';
import { valuesOf } from '../values';
import { createPlane, type Plane } from '../image/plane';

/** Columns of one strip, and rows handled at once: what bounds the memory of a large plane. */
const STRIP = 32;
const BAND_ROWS = 256;

/**
 * Correlates a plane with a k×k filter, only where it fits: [height − k + 1, width − k + 1].
 * Native single-channel convolutions are slow. Strips of 32 columns as channels, convolved along y alone with the
 * filter's rows as Toeplitz matrices, give the same sums about twice as fast.
 */
export function correlate(plane: Plane, filter: Float32Array, k: number): Plane {
  const result = createPlane(plane.width - k + 1, plane.height - k + 1);
  const rows = toeplitz(filter, k);
  for (let top = 0; top < result.height; top += BAND_ROWS) {
    const height = Math.min(BAND_ROWS, result.height - top);
    const strips = toStrips(plane, top, height + k - 1, k);
    const values = valuesOf(() => {
      const input = tf.tensor4d(strips.data, [1, height + k - 1, strips.count, strips.width]);
      return tf.conv2d(input, tf.tensor4d(rows, [k, 1, strips.width, STRIP]), 1, 'valid');
    });
    const rowLength = strips.count * STRIP;
    for (let y = 0; y < height; y++) {
      const row = values.subarray(y * rowLength, y * rowLength + result.width);
      result.data.set(row, (top + y) * result.width);
    }
  }
  return result;
}

/** Row by row, overlapping pieces of STRIP + k − 1 columns; what reaches beyond the plane is 0 and never used. */
function toStrips(plane: Plane, top: number, height: number, k: number) {
  const width = STRIP + k - 1;
  const count = Math.ceil((plane.width - k + 1) / STRIP);
  const data = new Float32Array(height * count * width);
  for (let y = 0; y < height; y++) {
    const start = (top + y) * plane.width;
    for (let strip = 0; strip < count; strip++) {
      const from = start + strip * STRIP;
      data.set(plane.data.subarray(from, Math.min(from + width, start + plane.width)), (y * count + strip) * width);
    }
  }
  return { data, count, width };
}

/** Each row of the filter as the matrix that correlates a piece of STRIP + k − 1 samples: [k, STRIP + k − 1, STRIP]. */
function toeplitz(filter: Float32Array, k: number): Float32Array {
  const width = STRIP + k - 1;
  const matrices = new Float32Array(k * width * STRIP);
  for (let row = 0; row < k; row++) {
    for (let output = 0; output < STRIP; output++) {
      for (let tap = 0; tap < k; tap++) {
        matrices[(row * width + output + tap) * STRIP + output] = filter[row * k + tap]!;
      }
    }
  }
  return matrices;
}
