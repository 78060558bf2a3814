import { Graph } from './graph';

const MAPS = 32;
const SIDE = 128;
const LAYERS = 6;

/** The input of `probeGraph`, and its multiplications and additions. */
export const PROBE = {
  shape: [1, MAPS, SIDE, SIDE],
  values: MAPS * SIDE * SIDE,
  flops: 2 * LAYERS * SIDE * SIDE * 9 * MAPS * MAPS,
} as const;

/** A few convolutions as the U-Net has them, to measure a processor by. */
export function probeGraph(): Uint8Array {
  const graph = new Graph();
  let values = graph.input('maps', PROBE.shape);
  for (let layer = 0; layer < LAYERS; layer++) {
    const length = MAPS * MAPS * 9;
    const weights = Float32Array.from({ length }, (_, index) => (((index * 7 + layer) % 13) - 6) / 300);
    const sum = graph.node('Conv', [values, graph.floats(weights, [MAPS, MAPS, 3, 3])], { pads: [1, 1, 1, 1] });
    values = graph.node('Relu', [sum]);
  }
  graph.output('maps_after', values, PROBE.shape);
  return graph.toModel({ name: 'probe', version: '', doc: '', facts: {} });
}
