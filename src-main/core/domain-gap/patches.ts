import type { Rect } from '@contract/model-spec';
import { luminance } from '../image/color';
import type { ImageF32, PixelSource } from '../image/image';

/** Sides of the patches that are looked at, and how many of them along each side of a picture, in pixels. */
const PATCH_SIDE = 160;
const PATCHES_A_SIDE = 4;

/** Luminance of up to 16 patches spread evenly over a picture; a picture smaller than a patch is one patch. */
export async function samplePatches(picture: PixelSource): Promise<ImageF32[]> {
  const patches: ImageF32[] = [];
  for (const rect of patchGrid(picture.width, picture.height)) patches.push(luminance(await picture.read(rect)));
  return patches;
}

function patchGrid(width: number, height: number): Rect[] {
  const columns = placesAlong(width);
  const rows = placesAlong(height);
  return rows.starts.flatMap((y) => columns.starts.map((x) => ({ x, y, width: columns.length, height: rows.length })));
}

/** Patches do not overlap and start at multiples of 8, so that all see the same grid of JPEG blocks. */
function placesAlong(side: number): { starts: number[]; length: number } {
  const length = Math.min(PATCH_SIDE, side);
  const count = Math.max(1, Math.min(PATCHES_A_SIDE, Math.floor(side / PATCH_SIDE)));
  const apart = count === 1 ? 0 : (side - length) / (count - 1);
  const first = count === 1 ? (side - length) / 2 : 0;
  return { starts: Array.from({ length: count }, (_, i) => Math.floor((first + i * apart) / 8) * 8), length };
}
