import { createPlane, planeOf, type Plane } from '../image/plane';

/** The eight symmetries of a square (D4): bit 1 mirrors x, bit 2 mirrors y, then bit 4 transposes. 0 is the identity. */
export const SYMMETRIES = [0, 1, 2, 3, 4, 5, 6, 7] as const;

const IDENTITY_ONLY = [0];
/** The identity alone: where a degradation is not known to be symmetric. */
export const noSymmetries = (): number[] => [...IDENTITY_ONLY];

export function bitsOf(symmetry: number): { mirrorX: boolean; mirrorY: boolean; transpose: boolean } {
  return { mirrorX: (symmetry & 1) !== 0, mirrorY: (symmetry & 2) !== 0, transpose: (symmetry & 4) !== 0 };
}

/** The plane mirrored, then transposed. */
export function applySymmetry(plane: Plane, symmetry: number): Plane {
  const { mirrorX, mirrorY, transpose } = bitsOf(symmetry);
  const { width, height } = plane;
  const result = transpose ? createPlane(height, width) : createPlane(width, height);
  for (let y = 0; y < height; y++) {
    const fromRow = (mirrorY ? height - 1 - y : y) * width;
    for (let x = 0; x < width; x++) {
      const value = plane.data[fromRow + (mirrorX ? width - 1 - x : x)]!;
      result.data[transpose ? x * height + y : y * width + x] = value;
    }
  }
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
