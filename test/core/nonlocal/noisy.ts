import { blur } from '../../../src-main/core/degrade/blur';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import type { ImageF32 } from '../../../src-main/core/image/image';
import { createRandom } from '../../../src-main/core/random';

/** A drawn picture, softened as a camera would. */
export const drawnPhoto = (seed: number, size: number): ImageF32 => blur(drawDeadLeaves({ size, seed }), 1);

/** The standard deviation of the noise added, at a level in [0,1]. */
export const deviationOf = (level: number) => (2 + 6 * level) / 255;

/** How much a channel's noise has in common with the others': ρ. */
export const SHARED = 0.5;

/**
 * Camera-like noise: stronger in bright places, correlated among channels (ρ = 0.5), softened by [1 2 1]/4 both ways and
 * brought back to its deviation.
 */
export function addCameraNoise(clean: ImageF32, seed: number): ImageF32 {
  const { width, height, channels } = clean;
  const random = createRandom(seed);
  const field = () => Float32Array.from({ length: width * height }, () => random.normal());
  const common = field();
  const own = Array.from({ length: channels }, field);
  const white = clean.data.map((_, i) => {
    const pixel = Math.floor(i / channels);
    return Math.sqrt(SHARED) * common[pixel]! + Math.sqrt(1 - SHARED) * own[i % channels]![pixel]!;
  });
  const noise = softened({ ...clean, data: white });
  return { ...clean, data: clean.data.map((level, i) => level + deviationOf(level) * noise[i]!) };
}

/** The variance that [1 2 1]/4 both ways leaves of white noise. */
const LEFT = (6 / 16) ** 2;

function softened({ data, width, height, channels }: ImageF32): Float32Array {
  const at = (x: number, y: number, channel: number) =>
    data[(Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))) * channels + channel]!;
  return data.map((_, i) => {
    const [channel, x, y] = [i % channels, Math.floor(i / channels) % width, Math.floor(i / channels / width)];
    let sum = 0;
    for (const [dy, v] of [
      [-1, 1],
      [0, 2],
      [1, 1],
    ] as const)
      for (const [dx, u] of [
        [-1, 1],
        [0, 2],
        [1, 1],
      ] as const)
        sum += (u * v * at(x + dx, y + dy, channel)) / 16;
    return sum / Math.sqrt(LEFT);
  });
}
