import type { ImageF32 } from '../image/image';

/** A grey chessboard, `size` × `size` px, with fields of `field` px (paper, Fig. 9). */
export function drawChessboard(size: number, field: number): ImageF32 {
  const data = Float32Array.from({ length: size * size }, (_, index) => {
    const [x, y] = [index % size, Math.floor(index / size)];
    return (Math.floor(x / field) + Math.floor(y / field)) % 2;
  });
  return { data, width: size, height: size, channels: 1 };
}
