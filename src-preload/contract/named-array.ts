/** A tensor outside TensorFlow: what model files and checkpoints hold. Row-major; `data.length` is the product of `shape`. */
export type NamedArray =
  | { name: string; shape: number[]; dtype: 'F32'; data: Float32Array }
  | { name: string; shape: number[]; dtype: 'F64'; data: Float64Array }
  | { name: string; shape: number[]; dtype: 'U8'; data: Uint8Array }
  | { name: string; shape: number[]; dtype: 'U32'; data: Uint32Array };

/** What holds the data, by type. */
export const ARRAYS = { F32: Float32Array, F64: Float64Array, U8: Uint8Array, U32: Uint32Array } as const;
export const isArrayType = (dtype: unknown): dtype is keyof typeof ARRAYS =>
  typeof dtype === 'string' && Object.hasOwn(ARRAYS, dtype);
