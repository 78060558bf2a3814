import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ResultFormat, RawPicture } from '@contract/photo';
import { inEnglish } from '@contract/in-language';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto, encodePhoto, encodePhotoBytes, type OutputSettings } from '../../src-main/codec';
import { noise, picture, rawPicture, temporaryFolder } from '../fixtures/helpers';
import { exifByHand, exifIn, jpegByHand, valuesByHand } from '../fixtures/photo-maker';
import { adobeRgbProfile } from '../fixtures/profile-maker';

const folder = await temporaryFolder();
let files = 0;
const path = (name: string) => join(folder, `${(files += 1)}-${name}`);

async function samplesOf(raw: RawPicture): Promise<Uint8Array | Uint16Array> {
  const bytes = new Uint8Array(await readFile(raw.path));
  return raw.depth === 8 ? bytes : new Uint16Array(bytes.buffer);
}

async function write(raw: RawPicture, original: string | null, format: ResultFormat, settings: OutputSettings = {}) {
  const encoded = await encodePhotoBytes({ raw, original, format, name: `out.${format}`, settings });
  const out = path(`out.${format}`);
  await writeFile(out, encoded.bytes);
  return { ...encoded, out, samples: await samplesOf(await decodePhoto(out, path('raw'))) };
}

describe('colour-managed photos', () => {
  const [width, height] = [32, 24];
  // Strong colours, where profiles differ most; smooth, so that JPEG keeps them.
  const colours = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    return [40 + x * 6, 220 - y * 7, 30 + x * 2 + y * 3][i % 3]!;
  });
  const seen = (file: string) => sharp(file).toColourspace('srgb').removeAlpha().raw().toBuffer();
  const apart = (a: Uint8Array, b: Uint8Array) => a.map((v, i) => Math.abs(v - b[i]!));
  const most = (differences: Uint8Array) => differences.reduce((so, v) => Math.max(so, v), 0);
  const mean = (differences: Uint8Array) => differences.reduce((sum, v) => sum + v, 0) / differences.length;

  it.each(['Adobe RGB', 'Display P3'])('in %s look the same before and after, in every format', async (space) => {
    const original = path('wide.tiff');
    const plain = sharp(colours, { raw: { width, height, channels: 3 } });
    if (space === 'Adobe RGB') {
      const profile = path('adobe.icc');
      await writeFile(profile, adobeRgbProfile());
      const bare = path('bare.png');
      await plain.png().toFile(bare);
      await sharp(bare).withIccProfile(profile).tiff({ compression: 'lzw' }).toFile(original);
    } else {
      await plain.withIccProfile('p3').tiff({ compression: 'lzw' }).toFile(original);
    }
    const raw = await decodePhoto(original, path('raw'));
    const before = await seen(original);
    // The profile means something: the values alone would look otherwise.
    expect(most(apart(before, (await samplesOf(raw)) as Uint8Array))).toBeGreaterThan(10);
    for (const format of ['png', 'tiff', 'jpeg', 'webp', 'avif'] as const) {
      const { out } = await write(raw, original, format);
      const difference = apart(await seen(out), before);
      if (format === 'png' || format === 'tiff') expect(most(difference), format).toBe(0);
      // WebP halves the resolution of colours.
      else expect([mean(difference) < 2, most(difference) < 25], format).toEqual([true, true]);
      expect((await sharp(out).metadata()).icc).toEqual((await sharp(original).metadata()).icc);
    }
  });

  it('a profile for other colours is not carried', async () => {
    const grey = path('grey.jpg');
    const plain = await picture(noise(width * height, 8), width, height, 1)
      .jpeg()
      .toBuffer();
    const profile = (
      await sharp(
        await sharp(colours, { raw: { width, height, channels: 3 } })
          .withIccProfile('p3')
          .png()
          .toBuffer(),
      ).metadata()
    ).icc!;
    const body = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]);
    const head = Buffer.from([0xff, 0xe2, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    await writeFile(grey, Buffer.concat([plain.subarray(0, 2), head, body, plain.subarray(2)]));
    const { raw } = await rawPicture(path('raw'), { width, height, channels: 1, depth: 8 });
    const { out, notes } = await write(raw, grey, 'png');
    expect(notes.map(inEnglish)).toEqual(['Its profile is broken or for other colours, and was left out.']);
    expect((await sharp(out).metadata()).icc).toBeUndefined();
  });
});

describe('depth', () => {
  const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array) =>
    Buffer.from(buffer, byteOffset, byteLength);
  const ramp = Uint16Array.from({ length: 65_536 }, (_, i) => i);

  it('a 16-bit gradient keeps all its 65,536 values in PNG and TIFF', async () => {
    for (const channels of [1, 3] as const) {
      const samples = Uint16Array.from({ length: 65_536 * channels }, (_, i) => ramp[Math.floor(i / channels)]!);
      const original = path('ramp.tiff');
      await picture(samples, 256, 256, channels).tiff({ compression: 'lzw' }).toFile(original);
      const raw = await decodePhoto(original, path('raw'));
      expect(raw.depth).toBe(16);
      for (const format of ['png', 'tiff'] as const) {
        const { samples: back, notes } = await write(raw, original, format);
        expect(Buffer.compare(bytesOf(back), bytesOf(samples))).toBe(0);
        expect(notes).toEqual([]);
      }
      expect((await write(raw, original, 'jpeg')).notes.map(inEnglish)).toEqual([
        'This format holds 8 of the photo’s 16 bits.',
      ]);
    }
  });

  it('is chosen by hand, both ways', async () => {
    const eight = await rawPicture(path('raw'), { width: 9, height: 7, channels: 3, depth: 8 });
    const sixteen = await rawPicture(path('raw'), { width: 9, height: 7, channels: 3, depth: 16 });
    for (const format of ['png', 'tiff'] as const) {
      const widened = await write(eight.raw, null, format, { depth: 16 });
      expect(widened.samples).toEqual(Uint16Array.from(eight.samples, (value) => value * 257));
      const narrowed = await write(sixteen.raw, null, format, { depth: 8 });
      expect(narrowed.samples).toEqual(Uint8Array.from(sixteen.samples, (value) => Math.round(value / 257)));
      expect(narrowed.notes).toEqual([]);
    }
  });
});

describe('quality', () => {
  it.each(['jpeg', 'webp', 'avif'] as const)('%s: less is smaller', async (format) => {
    const { raw } = await rawPicture(path('raw'), { width: 96, height: 64, channels: 3, depth: 8 });
    const sizes = [];
    for (const quality of [20, 60, 95]) sizes.push((await write(raw, null, format, { quality })).bytes.length);
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(sizes[0]! * 1.5).toBeLessThan(sizes[2]!);
  });

  it.each(['webp', 'avif'] as const)('%s without loss keeps every value', async (format) => {
    const original = path('alpha.png');
    const before = noise(33 * 21 * 4, 8, 3).map((value) => Math.max(1, value));
    await picture(before, 33, 21, 4).png().toFile(original);
    const { raw, samples } = await rawPicture(path('raw'), { width: 33, height: 21, channels: 3, depth: 8 });
    expect((await write(raw, original, format, { lossless: true })).samples).toEqual(samples);
  });
});

describe('odd photos with all their metadata', () => {
  const thumbnail = noise(900, 8) as Uint8Array;
  it.each([
    [1, 1],
    [7, 5],
    [1, 4000],
    [4000, 1],
  ])('%i×%i', async (width, height) => {
    const original = path('odd.jpg');
    const jpeg = await picture(noise(width * height * 3, 8), width, height, 3)
      .jpeg()
      .toBuffer();
    const main = [{ tag: 0x0110, type: 'ascii', value: 'Model One' }] as const;
    const exif = exifByHand({ little: true, main: [...main], photo: [], gps: [], thumbnail });
    await writeFile(original, jpegByHand(jpeg, { exif }));
    const raw = await decodePhoto(original, path('raw'));
    for (const format of ['jpeg', 'png', 'tiff', 'webp', 'avif'] as const) {
      const { out, bytes } = await write(raw, original, format, { stripLocation: true });
      const values = valuesByHand(format === 'tiff' ? new Uint8Array(bytes) : await exifIn(out));
      expect(values.get('main:110')).toBe(`2:${[...Buffer.from('Model One\0')].join(' ')}`);
      const { width: wide, height: high } = await sharp(out).metadata();
      expect([wide, high]).toEqual([width, height]);
    }
  });

  it.each(['zdjęcia', 'test%', '#Dia 2', '照片', '📷 🌅', "a'b&c", '-rf', 'x'.repeat(251), '字'.repeat(83)])(
    'called %s',
    async (name) => {
      const original = join(folder, `${name}.png`);
      await picture(noise(8 * 6 * 3, 8), 8, 6, 3)
        .png()
        .toFile(original);
      const raw = await decodePhoto(original, path('raw'));
      const out = join(folder, `${name.slice(0, 30)}.tiff`);
      await encodePhoto({ raw, original, out, format: 'tiff', onConflict: 'overwrite' });
      expect(await samplesOf(await decodePhoto(out, path('raw')))).toEqual(await samplesOf(raw));
    },
  );
});
