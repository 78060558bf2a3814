/** RGB bytes [height, width, 3] as canvas pixels. */
export function toImageData(rgb: Uint8Array, width: number, height: number): ImageData {
  if (rgb.length !== width * height * 3) {
    throw new RangeError(`${rgb.length} bytes are not an RGB picture of ${width} × ${height}`);
  }
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
    rgba[to + 3] = 255;
  }
  return new ImageData(rgba, width, height);
}
