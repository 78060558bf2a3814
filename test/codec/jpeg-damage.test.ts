import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto } from '../../src-main/codec';
import { jpegDamage, type JpegDamage } from '../../src-main/codec/jpeg-damage';
import { TURNED } from '../fixtures/heic';
import { failureOf, noise, picture, seeded, temporaryFolder } from '../fixtures/helpers';
import { tiffByHand } from '../fixtures/tiff-maker';

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
    const { share } = jpegDamage(file) as JpegDamage;
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

/** Two gradients of 16×16 grey samples, 12x + 3y: by libjpeg-turbo's jpegtran, and without loss by imagecodecs. */
const ARITHMETIC =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//yQALCAAQABABAREA/8wABgAQEAX/2gAIAQEAAD8A/wByySbrZvSynAoKnUH5PvRdzP/Z';
const LOSSLESS =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/wwALCAAQABABAREA/8QAFgABAQEAAAAAAAAAAAAAAAAABAII/9oACAEBAAEAAM/sYxjGMYxjGMYy2MYxjGMYxjGMZbGMYxjGMYxjGMtjGMYxjGMYxjGWxjGMYxjGMYxjLYxjGMYxjGMYxlsYxjGMYxjGMYy2MYxjGMYxjGMZbGMYxjGMYxjGMtjGMYxjGMYxjGWxjGMYxjGMYxjLYxjGMYxjGMYxlsYxjGMYxjGMYy2MYxjGMYxjGMZbGMYxjGMYxjGMtjGMYxjGMYxjGf/Z';

describe('codings in which nobody can tell damage', async () => {
  const folder = await temporaryFolder();
  const decoded = async (name: string, bytes: Uint8Array, damaged = false) => {
    await writeFile(join(folder, name), bytes);
    return readFile((await decodePhoto(join(folder, name), join(folder, 'raw'), { damaged })).path);
  };

  it.each([
    ['arithmetic', ARITHMETIC],
    ['lossless', LOSSLESS],
  ])('a JPEG of %s coding is refused for what it is, whole or not, and read when it is told to', async (name, text) => {
    const whole = Buffer.from(text, 'base64');
    const zeroTailed = Buffer.from(whole);
    zeroTailed.subarray(-9, -2).fill(0);
    for (const bytes of [whole, zeroTailed])
      expect((await failureOf(decoded(`${name}.jpg`, bytes))).message).toMatch(/rare coding.*allow damaged photos/);
    const samples = await decoded(`${name}.jpg`, whole, true);
    for (let i = 0; i < 256; i += 1)
      expect(Math.abs(samples[i]! - (12 * (i % 16) + 3 * (i >> 4)))).toBeLessThan(name === 'lossless' ? 1 : 24);
  });

  it.each([2, 4, 6])('a WebP that is white but for a line of writing is none (effort %s)', async (effort) => {
    const [width, height] = [2400, 1800];
    const page = new Uint8Array(width * height * 3).fill(255);
    page.set(noise(3 * width * 16, 8), 3 * width * 900);
    const file = await sharp(page, { raw: { width, height, channels: 3 } })
      .webp({ quality: 80, effort })
      .toBuffer();
    expect(await decoded('page.webp', file)).not.toHaveLength(0);
  });

  it('and a TIFF of such pieces', async () => {
    const pixels = new Uint8Array(16 * 16);
    const pack = () => Buffer.from(LOSSLESS, 'base64');
    const tiff = tiffByHand([{ width: 16, height: 16, samples: 1, pixels, compression: 7, pack }]);
    expect((await failureOf(decoded('pieces.tif', tiff))).message).toMatch(/rare coding/);
  });

  it.each([
    ['webp', await sharp(png).webp({ quality: 90 }).toBuffer(), 4200],
    ['heic', TURNED, 128],
  ])('a %s whose codes hold a hole is damaged, and read when it is told to', async (ending, whole, length) => {
    expect(await decoded(`whole.${ending}`, whole)).not.toHaveLength(0);
    const holed = Buffer.from(whole).fill(0, 0x500, 0x500 + length);
    expect((await failureOf(decoded(`holed.${ending}`, holed))).message).toMatch(/a part of it may be wrong/);
    expect(await decoded(`holed.${ending}`, holed, true)).not.toHaveLength(0);
  });
});

it('a JPEG that lost the scan of a colour is damaged as a whole', async () => {
  const file = await sharp(png).jpeg({ quality: 80 }).toBuffer();
  const at = file.indexOf(Buffer.from([0xff, 0xda]));
  // One scan of the first component only: its codes are those of a grey picture.
  const grey = await sharp(png).greyscale().jpeg({ quality: 80 }).toBuffer();
  const scan = grey.subarray(grey.indexOf(Buffer.from([0xff, 0xda])));
  expect(jpegDamage(Buffer.concat([file.subarray(0, at), scan]))).toEqual({ share: 1 });
});

it('a mean that no encoder writes is damage: what follows it is darker or brighter than it was', async () => {
  const flat = await sharp({ create: { width: 256, height: 256, channels: 3, background: '#e0e0e0' } })
    .jpeg({ quality: 90, optimiseCoding: false })
    .toBuffer();
  const start = flat.indexOf(Buffer.from([0xff, 0xda])) + 14;
  const found = Array.from({ length: 8 }, (_, bit) => {
    const rotten = Buffer.from(flat);
    rotten[start]! ^= 1 << bit;
    return jpegDamage(rotten) !== null;
  });
  expect(jpegDamage(flat)).toBeNull();
  expect(found.filter(Boolean).length).toBeGreaterThan(4);
});
