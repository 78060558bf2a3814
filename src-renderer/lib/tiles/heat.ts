/** A scale from black over violet and orange to pale yellow, of steadily rising lightness: readable without colour too. */
const STOPS: readonly (readonly [number, number, number])[] = [
  [0, 0, 4],
  [40, 11, 84],
  [101, 21, 110],
  [159, 42, 99],
  [212, 72, 66],
  [245, 125, 21],
  [250, 193, 39],
  [252, 255, 164],
];

/** The colour of each of 256 values: RGB bytes, [256, 3]. */
export function heatTable(): Uint8Array {
  const table = new Uint8Array(256 * 3);
  for (let value = 0; value < 256; value++) {
    const at = (value / 255) * (STOPS.length - 1);
    const below = Math.min(STOPS.length - 2, Math.floor(at));
    for (let channel = 0; channel < 3; channel++) {
      const [from, to] = [STOPS[below]![channel]!, STOPS[below + 1]![channel]!];
      table[value * 3 + channel] = Math.round(from + (to - from) * (at - below));
    }
  }
  return table;
}

/** The same scale for a legend, left to right. */
export const HEAT_GRADIENT = `linear-gradient(to right, ${STOPS.map((rgb) => `rgb(${rgb.join(' ')})`).join(', ')})`;
