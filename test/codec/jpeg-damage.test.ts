import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { jpegDamage } from '../../src-main/codec/jpeg-damage';
import { noise, picture, seeded } from '../fixtures/helpers';

const WIDTH = 203;
const HEIGHT = 149;

/** A scene with flat and busy parts. */
async function scene(): Promise<Buffer> {
  const data = Buffer.from(noise(WIDTH * HEIGHT * 3, 8) as Uint8Array);
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1)
      if ((x >> 5) % 2 === 0) data.fill((x + y) & 255, 3 * (y * WIDTH + x), 3 * (y * WIDTH + x) + 3);
  return picture(data, WIDTH, HEIGHT, 3).png().toBuffer();
}

const png = await scene();
const variants = [
  { chromaSubsampling: '4:2:0', quality: 80 },
  { chromaSubsampling: '4:4:4', quality: 95 },
  { progressive: true, quality: 85 },
  { progressive: true, chromaSubsampling: '4:4:4', quality: 60, mozjpeg: true },
  { optimiseCoding: false, quality: 50 },
] as const;

describe.each(variants)('a JPEG of %o', (options) => {
  it('is sound as it was written, in colour and in grey', async () => {
    expect(jpegDamage(await sharp(png).jpeg(options).toBuffer())).toBeNull();
    expect(jpegDamage(await sharp(png).greyscale().jpeg(options).toBuffer())).toBeNull();
  });

  it('is damaged in its lower half when the rest of its data is zero', async () => {
    const file = await sharp(png).jpeg(options).toBuffer();
    file.fill(0, Math.floor(file.length / 2));
    const { share } = jpegDamage(file)!;
    expect(share).toBeGreaterThan('progressive' in options ? 0 : 0.3);
    expect(share).toBeLessThanOrEqual(1);
  });

  it('is damaged when it is cut, with and without its end marker', async () => {
    const file = await sharp(png).jpeg(options).toBuffer();
    const cut = file.subarray(0, Math.floor(file.length * 0.7));
    expect(jpegDamage(cut)).not.toBeNull();
    expect(jpegDamage(Buffer.concat([cut, Buffer.from([0xff, 0xd9])]))).not.toBeNull();
  });

  it('reveals most bit errors, and never hangs or throws', async () => {
    const file = await sharp(png).jpeg(options).toBuffer();
    const next = seeded(3);
    let found = 0;
    for (let round = 0; round < 40; round += 1) {
      const damaged = Buffer.from(file);
      for (let i = 0; i < 4; i += 1) {
        const at = Math.floor(file.length / 3) + next(Math.floor(file.length / 2));
        damaged[at] = damaged[at]! ^ (1 << next(8));
      }
      if (jpegDamage(damaged) !== null) found += 1;
    }
    expect(found).toBeGreaterThan(12);
  });
});
