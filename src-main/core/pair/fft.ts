/** A complex picture, [height, width]; both sides are powers of two. */
export interface ComplexGrid {
  re: Float64Array;
  im: Float64Array;
  width: number;
  height: number;
}

/** Zeros of `width` × `height`. */
export function complexGrid(width: number, height: number): ComplexGrid {
  return { re: new Float64Array(width * height), im: new Float64Array(width * height), width, height };
}

/** The smallest power of two that is not below `length`. */
export function powerOfTwoFrom(length: number): number {
  return 2 ** Math.ceil(Math.log2(length));
}

/** Two-dimensional discrete Fourier transform in place, not normalised; the sides must be powers of two. */
export function transform(grid: ComplexGrid): void {
  const { width, height } = grid;
  transformLines(grid, lineOf(width), { count: height, stride: width, step: 1 });
  transformLines(grid, lineOf(height), { count: width, stride: 1, step: width });
}

/** One row or column, copied out because neighbours in memory are quick, with its tables. */
interface Line {
  re: Float64Array;
  im: Float64Array;
  cosines: Float64Array;
  sines: Float64Array;
}

function lineOf(length: number): Line {
  const angle = (i: number) => (-2 * Math.PI * i) / length;
  return {
    re: new Float64Array(length),
    im: new Float64Array(length),
    cosines: Float64Array.from({ length: length / 2 }, (_, i) => Math.cos(angle(i))),
    sines: Float64Array.from({ length: length / 2 }, (_, i) => Math.sin(angle(i))),
  };
}

function transformLines(grid: ComplexGrid, line: Line, lines: { count: number; stride: number; step: number }): void {
  const length = line.re.length;
  for (let index = 0; index < lines.count; index++) {
    const start = index * lines.stride;
    for (let i = 0, from = start; i < length; i++, from += lines.step) {
      line.re[i] = grid.re[from]!;
      line.im[i] = grid.im[from]!;
    }
    reverseBits(line);
    transformLine(line);
    for (let i = 0, to = start; i < length; i++, to += lines.step) {
      grid.re[to] = line.re[i]!;
      grid.im[to] = line.im[i]!;
    }
  }
}

function reverseBits({ re, im }: Line): void {
  for (let i = 1, j = 0; i < re.length; i++) {
    let bit = re.length >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
}

/** Radix-2 butterflies (Cooley–Tukey), from pairs up to the whole line. */
function transformLine({ re, im, cosines, sines }: Line): void {
  const length = re.length;
  for (let half = 1; half < length; half *= 2) {
    const tableStep = length / (2 * half);
    for (let start = 0; start < length; start += 2 * half) {
      for (let i = start, table = 0; i < start + half; i++, table += tableStep) {
        const [cosine, sine] = [cosines[table]!, sines[table]!];
        const turnedRe = re[i + half]! * cosine - im[i + half]! * sine;
        const turnedIm = re[i + half]! * sine + im[i + half]! * cosine;
        re[i + half] = re[i]! - turnedRe;
        im[i + half] = im[i]! - turnedIm;
        re[i]! += turnedRe;
        im[i]! += turnedIm;
      }
    }
  }
}
