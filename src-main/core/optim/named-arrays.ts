import type { NamedArray } from '@contract/named-array';

/** A checkpoint holds several sets of arrays in one file: each set's names begin with its own prefix. */
export function prefixed(arrays: NamedArray[], prefix: string): NamedArray[] {
  return arrays.map((array) => ({ ...array, name: prefix + array.name }));
}

/** The arrays of one set, under their own names again. */
export function unprefixed(arrays: NamedArray[], prefix: string): NamedArray[] {
  return arrays
    .filter((array) => array.name.startsWith(prefix))
    .map((array) => ({ ...array, name: array.name.slice(prefix.length) }));
}

type DataOf<Type extends NamedArray['dtype']> = Extract<NamedArray, { dtype: Type }>['data'];

/** The data of the array of that name; undefined where there is none of that type. */
export function findArray<Type extends NamedArray['dtype']>(arrays: NamedArray[], name: string, dtype: Type) {
  return arrays.find((array) => array.name === name && array.dtype === dtype)?.data as DataOf<Type> | undefined;
}

/** The data of the array of that name. Throws an Error where there is none of that type. */
export function needArray<Type extends NamedArray['dtype']>(arrays: NamedArray[], name: string, dtype: Type) {
  const data = findArray(arrays, name, dtype);
  if (!data) throw new Error(`checkpoint lacks ${name}`);
  return data;
}

/** What every network needs to go on: its weights θ, Adam's moments, the steps taken. Throws an Error where one is missing. */
export function readState(state: NamedArray[]) {
  return {
    theta: needArray(state, 'theta', 'F32'),
    first: needArray(state, 'adam.first', 'F32'),
    second: needArray(state, 'adam.second', 'F32'),
    steps: needArray(state, 'steps', 'U32')[0]!,
  };
}

/** What `readState` reads, of weights of this shape. */
export function writeState(shape: number[], state: ReturnType<typeof readState>): NamedArray[] {
  const array = (name: string, data: Float32Array): NamedArray => ({ name, shape, dtype: 'F32', data });
  return [
    array('theta', state.theta),
    array('adam.first', state.first),
    array('adam.second', state.second),
    { name: 'steps', shape: [1], dtype: 'U32', data: Uint32Array.of(state.steps) },
  ];
}
