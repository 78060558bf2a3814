import type { LossName } from '@contract/model-spec';
import { tf } from '../tf';

/** A loss on the error x̂ − x: its mean over all values, and its derivative with respect to each. */
export interface PixelLoss {
  value(error: Float32Array): number;
  gradient<T extends tf.Tensor>(error: T): T;
}

/** l2 is the mean squared error (paper Fig. 8); l1 the mean absolute error (paper Sec. 4, stage 1 of the GANs). */
export const pixelLosses: Record<LossName, PixelLoss> = {
  l2: {
    value: (error) => error.reduce((sum, value) => sum + value * value, 0) / error.length,
    gradient: (error) => tf.mul(error, 2 / error.size),
  },
  l1: {
    value: (error) => error.reduce((sum, value) => sum + Math.abs(value), 0) / error.length,
    gradient: (error) => tf.mul(tf.sign(error), 1 / error.size),
  },
};
