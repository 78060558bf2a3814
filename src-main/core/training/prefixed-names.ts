import type { NamedArray } from '@contract/named-array';

/** A checkpoint holds several sets of arrays in one file: each set's names begin with its own prefix. */
export function prefixed(tensors: NamedArray[], prefix: string): NamedArray[] {
  return tensors.map((tensor) => ({ ...tensor, name: prefix + tensor.name }));
}

/** The arrays of one set, under their own names again. */
export function unprefixed(tensors: NamedArray[], prefix: string): NamedArray[] {
  return tensors
    .filter((tensor) => tensor.name.startsWith(prefix))
    .map((tensor) => ({ ...tensor, name: tensor.name.slice(prefix.length) }));
}
