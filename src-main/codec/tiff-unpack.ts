/** How many bytes a piece of PackBits decodes to (TIFF 6.0, section 9). */
export function packBitsLength(piece: Uint8Array): number {
  let length = 0;
  for (let at = 0; at < piece.length;) {
    const control = piece[at]!;
    if (control < 128) {
      // Bytes that are missing are not counted.
      length += Math.min(control + 1, piece.length - at - 1);
      at += control + 2;
    } else {
      if (control > 128 && at + 1 < piece.length) length += 257 - control;
      at += control === 128 ? 1 : 2;
    }
  }
  return length;
}

const CLEAR = 256;
const END = 257;
const MOST_CODES = 4096;

/** How many bytes a piece of LZW decodes to, up to the first code that cannot be (TIFF 6.0, section 13). */
export function lzwLength(piece: Uint8Array, enough: number): number {
  // Files from before TIFF 6.0 hold their bits the other way round; libtiff knows them by this start.
  if (piece[0] === 0 && (piece[1]! & 1) === 1) return enough;
  const lengths = new Uint32Array(MOST_CODES).fill(1, 0, CLEAR);
  let [next, bits, total, before] = [CLEAR + 2, 9, 0, 0];
  let [held, available] = [0, 0];
  for (let at = 0; total < enough;) {
    while (available < bits && at < piece.length) {
      held = ((held << 8) | piece[at]!) & 0xffffff;
      at += 1;
      available += 8;
    }
    if (available < bits) break;
    const code = (held >> (available - bits)) & ((1 << bits) - 1);
    available -= bits;
    if (code === END) break;
    if (code === CLEAR) {
      [next, bits, before] = [CLEAR + 2, 9, 0];
      continue;
    }
    if (code > next || (code === next && before === 0) || next > MOST_CODES) break;
    const length = code === next ? before + 1 : lengths[code]!;
    if (before > 0 && next < MOST_CODES) lengths[next] = before + 1;
    if (before > 0) next += 1;
    // The code grows one entry early.
    if (next >= (1 << bits) - 1 && bits < 12) bits += 1;
    total += length;
    before = length;
  }
  return total;
}
