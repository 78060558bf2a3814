export interface Shaped {
  values: Float32Array;
  shape: readonly number[];
}

/** A graph of one input and one output, ready to run. */
export interface GraphSession {
  /** Values of the output for values [shape] of the input; in `into`, of just the output's shape, where it is given. */
  run(values: Float32Array, shape: readonly number[], into?: Shaped): Promise<Float32Array>;
  release(): void;
}

/** What runs graphs: handed in, so that core loads no library for it. */
export interface GraphRunner {
  open(graph: Uint8Array): Promise<GraphSession>;
}
