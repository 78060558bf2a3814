import type { Plane } from '../image/plane';
import { laid, type Laid } from './symmetry';

/**
 * Puts overlapping patches back into a plane, each position of a patch counting with its own weight.
 * The inverse of `extractPatches`: with any positive weights, extract → assemble is the identity where patches cover.
 * One assembler makes plane after plane in the same memory.
 */
export class PatchAssembler {
  #sums: Laid | undefined;
  #values = new Float32Array(0);
  #counts = new Float32Array(0);

  /** `positionWeights` is [rows, columns], all > 0. */
  constructor(
    readonly size: { rows: number; columns: number },
    readonly positionWeights: Float32Array,
  ) {}

  /** Begins a plane of width × height, to which patches are added as it lies under a symmetry. */
  begin(width: number, height: number, symmetry = 0): void {
    const pixels = width * height;
    if (this.#values.length !== pixels) {
      this.#values = new Float32Array(pixels);
      this.#counts = new Float32Array(pixels);
    } else {
      this.#values.fill(0);
      this.#counts.fill(0);
    }
    this.#sums = laid({ data: this.#values, width, height, channels: 1 }, symmetry);
  }

  /**
   * Adds patches [rows, count, columns] whose upper left corners are `tops`, `lefts`; parts outside the plane are left
   * out. `means`, one per patch, are added to every value of that patch.
   */
  add(patches: Float32Array, tops: ArrayLike<number>, lefts: ArrayLike<number>, means?: Float32Array): void {
    const { rows, columns } = this.size;
    const { data: sums, width, height, start, down, right } = this.#sums!;
    const [counts, weights] = [this.#counts, this.positionWeights];
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
        let to = start + (top + row) * down + (left + firstColumn) * right;
        for (let column = firstColumn; column < endColumn; column++) {
          const weight = weights[row * columns + column]!;
          sums[to]! += weight * (patches[from + column]! + mean);
          counts[to]! += weight;
          to += right;
        }
      }
    }
  }

  /** Adds a share of the weighted averages to a plane, as it lies without the symmetry; nothing where no patch came. */
  finish(into: Plane, share = 1): Plane {
    const [values, counts] = [this.#values, this.#counts];
    for (let index = 0; index < values.length; index++) {
      const weight = counts[index]!;
      if (weight > 0) into.data[index]! += (share * values[index]!) / weight;
    }
    return into;
  }
}

export function uniformWeights(rows: number, columns: number): Float32Array {
  return new Float32Array(rows * columns).fill(1);
}
