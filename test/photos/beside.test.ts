import { expect, it } from 'vitest';
import type { ImageF32 } from '../../src-main/core/image/image';
import { beside } from '../../src-main/photos/beside';

const flat = (width: number, height: number, channels: number, value: number): ImageF32 => ({
  data: new Float32Array(width * height * channels).fill(value),
  width,
  height,
  channels,
});

it('lays pictures beside each other on white, cut to their common size, grey as colour', () => {
  const result = beside([flat(5, 3, 3, 0.25), flat(2, 4, 1, 0.5)]);
  expect([result.width, result.height, result.channels]).toEqual([2 + 8 + 2, 3, 3]);
  const row = [...result.data.subarray(0, 12 * 3)];
  expect(row).toEqual([...Array<number>(6).fill(0.25), ...Array<number>(24).fill(1), ...Array<number>(6).fill(0.5)]);
  expect([...result.data.subarray(-36)]).toEqual(row);
});
