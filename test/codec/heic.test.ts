import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it, vi } from 'vitest';
import { scanPhotos } from '../../src-main/store/batch/folder';
import { decodePhoto, encodePhotoBytes, probePhoto, renderTile } from '../../src-main/codec';
import { cameraOf } from '../../src-main/codec/camera';
import { readExif } from '../../src-main/codec/exif';
import { bytesReader } from '../../src-main/codec/tiff-directory';
import { DEEP, TURNED } from '../fixtures/heic';
import { failureOf, temporaryFolder } from '../fixtures/helpers';

const folder = await temporaryFolder();
vi.stubEnv('ONEPAIR_HOME', join(folder, 'home'));
const path = (name: string) => join(folder, name);
const put = async (name: string, bytes: Uint8Array) => {
  await writeFile(path(name), bytes);
  return path(name);
};

/** What `TURNED` shows: a picture of 64×48 turned clockwise. */
function turnedDrawing(): number[] {
  const pixels = [];
  for (let row = 0; row < 64; row++)
    for (let column = 0; column < 48; column++) {
      const [x, y] = [row, 47 - column];
      pixels.push(4 * x, 5 * y, 255 - 2 * x - 2 * y);
    }
  return pixels;
}

const meanDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;

it('a turned photo: header, pixels, and a file that nobody touched', async () => {
  const file = await put('turned.HEIC', TURNED);
  const before = await stat(file);
  expect(await probePhoto(file)).toMatchObject({
    format: 'heic',
    width: 48,
    height: 64,
    channels: 3,
    depth: 8,
    hasAlpha: false,
    orientation: 1,
    hasProfile: true,
    camera: { make: 'Onepair', model: 'Drawn One', iso: 320 },
  });
  const raw = await decodePhoto(file, path('raw'));
  expect(raw).toMatchObject({ width: 48, height: 64, channels: 3, depth: 8 });
  const samples = await readFile(raw.path);
  expect(samples.length).toBe(48 * 64 * 3);
  expect(meanDifference(samples, turnedDrawing())).toBeLessThan(2);
  const after = await stat(file);
  expect([after.mtimeMs, after.ctimeMs]).toEqual([before.mtimeMs, before.ctimeMs]);
});

it('the screen sees the same, whole and in part', async () => {
  const file = await put('screen.heic', TURNED);
  const { bytes, width, height } = await renderTile(file, null, null);
  expect([width, height]).toEqual([48, 64]);
  expect(meanDifference(await sharp(bytes).raw().toBuffer(), turnedDrawing())).toBeLessThan(2.5);
  const part = await renderTile(file, { x: 8, y: 16, width: 1, height: 1 }, null);
  const pixel = await sharp(part.bytes).raw().toBuffer();
  expect(meanDifference(pixel, [64, 5 * 39, 255 - 32 - 78])).toBeLessThan(6);
});

it.each(['jpeg', 'png', 'tiff', 'webp', 'avif'] as const)('profile, EXIF and XMP in %s', async (format) => {
  const original = await put('kept.heic', TURNED);
  const raw = await decodePhoto(original, path('raw'));
  const model = { name: 'A', id: '1' };
  const { bytes, notes } = await encodePhotoBytes({ raw, original, name: 'kept', format, model });
  expect(notes).toEqual([]);
  const out = await put(`kept.${format}`, bytes);
  const { icc: profile } = await sharp(original).metadata();
  const result = await sharp(out).metadata();
  expect(result.icc).toEqual(profile);
  expect(result.xmpAsString).toContain('dc:source="drawn"');
  expect(result.orientation ?? 1).toBe(1);
  expect(await probePhoto(out)).toMatchObject({
    width: 48,
    height: 64,
    camera: { make: 'Onepair', model: 'Drawn One', iso: 320 },
    restoredBy: model,
  });
  if (result.exif === undefined) return;
  expect(await cameraOf(result.exif)).toMatchObject({ model: 'Drawn One' });
  const block = result.exif.subarray(result.exif.toString('latin1', 0, 4) === 'Exif' ? 6 : 0);
  expect((await readExif(bytesReader(block)))?.gps.length).toBeGreaterThan(3);
});

it('10 bits and transparency', async () => {
  const original = await put('deep.hif', DEEP);
  expect(await probePhoto(original)).toMatchObject({ format: 'heic', depth: 16, hasAlpha: true });
  const raw = await decodePhoto(original, path('raw'));
  const bytes = await readFile(raw.path);
  const samples = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  const drawn = Array.from({ length: 24 * 32 }, (_, i) => {
    const [x, y] = [i % 32, Math.floor(i / 32)];
    return [2000 * x, 2600 * y, 65535 - 1000 * x - 1000 * y];
  }).flat();
  const visible = (_: unknown, i: number) => Math.floor(i / 3) % 32 < 16;
  expect(meanDifference(samples.filter(visible), drawn.filter(visible))).toBeLessThan(1_000);
  const png = await encodePhotoBytes({ raw, original, name: 'deep.png', format: 'png' });
  const alpha = await sharp(png.bytes)
    .pipelineColourspace('rgb16')
    .extractChannel('alpha')
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer();
  const at = (x: number, y: number) => alpha.readUInt16LE(2 * (y * 32 + x));
  expect([at(3, 3), at(28, 20)]).toEqual([65535, 0]);
});

it('what is cut or damaged is refused in words', async () => {
  for (const length of [TURNED.length - 1, 2_000, 1_500, 900, 60]) {
    const error = await failureOf(probePhoto(await put('cut.heic', TURNED.subarray(0, length))));
    expect(error).toMatchObject({
      kind: 'bad-input',
      message: 'cut.heic ends early: a part of the file is missing. Copy it again from where it came.',
    });
  }
  const damaged = Buffer.from(TURNED);
  const sequence = damaged.indexOf('4201', damaged.indexOf('hvcC'), 'hex'); // its sizes and depths
  damaged.fill(0x55, sequence + 14, sequence + 24);
  const outcome = await failureOf(decodePhoto(await put('damaged.heic', damaged), path('raw')));
  expect(outcome.message).toBe(
    'damaged.heic is damaged and cannot be read. Copy it again, or open it elsewhere and save it anew.',
  );
  // One that failed leaves nothing behind for the next.
  expect((await decodePhoto(await put('whole.heic', TURNED), path('raw'))).width).toBe(48);
});

it('boxes of long size are understood', async () => {
  const followed = (size: bigint) => {
    const box = Buffer.from('\0\0\0\x01free\0\0\0\0\0\0\0\0', 'latin1');
    box.writeBigUInt64BE(size, 8);
    return Buffer.concat([TURNED, box]);
  };
  expect((await probePhoto(await put('long.heic', followed(16n)))).width).toBe(48);
  const error = await failureOf(probePhoto(await put('longer.heic', followed(17n))));
  expect(error.message).toMatch(/ends early/);
});

it('a changed file is decoded anew', async () => {
  const file = await put('changed.heic', TURNED);
  await decodePhoto(file, path('raw'));
  await put('changed.heic', DEEP);
  expect(await decodePhoto(file, path('raw'))).toMatchObject({ width: 32, height: 24, depth: 16 });
});

it('AVIF goes its own way, whatever its name', async () => {
  const avif = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'grey' } })
    .avif()
    .toBuffer();
  const file = await put('photo.heif', avif);
  expect((await probePhoto(file)).format).toBe('avif');
  expect((await decodePhoto(file, path('raw'))).width).toBe(8);
});

it('folders take them', async () => {
  const { photos, unread } = await scanPhotos([folder], false);
  expect(photos.map(({ relative }) => relative)).toEqual(expect.arrayContaining(['turned.HEIC', 'deep.hif']));
  expect(unread).toEqual({});
});
