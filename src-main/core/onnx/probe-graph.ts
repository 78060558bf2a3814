import { Graph } from './graph';

const MAPS = 32;
const LAYERS = 6;

/** An input of `probeGraph`, and the multiplications and additions that it takes. */
const probeOf = (side: number) => ({
  shape: [1, MAPS, side, side],
  values: MAPS * side * side,
  flops: 2 * LAYERS * side * side * 9 * MAPS * MAPS,
});

export const PROBE = probeOf(128);
/** For a first impression: hundredths of a second on the slowest processor. */
export const SMALL_PROBE = probeOf(16);

/** A few convolutions as the U-Net has them, to measure a processor by. */
export function probeGraph(): Uint8Array {
  const graph = new Graph();
  let values = graph.input('maps', [1, MAPS, 'rows', 'columns']);
  for (let layer = 0; layer < LAYERS; layer++) {
    const length = MAPS * MAPS * 9;
    const weights = Float32Array.from({ length }, (_, index) => (((index * 7 + layer) % 13) - 6) / 300);
    const sum = graph.node('Conv', [values, graph.floats(weights, [MAPS, MAPS, 3, 3])], { pads: [1, 1, 1, 1] });
    values = graph.node('Relu', [sum]);
  }
  graph.output('maps_after', values, [1, MAPS, 'rows', 'columns']);
  return graph.toModel({ name: 'probe', version: '', doc: '', facts: {} });
}
