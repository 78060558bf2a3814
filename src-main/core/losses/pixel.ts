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

/** Of l1 beside l2: about a third of the slope at a usual error of 8 levels of 255. */
const SHARE_OF_L1 = 0.02;

/**
 * Beside a convolutional discriminator: l2 alone has no slope left for the small errors of smooth areas, and texture came there
 * that was not natural.
 */
export const crispLoss: PixelLoss = {
  value: (error) => pixelLosses.l2.value(error) + SHARE_OF_L1 * pixelLosses.l1.value(error),
  gradient: <T extends tf.Tensor>(error: T): T =>
    tf.add(pixelLosses.l2.gradient(error), tf.mul(pixelLosses.l1.gradient(error), SHARE_OF_L1)),
};
