import type { ImageF32 } from '../image/image';
import { quantile } from '../order';

const BLOCK = 8;
/** A jump larger than this is an edge of the motif and counts no more: pixels in [0,1]. */
const EDGE = 0.04;

/**
 * How much stronger jumps are across the borders of 8×8 blocks than elsewhere: 0 for none, 1 for twice as strong. The
 * grid may begin anywhere (a cropped photo). Null where the picture is perfectly flat or too small.
 */
export function blockiness(patches: ImageF32[]): number | null {
  const across = excess(jumpsByPhase(patches, 1));
  const down = excess(jumpsByPhase(patches, 0));
  return across === null || down === null ? null : Math.max(0, Math.min(across, down));
}

/** Where the grid of 8×8 blocks most probably begins, 0–7 along x and y; null where there is nothing to see. */
export function blockGrid(patches: ImageF32[]): { x: number; y: number } | null {
  const [across, down] = [jumpsByPhase(patches, 1), jumpsByPhase(patches, 0)];
  const strongest = (jumps: number[]) => jumps.indexOf(Math.max(...jumps));
  return Math.max(...across, ...down) > 0 ? { x: strongest(across), y: strongest(down) } : null;
}

/** Mean jump at each of the 8 places of the grid, along x (step 1) or along y (step: the width). */
function jumpsByPhase(patches: ImageF32[], alongX: 0 | 1): number[] {
  const sums = new Array<number>(BLOCK).fill(0);
  const counts = new Array<number>(BLOCK).fill(0);
  for (const { data, width, height } of patches) {
    const step = alongX === 1 ? 1 : width;
    const [fromX, fromY] = alongX === 1 ? [2, 0] : [0, 2];
    for (let y = fromY; y < height - (alongX === 1 ? 0 : 1); y++) {
      for (let x = fromX; x < width - alongX; x++) {
        const phase = (alongX === 1 ? x : y) % BLOCK;
        sums[phase]! += Math.min(EDGE, jump(data, y * width + x, step));
        counts[phase]! += 1;
      }
    }
  }
  return sums.map((sum, phase) => sum / Math.max(1, counts[phase]!));
}

/** The step between two neighbours beyond what the slopes on both sides explain. */
function jump(data: Float32Array, at: number, step: number): number {
  const [before, here] = [data[at - step]!, data[at]!];
  return Math.abs(here - before - (before - data[at - 2 * step]! + data[at + step]! - here) / 2);
}

function excess(jumps: number[]): number | null {
  const usual = quantile(jumps, 0.5);
  return usual > 0 ? Math.max(...jumps) / usual - 1 : null;
}
