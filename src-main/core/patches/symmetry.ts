import { createPlane, type Plane } from '../image/plane';

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

/** The inverse of `applySymmetry`: transposed, then mirrored. */
export function undoSymmetry(plane: Plane, symmetry: number): Plane {
  const upright = (symmetry & 4) !== 0 ? applySymmetry(plane, 4) : plane;
  return applySymmetry(upright, symmetry & 3);
}
