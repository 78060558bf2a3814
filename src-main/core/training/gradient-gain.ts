import { gradientMagnitude, wasserstein } from '../metrics/gradient';
import { amplify } from '../models/gain';
import { pooledPsnr } from '../metrics/psnr';
import type { Plane } from '../image/plane';

/** A part of one channel: degraded and displaced as the clean one lies, restored, clean. Equal sizes. */
export interface RestoredPart {
  degraded: Plane;
  restored: Plane;
  clean: Plane;
}

/** Gains are tried from 1 on in steps of a hundredth, up to this one. */
const MOST = 1.3;
/** Nearer gradients may cost so much PSNR. */
const MOST_LOSS_DB = 0.1;

/**
 * How much a model's changes are to be amplified so that the gradient magnitudes of what it restores are distributed
 * most like those of the clean picture (Wasserstein-1), at no more than 0.1 dB. A model that minimises the squared error
 * restores too little where it is in doubt; this gives back what all of the picture lacks on average. 1 where nothing helps, and
 * where it was not gradients that the degraded picture lost: going further away from noise would bring it back, inverted.
 */
export function gradientGain(parts: readonly RestoredPart[]): number {
  const truth = parts.map(({ clean }) => gradientsOf(clean));
  if (total(parts.map(({ degraded }) => gradientsOf(degraded))) >= total(truth)) return 1;
  const measure = (gain: number) => {
    const planes = parts.map(({ degraded, restored }) => clipped(amplify(degraded, restored, gain)));
    const distances = planes.map((plane, index) => wasserstein(gradientsOf(plane), truth[index]!));
    return {
      psnr: pooledPsnr(planes.map((plane, index) => [parts[index]!.clean, plane])) ?? Infinity,
      distance: distances.reduce((sum, distance) => sum + distance, 0),
    };
  };
  const plain = measure(1);
  let [best, least] = [1, plain.distance];
  for (let gain = 1.01; gain < MOST + 0.005; gain += 0.01) {
    const { psnr, distance } = measure(gain);
    if (psnr < plain.psnr - MOST_LOSS_DB) break;
    if (distance < least) [best, least] = [gain, distance];
  }
  return Math.round(best * 100) / 100;
}

const gradientsOf = (plane: Plane): Float32Array => gradientMagnitude(plane).data;

const total = (samples: readonly Float32Array[]): number =>
  samples.reduce((sum, values) => values.reduce((all, value) => all + value, sum), 0);

/** As it is seen. */
const clipped = (plane: Plane): Plane => ({
  ...plane,
  data: plane.data.map((value) => Math.max(0, Math.min(1, value))),
});
