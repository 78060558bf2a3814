import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultFormat, RawPicture } from '@contract/photo';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto, encodePhoto, probePhoto, type OutputSettings } from '../../src-main/codec';
import { gatherBits, spreadBits } from '../../src-main/codec/samples';
import { failureOf, noise, picture, rawPicture, temporaryFolder } from '../fixtures/helpers';

const folder = await temporaryFolder();
let files = 0;
const path = (extension: string) => join(folder, `${(files += 1)}.${extension}`);

async function stored(raw: RawPicture): Promise<Uint8Array | Uint16Array> {
  const bytes = await readFile(raw.path);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return raw.depth === 8 ? new Uint8Array(buffer) : new Uint16Array(buffer);
}

/** encode → decode; answers what came back. */
async function roundTrip(raw: RawPicture, format: ResultFormat, original: string | null = null) {
  const out = path(format);
  await encodePhoto({ raw, original, out, format, onConflict: 'rename' });
  const back = await decodePhoto(out, path('raw'));
  return { out, back, samples: await stored(back) };
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
};

describe('round trips', () => {
  const sizes = [
    [1, 1],
    [7, 5],
    [1, 4000],
    [4000, 1],
    [61, 47],
  ] as const;
  for (const format of ['png', 'tiff'] as const) {
    for (const depth of [8, 16] as const) {
      for (const channels of [1, 3] as const) {
        it.each(sizes)(`${format}, ${channels} × ${depth} bit, %i×%i: exact`, async (width, height) => {
          const { raw, samples } = await rawPicture(path('raw'), { width, height, channels, depth });
          const { back, samples: got } = await roundTrip(raw, format);
          expect(back).toMatchObject({ width, height, channels, depth });
          expect(got).toEqual(samples);
        });
      }
    }
  }

  it.each(['jpeg', 'webp', 'avif'] as const)('%s of a smooth picture stays near it', async (format) => {
    const samples = Uint8Array.from({ length: 64 * 48 * 3 }, (_, i) => 40 + Math.floor(i / 3 / 64) * 3 + (i % 3) * 20);
    const { raw } = await rawPicture(path('raw'), { width: 64, height: 48, channels: 3, depth: 8 }, samples);
    const { back, samples: got } = await roundTrip(raw, format);
    expect(back).toMatchObject({ width: 64, height: 48, channels: 3, depth: 8 });
    expect(largestDifference(got, samples)).toBeLessThanOrEqual(6);
  });

  it('16 bits in AVIF keep 12', async () => {
    const samples = Uint16Array.from({ length: 64 * 48 }, (_, i) => 8000 + i * 16);
    const { raw } = await rawPicture(path('raw'), { width: 64, height: 48, channels: 1, depth: 16 }, samples);
    const { out, back, samples: got } = await roundTrip(raw, 'avif');
    expect((await sharp(out).metadata()).bitsPerSample).toBe(12);
    expect(back.depth).toBe(16);
    expect(
      largestDifference(
        got.filter((_, i) => back.channels === 1 || i % 3 === 0),
        samples,
      ),
    ).toBeLessThan(700);
  });

  it('10 and 12 bits spread over 16 and come back exactly', () => {
    for (const bits of [10, 12]) {
      const shifted = Uint16Array.from({ length: 2 ** bits }, (_, i) => i << (16 - bits));
      const spread = shifted.slice();
      spreadBits(spread, bits);
      expect([spread[0], spread.at(-1)]).toEqual([0, 65_535]);
      expect(gatherBits(spread, bits)).toEqual(shifted);
    }
  });

  it('16 bits are rounded, not cut, for JPEG', async () => {
    const samples = new Uint16Array(16 * 16).fill(128 * 257 + 200);
    const { raw } = await rawPicture(path('raw'), { width: 16, height: 16, channels: 1, depth: 16 }, samples);
    const { samples: got } = await roundTrip(raw, 'jpeg');
    expect(new Set(got)).toEqual(new Set([129]));
  });
});

describe('like the original', () => {
  const alike: [string, 8 | 16, 1 | 2 | 3 | 4, 8 | 16][] = [];
  for (const original of [8, 16] as const) {
    for (const channels of [1, 2, 3, 4] as const) {
      for (const result of [8, 16] as const) alike.push([`${channels}`, original, channels, result]);
    }
  }
  it.each(alike)('%s channels, %i-bit original (%i channels), %i-bit result', async (_, from, channels, depth) => {
    const [width, height] = [13, 9];
    // Nothing is fully transparent, enlarged neither: what is hidden stays the original's own.
    const before = noise(width * height * channels, from, 3).map((value) => Math.max(2 ** (from - 1), value));
    const original = path('png');
    await picture(before, width, height, channels).png().toFile(original);
    const colours = channels < 3 ? 1 : 3;
    for (const scale of [1, 2]) {
      const size = { width: width * scale, height: height * scale, channels: colours, depth } as const;
      const { raw, samples } = await rawPicture(path('raw'), size);
      for (const format of ['png', 'tiff'] as const) {
        const { out, samples: got } = await roundTrip(raw, format, original);
        expect(got).toEqual(samples);
        expect((await probePhoto(out)).hasAlpha).toBe(channels % 2 === 0);
      }
    }
  });

  it('keeps the alpha channel exactly', async () => {
    for (const channels of [2, 4] as const) {
      for (const depth of [8, 16] as const) {
        const original = path('png');
        const before = noise(13 * 9 * channels, depth, 5);
        await picture(before, 13, 9, channels).png().toFile(original);
        const { raw } = await rawPicture(path('raw'), {
          width: 13,
          height: 9,
          channels: channels === 2 ? 1 : 3,
          depth,
        });
        for (const format of ['png', 'tiff'] as const) {
          const { out } = await roundTrip(raw, format, original);
          const deep = depth === 16;
          const alpha = await sharp(out)
            .pipelineColourspace(deep ? 'rgb16' : 'srgb')
            .extractChannel('alpha')
            .toColourspace(deep ? 'rgb16' : 'b-w')
            .raw({ depth: deep ? 'ushort' : 'uchar' })
            .toBuffer();
          const got = depth === 8 ? new Uint8Array(alpha) : new Uint16Array(new Uint8Array(alpha).buffer);
          expect(got).toEqual(before.filter((_, i) => i % channels === channels - 1));
        }
      }
    }
  });

  it('keeps alpha exactly in WebP at any quality, soft edges nearly in AVIF', async () => {
    const [width, height] = [64, 48];
    const original = path('png');
    // Opaque in the middle, transparent outside, a soft edge between them.
    const alpha = Uint8Array.from({ length: width * height }, (_, i) => {
      const from = Math.hypot((i % width) - width / 2, Math.floor(i / width) - height / 2);
      return Math.max(0, Math.min(255, 128 + (16 - from) * 20));
    });
    const photo = noise(width * height * 4, 8).map((value, i) => (i % 4 === 3 ? alpha[i >> 2]! : value));
    await picture(photo, width, height, 4).png().toFile(original);
    const { raw } = await rawPicture(path('raw'), { width, height, channels: 3, depth: 8 });
    const written = async (format: ResultFormat, settings: OutputSettings) => {
      const out = path(format);
      await encodePhoto({ raw, original, out, format, onConflict: 'overwrite', settings });
      return new Uint8Array(await sharp(out).extractChannel('alpha').raw().toBuffer());
    };
    expect(await written('webp', { quality: 20 })).toEqual(alpha);
    expect(await written('avif', { lossless: true })).toEqual(alpha);
    expect(largestDifference(await written('avif', {}), alpha)).toBeLessThan(24);
  });

  it('colours below fully transparent pixels are the nearest visible ones while restoring, and come back after it', async () => {
    const [width, height] = [16, 12];
    const visible = (i: number) => i % width < 5;
    const colour = (i: number) => (visible(i) ? 100 + (i % width) : i % 2 === 0 ? 0 : 255);
    const photo = Uint8Array.from({ length: width * height * 4 }, (_, i) =>
      i % 4 === 3 ? (visible(i >> 2) ? 255 : 0) : colour(i >> 2),
    );
    for (const depth of [8, 16] as const) {
      const original = path('png');
      const stored = depth === 8 ? photo : Uint16Array.from(photo, (value) => value * 257);
      await picture(stored, width, height, 4).png().toFile(original);
      const raw = await decodePhoto(original, path('raw'));
      const bytes = new Uint8Array(await readFile(raw.path));
      const decoded = depth === 8 ? bytes : new Uint16Array(bytes.buffer);
      const covered = Array.from(
        { length: width * height * 3 },
        (_, i) => 100 + Math.min(4, Math.floor(i / 3) % width),
      );
      expect(Array.from(decoded, (value) => value / (depth === 8 ? 1 : 257))).toEqual(covered);
      for (const format of ['png', 'tiff'] as const) {
        const out = path(format);
        await encodePhoto({ raw, original, out, format, onConflict: 'overwrite' });
        const { data } = await sharp(out)
          .pipelineColourspace(depth === 8 ? 'srgb' : 'rgb16')
          .toColourspace(depth === 8 ? 'srgb' : 'rgb16')
          .raw({ depth: depth === 8 ? 'uchar' : 'ushort' })
          .toBuffer({ resolveWithObject: true });
        expect(depth === 8 ? new Uint8Array(data) : new Uint16Array(new Uint8Array(data).buffer)).toEqual(stored);
      }
    }
  });

  it.each(['jpeg', 'png', 'webp', 'avif', 'tiff'] as const)('carries profile, EXIF and XMP into %s', async (format) => {
    const original = path('jpg');
    const xmp =
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>';
    await sharp(noise(20 * 10 * 3, 8), { raw: { width: 20, height: 10, channels: 3 } })
      .withMetadata({ orientation: 6 })
      .withIccProfile('p3')
      .withExifMerge({ IFD0: { Copyright: 'Somebody' } })
      .withXmp(xmp)
      .jpeg()
      .toFile(original);
    const profile = (await sharp(original).metadata()).icc;
    expect(await probePhoto(original)).toMatchObject({ width: 10, height: 20, orientation: 6, hasProfile: true });
    const samples = noise(10 * 20 * 3, 8, 9);
    const { raw } = await rawPicture(path('raw'), { width: 10, height: 20, channels: 3, depth: 8 }, samples);
    const { out, samples: got } = await roundTrip(raw, format, original);
    const after = await sharp(out).metadata();
    expect(after.icc?.equals(profile!)).toBe(true);
    expect(after.xmpAsString).toContain('adobe:ns:meta');
    expect(await probePhoto(out)).toMatchObject({ width: 10, height: 20, orientation: 1 });
    if (format !== 'tiff') expect(after.exif?.includes('Somebody')).toBe(true);
    if (format === 'png' || format === 'tiff') expect(got).toEqual(samples);
  });
});

describe('reading', () => {
  it('turns every orientation upright, once', async () => {
    // A 3×2 picture with six different corners, as an upright viewer sees it.
    const upright = Uint8Array.from([10, 60, 110, 160, 210, 250]);
    for (const format of ['png', 'tiff', 'jpeg', 'webp'] as const) {
      for (let orientation = 1; orientation <= 8; orientation += 1) {
        const file = path(format);
        const original = upright.slice();
        const tall = orientation >= 5;
        // The inverse of the turn that each orientation asks for.
        const turned = unturn(original, orientation);
        const blown = await sharp(turned, { raw: { width: tall ? 2 : 3, height: tall ? 3 : 2, channels: 1 } })
          .resize(tall ? 32 : 48, tall ? 48 : 32, { kernel: 'nearest' })
          .toColourspace('b-w')
          .withMetadata({ orientation })
          .toFormat(format, format === 'tiff' ? { compression: 'deflate' } : { quality: 100 })
          .toBuffer();
        await writeFile(file, blown);
        const raw = await decodePhoto(file, path('raw'));
        expect([raw.width, raw.height]).toEqual([48, 32]);
        const samples = await stored(raw);
        const seen = Array.from(upright, (_, i) => {
          const [x, y] = [(i % 3) * 16 + 8, Math.floor(i / 3) * 16 + 8];
          return samples[(y * 48 + x) * raw.channels]!;
        });
        expect(largestDifference(seen, upright), `${format} ${orientation}`).toBeLessThanOrEqual(4);
      }
    }
  });

  it('takes the first picture of a stereo camera’s file (.mpo), to the sample', async () => {
    const [first, second] = await Promise.all(
      [noise(48 * 32 * 3, 8), new Uint8Array(48 * 32 * 3)].map((pixels) =>
        picture(pixels, 48, 32, 3).jpeg().toBuffer(),
      ),
    );
    // Multi-picture format (CIPA DC-007): an index before the first, the second behind it.
    const index = Buffer.from('ffe2003e4d504600' + '49492a0008000000' + '0300' + '00b00700040000003031303001b004000100000002000000' + '02b0070020000000' + '32000000' + '00000000', 'hex'); // prettier-ignore
    const segment = Buffer.concat([index, Buffer.alloc(0x3e + 2 - index.length)]);
    const mpo = Buffer.concat([first!.subarray(0, 2), segment, first!.subarray(2), second!]);
    const file = path('mpo');
    await writeFile(file, mpo);
    const raw = await decodePhoto(file, path('raw'));
    expect(raw).toMatchObject({ width: 48, height: 32, channels: 3, depth: 8 });
    expect(Buffer.compare(await readFile(raw.path), await sharp(first).raw().toBuffer())).toBe(0);
  });

  it('leaves the values of a wide-gamut photo as they are', async () => {
    const file = path('png');
    const samples = noise(9 * 9 * 3, 8);
    const profiled = await sharp(samples, { raw: { width: 9, height: 9, channels: 3 } })
      .withIccProfile('p3')
      .png()
      .toBuffer();
    await writeFile(file, profiled);
    const { data } = await sharp(profiled, { ignoreIcc: true }).raw().toBuffer({ resolveWithObject: true });
    expect(await stored(await decodePhoto(file, path('raw')))).toEqual(new Uint8Array(data));
  });

  it('a palette PNG becomes RGB, a 1-bit one grey', async () => {
    const file = path('png');
    const samples = new Uint8Array(12 * 8 * 3).map(
      (_, i) => (Math.floor(i / 3) % 2 === 0 ? [255, 0, 0] : [0, 0, 255])[i % 3]!,
    );
    await sharp(samples, { raw: { width: 12, height: 8, channels: 3 } })
      .png({ palette: true })
      .toFile(file);
    expect((await sharp(file).metadata()).isPalette).toBe(true);
    const raw = await decodePhoto(file, path('raw'));
    expect(raw).toMatchObject({ channels: 3, depth: 8 });
    expect(await stored(raw)).toEqual(samples);
    const { out, samples: again } = await roundTrip(raw, 'png', file);
    expect(again).toEqual(samples);
    expect((await sharp(out).metadata()).isPalette).toBe(false);
  });

  it('never touches the original', async () => {
    const original = path('jpg');
    await picture(noise(30 * 20 * 3, 8), 30, 20, 3)
      .jpeg()
      .toFile(original);
    const before = [await readFile(original), (await stat(original)).mtimeMs];
    const raw = await decodePhoto(original, path('raw'));
    await roundTrip(raw, 'jpeg', original);
    expect([await readFile(original), (await stat(original)).mtimeMs]).toEqual(before);
  });
});

/** The stored samples that an orientation turns into `upright` (3×2, one channel). */
function unturn(upright: Uint8Array, orientation: number): Uint8Array {
  const tall = orientation >= 5;
  const [width, height] = tall ? [2, 3] : [3, 2];
  const stored = new Uint8Array(6);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      // EXIF 2.3, tag 274: where stored row y and column x are seen.
      const seen: [number, number][] = [
        [x, y],
        [2 - x, y],
        [2 - x, 1 - y],
        [x, 1 - y],
        [y, x],
        [2 - y, x],
        [2 - y, 1 - x],
        [y, 1 - x],
      ];
      const [column, row] = seen[orientation - 1]!;
      stored[y * width + x] = upright[row * 3 + column]!;
    }
  }
  return stored;
}

describe('refusals in words', () => {
  it('camera raw, by name and by content', async () => {
    for (const [name, bytes] of [
      ['photo.CR2', 'II*\0\x10\0\0\0CR\x02\0'],
      ['photo.nef', 'MM\0*'],
      ['odd.jpg', 'FUJIFILMCCD-RAW 0201'],
      ['odd.tif', 'II*\0\x10\0\0\0CR\x02\0'],
    ] as const) {
      const file = join(folder, name);
      await writeFile(file, bytes, 'latin1');
      const error = await failureOf(probePhoto(file));
      expect(error.message).toBe(
        `${name} is a camera raw file of a kind that is not known here. Export a 16-bit TIFF from your raw developer and use that.`,
      );
    }
  });

  it('CMYK, 32-bit, GIF, SVG, a phone photo cut short, text, nothing', async () => {
    const rgb = picture(noise(8 * 8 * 3, 8), 8, 8, 3);
    const cases: [string, Buffer, RegExp][] = [
      ['cmyk.jpg', await rgb.clone().toColourspace('cmyk').jpeg().toBuffer(), /CMYK.*Convert it to RGB/],
      ['wrong.png', await rgb.clone().gif().toBuffer(), /is a GIF.*PNG or TIFF/],
      ['drawing.svg', Buffer.from('<?xml version="1.0"?><svg/>'), /drawing/],
      ['deep.jpg', Buffer.from('ffd8ffc1000b0c0008000801011100ffda', 'hex'), /is a 12-bit JPEG. Save it/],
      ['medical.jpg', Buffer.from('ffd8fff7000b080008000801011100ffda', 'hex'), /is a JPEG-LS/],
      ['phone.heic', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0heicmif1', 'latin1'), /ends early|damaged/],
      ['notes.jpg', Buffer.from('hello'), /not a photo/],
      ['empty.jpg', Buffer.alloc(0), /empty/],
    ];
    for (const [name, bytes, sentence] of cases) {
      const file = join(folder, name);
      await writeFile(file, bytes);
      const error = await failureOf(probePhoto(file));
      expect(error.message).toMatch(sentence);
      expect(error.message.startsWith(name)).toBe(true);
      expect(error.kind).toBe('bad-input');
    }
  });

  it('a missing file and a folder', async () => {
    expect((await failureOf(probePhoto(join(folder, 'gone.jpg')))).kind).toBe('not-found');
    expect((await failureOf(probePhoto(folder))).message).toMatch(/not an ordinary file|folder/);
  });

  it.each(['jpeg', 'png', 'tiff', 'webp', 'avif'] as const)('a cut %s', async (format) => {
    const whole = path(format);
    await picture(noise(200 * 100 * 3, 8), 200, 100, 3)
      .toFormat(format)
      .toFile(whole);
    const bytes = await readFile(whole);
    for (const share of [0.05, 0.3, 0.6, 0.9]) {
      const file = path(format);
      await writeFile(file, bytes.subarray(0, Math.floor(bytes.length * share)));
      const error = await failureOf(decodePhoto(file, path('raw')));
      expect(error.kind).toBe('bad-input');
      expect(error.message).toMatch(/Copy it again|is not/);
    }
  });

  it('a picture whose header promises too much, before anything is allocated', async () => {
    const file = path('png');
    const bytes = await picture(noise(16, 8), 4, 4, 1).png().toBuffer();
    bytes.writeUInt32BE(60_000, 16);
    bytes.writeUInt32BE(60_000, 20);
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29);
    await writeFile(file, bytes);
    expect((await failureOf(probePhoto(file))).message).toMatch(/too large \(60000×60000 pixels/);
  });

  it('what a format cannot hold', async () => {
    const { raw } = await rawPicture(path('raw'), { width: 17_000, height: 1, channels: 1, depth: 8 });
    const error = await failureOf(
      encodePhoto({ raw, original: null, out: path('webp'), format: 'webp', onConflict: 'rename' }),
    );
    expect(error.message).toMatch(/16383.*TIFF or PNG/);
  });

  it('an existing file is replaced only when asked', async () => {
    const { raw } = await rawPicture(path('raw'), { width: 4, height: 4, channels: 1, depth: 8 });
    const out = path('png');
    await copyFile(raw.path, out);
    const before = await readFile(out);
    for (const onConflict of ['rename', 'skip'] as const) {
      const error = await failureOf(encodePhoto({ raw, original: null, out, format: 'png', onConflict }));
      expect(error.message).toMatch(/already/);
    }
    expect(await readFile(out)).toEqual(before);
    await encodePhoto({ raw, original: null, out, format: 'png', onConflict: 'overwrite' });
    expect((await probePhoto(out)).format).toBe('png');
  });
});

/** CRC-32 as PNG uses it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
