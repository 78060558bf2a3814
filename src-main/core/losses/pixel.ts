import type { LossName } from '@contract/model-spec';
import { tf } from '../tf';

/** A loss on the error x̂ − x: its mean over all values, and its derivative with respect to each. */
export interface PixelLoss {
  value(error: tf.Tensor): tf.Scalar;
  slope<T extends tf.Tensor>(error: T): T;
}

/** l2 is the mean squared error (paper Fig. 8); l1 the mean absolute error (paper Sec. 4, stage 1 of the GANs). */
export const pixelLosses: Record<LossName, PixelLoss> = {
  l2: {
    value: (error) => tf.mean(tf.square(error)),
    slope: (error) => tf.mul(error, 2 / error.size),
  },
  l1: {
    value: (error) => tf.mean(tf.abs(error)),
    slope: (error) => tf.mul(tf.sign(error), 1 / error.size),
  },
};
