import type { Rect } from '@contract/model-spec';
import type { Plane } from '../image/plane';

/** Classes of gradients, by strength, that hold as much of the picture's gradient energy each. */
const CLASSES = 8;
/** So many pixels of the picture tell how its gradients are distributed. */
const SAMPLES = 1_000_000;

/** What is in a part: gradient energy in each class, and the pixels that count. */
export interface Counted {
  energies: Float64Array;
  pixels: number;
}

/** How gradient energy is distributed in a picture, and how near parts of it come to that. */
export class Busyness {
  /** The strongest gradient of each class but the last, squared. */
  readonly #bounds: number[] = [];
  /** Of a pixel. */
  readonly #energy: number;

  constructor(
    private readonly picture: Plane,
    private readonly leftOut: Plane | undefined,
  ) {
    const every = Math.max(1, Math.ceil(Math.sqrt((picture.width * picture.height) / SAMPLES)));
    const energies = Float32Array.from(
      this.#energies({ x: 1, y: 1, width: picture.width - 2, height: picture.height - 2 }, every),
    ).sort();
    const total = energies.reduce((sum, energy) => sum + energy, 0);
    this.#energy = total / Math.max(1, energies.length);
    let sum = 0;
    for (const energy of energies) {
      sum += energy;
      if (this.#bounds.length < CLASSES - 1 && sum * CLASSES >= total * (this.#bounds.length + 1))
        this.#bounds.push(energy);
    }
  }

  /** The rectangle lies at least a pixel inside the picture. */
  of(rect: Rect): Counted {
    const energies = new Float64Array(CLASSES);
    let pixels = 0;
    for (const energy of this.#energies(rect, 1)) {
      const at = this.#bounds.findIndex((bound) => energy <= bound);
      energies[at < 0 ? CLASSES - 1 : at]! += energy;
      pixels++;
    }
    return { energies, pixels };
  }

  /** Of some parts together from the picture: 0 where each class holds as much energy a pixel. Infinite where no pixel counts. */
  distance(parts: readonly Counted[]): number {
    const pixels = parts.reduce((sum, part) => sum + part.pixels, 0);
    if (pixels === 0) return Infinity;
    let distance = 0;
    for (let at = 0; at < CLASSES; at++) {
      const energy = parts.reduce((sum, part) => sum + part.energies[at]!, 0) / pixels;
      distance += Math.abs(energy - this.#energy / CLASSES);
    }
    return distance;
  }

  /** Squared gradients (central differences) of every n-th pixel of every n-th row that counts. */
  *#energies({ x: left, y: top, width, height }: Rect, every: number): Generator<number> {
    const { data, width: row } = this.picture;
    for (let y = top; y < top + height; y += every)
      for (let x = left; x < left + width; x += every) {
        const at = y * row + x;
        if (this.leftOut && this.leftOut.data[at] !== 0) continue;
        yield (data[at + 1]! - data[at - 1]!) ** 2 + (data[at + row]! - data[at - row]!) ** 2;
      }
  }
}
