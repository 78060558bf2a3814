import type { NamedArray } from '@contract/named-array';
import { tensorNamed } from './method';
import { thetaLength } from './unet-layers';
import { layerSpecs, sizeOf, type UnetSize } from '@contract/model-tensors';

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
