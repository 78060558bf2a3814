import type { ImageF32 } from '../image/image';

/** Masks are pictures of one channel. Sums over all that lies above and left, one row and column more than the mask; made once for each. */
const sums = new WeakMap<ImageF32, Uint32Array>();

/** How many pixels of a rectangle are left out (not 0 in the mask). The rectangle lies inside. */
export function leftOutWithin(mask: ImageF32, x: number, y: number, width: number, height: number): number {
  const table = tableOf(mask);
  const row = mask.width + 1;
  const [top, bottom] = [y * row, (y + height) * row];
  return table[bottom + x + width]! - table[bottom + x]! - table[top + x + width]! + table[top + x]!;
}

/** So often another place is drawn where one touches what is left out; then the one that touches least is taken. */
const TRIES = 200;

interface Place {
  top: number;
  left: number;
}

/** A drawn place for a rectangle that touches nothing that is left out. */
export function freePlace(leftOut: ImageF32 | undefined, width: number, height: number, draw: () => Place): Place {
  let best = draw();
  if (!leftOut) return best;
  const touched = ({ left, top }: Place) => leftOutWithin(leftOut, left, top, width, height);
  let least = touched(best);
  for (let turn = 0; least > 0 && turn < TRIES; turn++) {
    const place = draw();
    const count = touched(place);
    if (count < least) [best, least] = [place, count];
  }
  return best;
}

function tableOf(mask: ImageF32): Uint32Array {
  const known = sums.get(mask);
  if (known) return known;
  const row = mask.width + 1;
  const table = new Uint32Array(row * (mask.height + 1));
  for (let y = 0; y < mask.height; y++) {
    let sum = 0;
    for (let x = 0; x < mask.width; x++) {
      if (mask.data[y * mask.width + x] !== 0) sum++;
      table[(y + 1) * row + x + 1] = table[y * row + x + 1]! + sum;
    }
  }
  sums.set(mask, table);
  return table;
}
