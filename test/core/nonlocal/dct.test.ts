import { expect, it } from 'vitest';
import { BLOCK, BLOCK_AREA, forwardDct, inverseDct } from '../../../src-main/core/nonlocal/dct';
import { createRandom } from '../../../src-main/core/random';

const random = createRandom(1);
const noise = (length: number) => Float32Array.from({ length }, () => random.normal());

it('is the orthonormal DCT-II of its definition', () => {
  const block = noise(BLOCK_AREA);
  const scale = (k: number) => Math.sqrt((k === 0 ? 1 : 2) / BLOCK);
  const basis = (k: number, i: number) => scale(k) * Math.cos((Math.PI * (2 * i + 1) * k) / (2 * BLOCK));
  const transformed = block.slice();
  forwardDct(transformed, 0);
  for (const [v, u] of [
    [0, 0],
    [1, 0],
    [3, 5],
    [7, 7],
    [2, 6],
    [4, 1],
  ] as const) {
    let sum = 0;
    for (let y = 0; y < BLOCK; y++)
      for (let x = 0; x < BLOCK; x++) sum += block[y * BLOCK + x]! * basis(v, y) * basis(u, x);
    expect(transformed[v * BLOCK + u]).toBeCloseTo(sum, 5);
  }
});

it('is undone by its inverse, at any place', () => {
  const blocks = noise(3 * BLOCK_AREA);
  const values = blocks.slice();
  forwardDct(values, BLOCK_AREA);
  inverseDct(values, BLOCK_AREA);
  for (const [i, value] of values.entries()) expect(value).toBeCloseTo(blocks[i]!, 5);
});
