import { describe, expect, it } from 'vitest';
import { withGain } from '../../../src-main/core/models/gain';
import type { OpenModel } from '../../../src-main/core/models/method';
import { planeOf, type Plane } from '../../../src-main/core/image/plane';
import { tileOf } from '../../../src-main/core/patches/tile';
import { gradientGain } from '../../../src-main/core/training/gradient-gain';
import { resolveSettings } from '../../../src-preload/contract/model-spec';

const [width, height] = [48, 40];
const plane = (value: (x: number, y: number) => number): Plane =>
  planeOf(
    Float32Array.from({ length: width * height }, (_, at) => value(at % width, Math.floor(at / width))),
    width,
    height,
  );
const mixed = (a: Plane, b: Plane, share: number): Plane => ({
  ...a,
  data: a.data.map((value, index) => value + share * (b.data[index]! - value)),
});
const clean = plane((x, y) => 0.5 + 0.3 * Math.sin(x / 2) * Math.cos(y / 3));
const degraded = plane((x, y) => 0.5 + 0.1 * Math.sin(x / 2) * Math.cos(y / 3));

describe('the gain that gradients ask for', () => {
  it('makes up for what was restored too little', () => {
    expect(gradientGain([{ degraded, restored: mixed(degraded, clean, 0.9), clean }])).toBeCloseTo(1 / 0.9, 2);
    expect(gradientGain([{ degraded, restored: mixed(degraded, clean, 0.8), clean }])).toBeCloseTo(1.25, 2);
  });

  it('is 1 where gradients are right or too strong already', () => {
    expect(gradientGain([{ degraded, restored: clean, clean }])).toBe(1);
    expect(gradientGain([{ degraded, restored: mixed(degraded, clean, 1.2), clean }])).toBe(1);
  });

  it('is 1 where noise was taken away, whatever texture went with it', () => {
    const texture = (seed: number, size: number) =>
      plane((x, y) => 0.5 + size * ((((y * width + x) * seed) % 101) / 101 - 0.5));
    const fine = texture(7919, 0.02);
    const noisy = { ...fine, data: fine.data.map((value, at) => value + texture(104729, 0.1).data[at]! - 0.5) };
    // A little of the noise, inverted, would have gradients more like those of the lost texture.
    const restored = plane((x) => 0.5 + 0.02 * Math.sin(x / 20));
    expect(gradientGain([{ degraded: noisy, restored, clean: fine }])).toBe(1);
  });

  it('costs no more than 0.1 dB of PSNR', () => {
    // Changes in the wrong places: a gain brings the distribution nearer and every pixel further away.
    const elsewhere = plane((x, y) => 0.5 + 0.3 * Math.cos(x / 2) * Math.sin(y / 3));
    const restored = mixed(degraded, elsewhere, 0.8);
    const gain = gradientGain([{ degraded, restored, clean }]);
    const error = (picture: Plane) => picture.data.reduce((sum, value, at) => sum + (value - clean.data[at]!) ** 2, 0);
    const loss = (by: number) => 10 * Math.log10(error(mixed(degraded, restored, by)) / error(restored));
    expect(gain).toBeLessThan(1.1);
    expect(loss(gain)).toBeLessThanOrEqual(0.1);
    expect(loss(gain + 0.01)).toBeGreaterThan(0.1);
  });

  it('amplifies what a model changes, and nothing where it was not asked for', async () => {
    const model = (ingredients: 'gradient-gain'[]): OpenModel => ({
      settings: resolveSettings({ method: 'rnn', preset: 'fast', ingredients }),
      margin: 2,
      restoreTile: (tile) =>
        Promise.resolve(planeOf(new Float32Array(tile.width * tile.height).fill(0.5), tile.width, tile.height)),
      dispose: () => undefined,
    });
    const gain = [{ name: 'gradient.gain', shape: [1], dtype: 'F32' as const, data: Float32Array.of(1.25) }];
    const rect = { x: 5, y: 7, width: 8, height: 6 };
    const token = { next: () => Promise.resolve('go' as const) };
    const amplified = await withGain(model(['gradient-gain']), gain).restoreTile(tileOf(degraded, rect, 2), { token });
    amplified.data.forEach((value, at) => {
      const before = degraded.data[(7 + Math.floor(at / 8)) * width + 5 + (at % 8)]!;
      expect(value).toBeCloseTo(before + 1.25 * (0.5 - before), 6);
    });
    const plain = model([]);
    expect(withGain(plain, gain)).toBe(plain);
  });
});
