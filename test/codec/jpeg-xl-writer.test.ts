import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RawPicture } from '@contract/photo';
import { inEnglish } from '@contract/in-language';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodePhoto, encodePhotoBytes, probePhoto, type OutputSettings } from '../../src-main/codec';
import { decodeAlpha } from '../../src-main/codec/decode';
import { embedJxl, encodeJxl } from '../../src-main/codec/jpeg-xl-writer';
import { probe } from '../../src-main/codec/probe';
import { failureOf, noise, picture, rawPicture, temporaryFolder } from '../fixtures/helpers';
import { adobeRgbProfile } from '../fixtures/profile-maker';

const folder = await temporaryFolder();
let files = 0;
const path = (name: string) => join(folder, `${(files += 1)}-${name}`);
const [WIDTH, HEIGHT] = [61, 47];

async function write(raw: RawPicture, original: string | null, settings: OutputSettings = {}) {
  const model = { name: 'M', id: '0123456789abcdef' };
  const encoded = await encodePhotoBytes({ raw, original, format: 'jxl', name: 'out.jxl', settings, model });
  const out = path('out.jxl');
  await writeFile(out, encoded.bytes);
  const back = await decodePhoto(out, path('raw'));
  const bytes = new Uint8Array(await readFile(back.path));
  const samples = back.depth === 8 ? bytes : new Uint16Array(bytes.buffer);
  return { ...encoded, notes: encoded.notes.map(inEnglish), out, back, samples };
}

/** Strong, smooth colours. */
const smooth = Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => {
  const [x, y] = [Math.floor(i / 3) % WIDTH, Math.floor(i / 3 / WIDTH)];
  return [40 + x * 3, 220 - y * 4, 30 + x + y][i % 3]!;
});
const meanDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;

/** A photo with this profile, and its pixels. */
async function profiled(profile: Buffer) {
  const [file, original] = [path('some.icc'), path('profiled.png')];
  await writeFile(file, profile);
  const png = await picture(smooth, WIDTH, HEIGHT, 3).png().toBuffer();
  await sharp(png).withIccProfile(file).png().toFile(original);
  const raw = await decodePhoto(original, path('raw'));
  return { original, raw, stored: new Uint8Array(await readFile(raw.path)) };
}

describe.each([1, 3] as const)('a JPEG XL of %i channels', (channels) => {
  it.each([8, 16] as const)('and %i bits keeps every sample, and its transparency', async (depth) => {
    const count = (channels + 1) as 2 | 4;
    const whole = noise(WIDTH * HEIGHT * count, depth, 5);
    const original = path('photo.png');
    await picture(whole, WIDTH, HEIGHT, count).png().toFile(original);
    const raw = await decodePhoto(original, path('raw'));
    const { samples } = await rawPicture(path('raw'), { width: WIDTH, height: HEIGHT, channels, depth });
    await writeFile(raw.path, new Uint8Array(samples.buffer));
    const { out, back, samples: got, notes } = await write(raw, original);
    expect(back).toMatchObject({ width: WIDTH, height: HEIGHT, channels, depth });
    const probed = await probe(out);
    const alpha = await decodeAlpha(out, probed, probed.info);
    expect([...alpha!]).toEqual([...whole].filter((_, i) => i % count === channels));
    // What nothing shows of is the photo's own, and is not looked at.
    const shown = (all: ArrayLike<number>) => Array.from(all).filter((_, i) => alpha![Math.floor(i / channels)] !== 0);
    expect(shown(got)).toEqual(shown(samples));
    expect(notes).toEqual([]);
  });
});

it.each([
  [1, 1],
  [700, 1],
])('of %i×%i pixels', async (width, height) => {
  const { raw, samples } = await rawPicture(path('raw'), { width, height, channels: 3, depth: 16 });
  expect((await write(raw, null)).samples).toEqual(samples);
});

it('stands upright with profile, EXIF, XMP and the mark of a result', async () => {
  const original = path('photo.jpg');
  await picture(noise(WIDTH * HEIGHT * 3, 8), HEIGHT, WIDTH, 3)
    .withMetadata({ orientation: 6 })
    .withIccProfile('p3')
    .withExifMerge({ IFD0: { Copyright: 'Somebody' } })
    .withXmp(
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="a drawing"/></rdf:RDF></x:xmpmeta>',
    )
    .jpeg()
    .toFile(original);
  const raw = await decodePhoto(original, path('raw'));
  const { bytes, out, samples } = await write(raw, original);
  expect(samples).toEqual(new Uint8Array(await readFile(raw.path)));
  const { info, metadata } = await probe(out);
  expect(info).toMatchObject({ format: 'jxl', width: WIDTH, height: HEIGHT, restoredBy: { name: 'M' } });
  expect(metadata.icc).toEqual((await sharp(original).metadata()).icc);
  expect(metadata.xmp?.includes('a drawing')).toBe(true);
  // As a viewer finds it: plain boxes before the picture, the orientation that of the pixels.
  const text = Buffer.from(bytes).toString('latin1');
  const places = ['ftypjxl ', 'Exif', 'Somebody', 'xml ', 'jxlc'].map((word) => text.indexOf(word));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
  expect(metadata.exif?.includes('Somebody')).toBe(true);
});

it('that is restored again becomes a JPEG XL again', async () => {
  const { raw, samples } = await rawPicture(path('raw'), { width: WIDTH, height: HEIGHT, channels: 3, depth: 16 });
  const first = await write(raw, null);
  expect((await write(first.back, first.out)).samples).toEqual(samples);
});

describe('with loss', () => {
  it('less is smaller', async () => {
    const { raw, samples } = await rawPicture(path('raw'), { width: 96, height: 64, channels: 3, depth: 8 });
    const low = await write(raw, null, { quality: 20 });
    const high = await write(raw, null, { quality: 95 });
    expect(low.bytes.length * 1.5).toBeLessThan(high.bytes.length);
    expect(meanDifference(high.samples, samples)).toBeLessThan(meanDifference(low.samples, samples) / 2);
    expect((await write(raw, null, { quality: 20, lossless: true })).samples).toEqual(samples);
  });

  it('colours stay those of a profile that libjxl knows', async () => {
    const { original, raw, stored } = await profiled(adobeRgbProfile());
    const { samples, notes, out } = await write(raw, original, { quality: 90 });
    expect(notes).toEqual([]);
    expect(meanDifference(samples, stored)).toBeLessThan(3);
    expect(await probePhoto(out)).toMatchObject({ hasProfile: true });
  });

  it('there is none where the profile would be lost with it, and that is said', async () => {
    const odd = oddProfile();
    const { original, raw, stored } = await profiled(odd);
    const { samples, notes, out } = await write(raw, original, { quality: 90 });
    expect(notes).toEqual(['Saved without loss: with it a JPEG XL would not keep its profile.']);
    expect(samples).toEqual(stored);
    expect((await probe(out)).metadata.icc).toEqual(odd);
  });
});

/** As Adobe RGB's, its curve one that no formula gives. */
function oddProfile(): Buffer {
  const profile = Buffer.from(adobeRgbProfile());
  const at = profile.indexOf('curv');
  expect(profile.readUInt32BE(at + 8)).toBe(1);
  // The exponent becomes a table of steps behind the profile, to which all three curves point.
  const curve = Buffer.alloc(12 + 2 * 64);
  curve.write('curv', 'latin1');
  curve.writeUInt32BE(64, 8);
  for (let i = 0; i < 64; i += 1) curve.writeUInt16BE(Math.round(65_535 * (i / 63) ** (i % 2 ? 2 : 1.7)), 12 + 2 * i);
  const odd = Buffer.concat([profile, Buffer.alloc((4 - (profile.length % 4)) % 4), curve]);
  for (let tag = 0; tag < odd.readUInt32BE(128); tag += 1) {
    const entry = 132 + 12 * tag;
    if (!/[rgb]TRC/.test(odd.toString('latin1', entry, entry + 4))) continue;
    odd.writeUInt32BE(odd.length - curve.length, entry + 4);
    odd.writeUInt32BE(curve.length, entry + 8);
  }
  odd.writeUInt32BE(odd.length, 0);
  return odd;
}

it('a profile that libjxl does not take is left out, and that is said', async () => {
  const broken = Buffer.from(adobeRgbProfile());
  // Primaries of no light.
  for (let at = broken.indexOf('XYZ ', 132); at >= 0; at = broken.indexOf('XYZ ', at + 20))
    broken.fill(0, at + 8, at + 20);
  const pixels = { samples: smooth.slice(), width: WIDTH, height: HEIGHT, channels: 3, depth: 8 } as const;
  const { data, hasProfile } = await encodeJxl(pixels, { quality: 100, icc: broken }, 'out.jxl');
  expect(hasProfile).toBe(false);
  const out = path('broken.jxl');
  await writeFile(out, embedJxl(data, { exif: null, xmp: null }));
  expect(new Uint8Array(await readFile((await decodePhoto(out, path('raw'))).path))).toEqual(smooth);
});

it('what cannot be encoded is refused in words', async () => {
  const pixels = { samples: new Uint8Array(3), width: 2 ** 15, height: 2 ** 15, channels: 3, depth: 8 } as const;
  expect((await failureOf(encodeJxl(pixels, { quality: 100, icc: null }, 'out.jxl'))).message).toMatch(
    /^out.jxl was not saved: it is too large/,
  );
});
