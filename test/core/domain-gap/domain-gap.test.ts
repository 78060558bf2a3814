import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DomainMeasures } from '@contract/domain-gap';
import { inEnglish } from '@contract/in-language';
import { degrade, type DegradeOptions } from '../../../src-main/core/degrade/degrade';
import { drawDeadLeaves } from '../../../src-main/core/degrade/dead-leaves';
import { blockiness } from '../../../src-main/core/domain-gap/blockiness';
import { blurWidth } from '../../../src-main/core/domain-gap/blur-width';
import { compareDomains } from '../../../src-main/core/domain-gap/compare';
import { measureDomain } from '../../../src-main/core/domain-gap/measure';
import { noiseLevel } from '../../../src-main/core/domain-gap/noise';
import type { ImageF32 } from '../../../src-main/core/image/image';
import { imageSource } from '../../../src-main/core/image/image-source';
import { complexGrid, transform } from '../../../src-main/core/pair/fft';
import { createRandom } from '../../../src-main/core/random';
import { flatPicture } from '../image/drawn-picture';

const rounded = (image: ImageF32): ImageF32 => ({
  ...image,
  data: image.data.map((value) => Math.round(Math.min(1, Math.max(0, value)) * 255) / 255),
});

/** Saved as JPEG and opened again. */
async function asJpeg(image: ImageF32, quality: number): Promise<ImageF32> {
  const { width, height } = image;
  const bytes = Uint8Array.from(rounded(image).data, (value) => Math.round(value * 255));
  const jpeg = await sharp(bytes, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  const data = await sharp(jpeg).raw().toBuffer();
  return { data: Float32Array.from(data, (value) => value / 255), width, height, channels: 3 };
}

const degraded = (clean: ImageF32, options: Partial<DegradeOptions> = {}): ImageF32 =>
  rounded(degrade(clean, { task: 'deblur', seed: 3, ...options }));

const measure = (image: ImageF32) => measureDomain(imageSource(image));

describe('measures', () => {
  it.each([1, 5, 20])('white noise of deviation %i is found within 5 %%', (noise) => {
    const level = noiseLevel([degrade(flatPicture(160, 160, 1, 0.5), { task: 'denoise', noise, seed: 1 })])!;
    expect(Math.abs(level / noise - 1)).toBeLessThan(0.05);
  });

  it.each([1, 1.6, 3])('natural texture (amplitude 1/f) blurred by %f px has that blur', (sigma) => {
    expect(Math.abs(blurWidth([texture(256, sigma)], 0)! - sigma)).toBeLessThan(0.15 * sigma + 0.1);
  });

  it('blocks of 8×8 stand out wherever the grid begins, and only they', () => {
    const stepped = (shift: number, side: number): ImageF32 => ({
      ...flatPicture(160, 160, 1, 0),
      data: Float32Array.from({ length: 160 * 160 }, (_, i) => {
        const [x, y] = [(i % 160) + shift, Math.floor(i / 160) + shift];
        const cell = (Math.floor(x / side) * 7 + Math.floor(y / side) * 13) % 5;
        return 0.4 + 0.01 * cell + 0.002 * Math.sin(x * 1.7 + y * 2.3);
      }),
    });
    for (const shift of [0, 3]) expect(blockiness([stepped(shift, 8)])).toBeGreaterThan(1);
    expect(blockiness([stepped(0, 7)])).toBeLessThan(0.3);
  });

  it('says nothing of what is too small, black or flat', async () => {
    expect(await measure(flatPicture(40, 400, 3, 0.5))).toBeNull();
    expect(await measure(flatPicture(200, 200, 3, 0))).toBeNull();
    expect(await measure(flatPicture(200, 200, 3, 0.5))).toBeNull();
  });
});

/** Random texture whose spectrum falls as 1/f, blurred by a Gaussian: both exactly, in frequencies. */
function texture(side: number, sigma: number): ImageF32 {
  const random = createRandom(4);
  const grid = complexGrid(side, side);
  for (let i = 1; i < side * side; i += 1) {
    const along = (k: number) => Math.min(k, side - k) / side;
    const f = Math.hypot(along(i % side), along(Math.floor(i / side)));
    const size = (0.1 * Math.exp(-2 * (Math.PI * f * sigma) ** 2)) / f / side;
    grid.re[i] = size * random.normal();
    grid.im[i] = size * random.normal();
  }
  transform(grid);
  return { data: Float32Array.from(grid.re, (value) => 0.5 + value), width: side, height: side, channels: 1 };
}

describe('a photo against the training pair', () => {
  /** The pair that is learned from, and another motif that is restored. */
  let training: DomainMeasures;
  const photo = drawDeadLeaves({ size: 384, seed: 77 });
  beforeAll(async () => {
    training = (await measure(degraded(drawDeadLeaves({ size: 384, seed: 0 }))))!;
  });
  const level = async (image: ImageF32) => compareDomains(await measure(image), training);

  it('degraded alike is near', async () => {
    expect((await level(degraded(photo))).level).toBe('near');
    expect((await level(degraded(photo, { noise: 2, blurSigma: 1.8 }))).level).toBe('near');
    expect((await level(await asJpeg(degraded(photo), 98))).level).toBe('near');
  });

  it.each([
    ['four times the noise', { noise: 4 * Math.SQRT2 }, /^Unlike the training pair: noisier/],
    ['twice the blur', { blurSigma: 3.2 }, /^Unlike the training pair: blurrier/],
    ['no blur', { blurSigma: 0 }, /^Unlike the training pair: sharper/],
  ])('%s is far, and the sentence says so', async (_, options, sentence) => {
    const fit = await level(degraded(photo, options));
    expect(fit).toMatchObject({ level: 'far' });
    expect(inEnglish(fit.sentence)).toMatch(sentence);
  });

  it('a sharp photo is sharper than a pair that is only a little soft, and another as soft is near', async () => {
    const soft = (await measure(degraded(drawDeadLeaves({ size: 384, seed: 0 }), { blurSigma: 1 })))!;
    const against = async (blurSigma: number) => compareDomains(await measure(degraded(photo, { blurSigma })), soft);
    expect(inEnglish((await against(0)).sentence)).toMatch(/^Unlike the training pair: sharper/);
    expect((await against(1)).level).toBe('near');
  });

  it('less noise is told where it can be seen', async () => {
    const noisy = (await measure(degraded(drawDeadLeaves({ size: 384, seed: 0 }), { noise: 8 })))!;
    const without = (await measure(degraded(photo, { noise: 0 })))!;
    expect(inEnglish(compareDomains(without, noisy).sentence)).toMatch(/^Unlike the training pair: .*less noisy/);
    expect(compareDomains(without, training).level).toBe('near');
  });

  it('JPEG of quality 30 is far', async () => {
    const fit = await level(await asJpeg(degraded(photo), 30));
    expect(fit.level).toBe('far');
    expect(inEnglish(fit.sentence)).toMatch(/more compressed/);
  });

  it('a model that learned JPEG blocks knows them, and misses them elsewhere', async () => {
    const blocky = (await measure(await asJpeg(degraded(photo), 30)))!;
    const other = await asJpeg(degraded(drawDeadLeaves({ size: 384, seed: 5 })), 30);
    expect(compareDomains(await measure(other), blocky).level).toBe('near');
    expect(inEnglish(compareDomains(training, blocky).sentence)).toMatch(/less compressed/);
  });

  it('what is not known is said', () => {
    expect(compareDomains(training, undefined).level).toBe('unknown');
    expect(compareDomains(null, training).level).toBe('unknown');
  });
});
