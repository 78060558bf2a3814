import { createPlane, planeOf, type Plane } from '../image/plane';

/** The eight symmetries of a square (D4): bit 1 mirrors x, bit 2 mirrors y, then bit 4 transposes. 0 is the identity. */
export const SYMMETRIES = [0, 1, 2, 3, 4, 5, 6, 7] as const;

const IDENTITY_ONLY = [0];
/** The identity alone: where a degradation is not known to be symmetric. */
export const noSymmetries = (): number[] => [...IDENTITY_ONLY];

export function bitsOf(symmetry: number): { mirrorX: boolean; mirrorY: boolean; transpose: boolean } {
  return { mirrorX: (symmetry & 1) !== 0, mirrorY: (symmetry & 2) !== 0, transpose: (symmetry & 4) !== 0 };
}

/** A plane as it lies under a symmetry, not copied: sample (row, column) is `data[start + row · down + column · right]`. */
export interface Laid {
  data: Float32Array;
  width: number;
  height: number;
  start: number;
  down: number;
  right: number;
}

/** The plane mirrored, then transposed. */
export function laid({ data, width, height }: Plane, symmetry: number): Laid {
  const { mirrorX, mirrorY, transpose } = bitsOf(symmetry);
  const start = (mirrorY ? (height - 1) * width : 0) + (mirrorX ? width - 1 : 0);
  const [alongX, alongY] = [mirrorX ? -1 : 1, mirrorY ? -width : width];
  return transpose
    ? { data, width: height, height: width, start, down: alongX, right: alongY }
    : { data, width, height, start, down: alongY, right: alongX };
}

/** The same as a plane of its own. */
export function applySymmetry(plane: Plane, symmetry: number): Plane {
  const { data, width, height, start, down, right } = laid(plane, symmetry);
  const result = createPlane(width, height);
  for (let row = 0, to = 0; row < height; row++)
    for (let column = 0, from = start + row * down; column < width; column++, from += right)
      result.data[to++] = data[from]!;
  return result;
}

/** Whether each of these, after each other, is one of these too: then all of them hold where they were found to hold. */
export function isGroup(symmetries: readonly number[]): boolean {
  return symmetries.every((first) => symmetries.every((second) => symmetries.includes(composed(first, second))));
}

/** The symmetry that one after another is: four corners tell all eight apart. */
function composed(first: number, second: number): number {
  const corners = planeOf(Float32Array.of(0, 1, 2, 3), 2, 2);
  const both = applySymmetry(applySymmetry(corners, first), second).data;
  return SYMMETRIES.find((symmetry) =>
    applySymmetry(corners, symmetry).data.every((corner, at) => corner === both[at]),
  )!;
}

/** The inverse of `applySymmetry`: transposed, then mirrored. */
export function undoSymmetry(plane: Plane, symmetry: number): Plane {
  const upright = (symmetry & 4) !== 0 ? applySymmetry(plane, 4) : plane;
  return applySymmetry(upright, symmetry & 3);
}
