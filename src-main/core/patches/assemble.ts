import { createPlane, type Plane } from '../image/plane';

/**
 * Puts overlapping patches back into a plane, each position of a patch counting with its own weight.
 * The inverse of `extractPatches`: with any positive weights, extract → assemble is the identity where patches cover.
 */
export class PatchAssembler {
  readonly #sum: Plane;
  readonly #weight: Float32Array;
  readonly #positionWeights: Float32Array;

  /** `positionWeights` is [rows, columns], all > 0. */
  constructor(
    width: number,
    height: number,
    readonly size: { rows: number; columns: number },
    positionWeights: Float32Array,
  ) {
    this.#sum = createPlane(width, height);
    this.#weight = new Float32Array(width * height);
    this.#positionWeights = positionWeights;
  }

  /**
   * Adds patches [rows, count, columns] whose upper left corners are `tops`, `lefts`; parts outside the plane are left
   * out. `means`, one per patch, are added to every value of that patch.
   */
  add(patches: Float32Array, tops: ArrayLike<number>, lefts: ArrayLike<number>, means?: Float32Array): void {
    const { rows, columns } = this.size;
    const { width, height } = this.#sum;
    const count = tops.length;
    for (let index = 0; index < count; index++) {
      const top = tops[index]!;
      const left = lefts[index]!;
      const mean = means?.[index] ?? 0;
      const firstColumn = Math.max(0, -left);
      const endColumn = Math.min(columns, width - left);
      const endRow = Math.min(rows, height - top);
      for (let row = Math.max(0, -top); row < endRow; row++) {
        const from = (row * count + index) * columns;
        const to = (top + row) * width + left;
        for (let column = firstColumn; column < endColumn; column++) {
          const weight = this.#positionWeights[row * columns + column]!;
          this.#sum.data[to + column]! += weight * (patches[from + column]! + mean);
          this.#weight[to + column]! += weight;
        }
      }
    }
  }

  /** The weighted averages. Where no patch came, 0. */
  finish(): Plane {
    const data = this.#sum.data;
    for (let index = 0; index < data.length; index++) {
      const weight = this.#weight[index]!;
      if (weight > 0) data[index]! /= weight;
    }
    return this.#sum;
  }
}

export function uniformWeights(rows: number, columns: number): Float32Array {
  return new Float32Array(rows * columns).fill(1);
}
