import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { tensorNamed, type TensorSpec } from './method';
import { layerShapes, sizeOf, thetaLength, type UnetSize } from './unet-layers';

/**
 * The side of the space-to-depth blocks in which whole pictures are restored: a fourth or less of the arithmetic of
 * pixels. Super resolution takes the block that one sample of the small picture covers. Patches, as in the paper, are
 * restored pixel by pixel.
 */
export function blockOf({ mode, scale }: TrainSettings): number {
  if (mode !== 'picture') return 1;
  return scale > 1 ? scale : 2;
}

export function unetSize(settings: TrainSettings): UnetSize {
  const channels = blockOf(settings) ** 2;
  return { inputs: channels + 1, width: settings.units, outputs: channels };
}

export function layerSpecs(size: UnetSize): TensorSpec[] {
  return layerShapes(size).map((shape, layer) => ({ name: `unet.layer${layer + 1}`, shape, dtype: 'F32' }));
}

/** θ from a model file's tensors. */
export function packTheta(tensors: NamedArray[], size: UnetSize): Float32Array {
  const theta = new Float32Array(thetaLength(size));
  let at = 0;
  for (const spec of layerSpecs(size)) {
    theta.set(tensorNamed(tensors, spec), at);
    at += sizeOf(spec.shape);
  }
  return theta;
}

/** A model file's tensors from θ. */
export function layerTensors(theta: Float32Array, size: UnetSize): NamedArray[] {
  let at = 0;
  return layerSpecs(size).map((spec) => ({ ...spec, data: theta.slice(at, (at += sizeOf(spec.shape))) }));
}
