import { tf } from '../tf';

/** Side of the squares in which strength is measured, in pixels. */
const WINDOW = 4;
/** Too little counts so many times as much as too much. */
const TOO_LITTLE = 3;
/** Strength below this, for values in [0,1], is hardly told from none: the square root has a slope everywhere. */
const FLOOR = 0.002;

/**
 * Whether texture is as strong as the clean picture's, wherever it lies: the mean difference between the local root mean
 * squares of the finest Haar bands (horizontal, vertical, diagonal), those of the clean picture times `gain`. Texture need
 * not be the same, as in the texture loss of EnhanceNet (Sajjadi et al. 2017, arXiv 1612.07919), and smooth areas stay smooth.
 * Pictures are [pictures, side, side, 1]; has a gradient for the first.
 */
export function strengthLoss(restored: tf.Tensor4D, clean: tf.Tensor4D, gain: number): tf.Scalar {
  const more = tf.sub(strengths(restored), tf.mul(strengths(clean), gain));
  return tf.mean(tf.add(tf.relu(more), tf.mul(tf.relu(tf.neg(more)), TOO_LITTLE)));
}

/** Root mean squares of each band in each window, [pictures · windows, windows, 3]. */
function strengths(pictures: tf.Tensor4D): tf.Tensor {
  const [count, rows] = pictures.shape;
  const windows = Math.floor((rows - 1) / WINDOW);
  const side = windows * WINDOW;
  const at = (y: number, x: number) => tf.slice(pictures, [0, y, x, 0], [count, side, side, 1]);
  const [above, below] = [0, 1].map((y) => ({ sum: tf.add(at(y, 0), at(y, 1)), change: tf.sub(at(y, 0), at(y, 1)) }));
  const bands = tf.concat(
    [tf.sub(above!.sum, below!.sum), tf.add(above!.change, below!.change), tf.sub(above!.change, below!.change)],
    3,
  );
  const squares = tf.reshape(tf.square(tf.mul(bands, 0.5)), [count * windows, WINDOW, windows, WINDOW, 3]);
  return tf.sqrt(tf.add(tf.mean(squares, [1, 3]), FLOOR ** 2));
}
