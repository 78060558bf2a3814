/** A tensor outside TensorFlow: what model files and checkpoints hold. Row-major; `data.length` is the product of `shape`. */
export type NamedArray =
  | { name: string; shape: number[]; dtype: 'F32'; data: Float32Array }
  | { name: string; shape: number[]; dtype: 'F64'; data: Float64Array }
  | { name: string; shape: number[]; dtype: 'U8'; data: Uint8Array }
  | { name: string; shape: number[]; dtype: 'U32'; data: Uint32Array };
