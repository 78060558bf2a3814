import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { cameraOf } from '../../src-main/codec/camera';
import { addToTiff } from '../../src-main/codec/exif';
import { probePhoto } from '../../src-main/codec';
import { temporaryFolder } from '../fixtures/helpers';

const folder = await temporaryFolder();
const EXIF = {
  IFD0: { Make: 'Onemaker', Model: 'One D5\u0007' },
  IFD2: { ISOSpeedRatings: '3200', LensModel: '50mm f/1.8' },
};

it.each(['jpg', 'png', 'webp'])('tells the camera, lens and ISO of a %s', async (extension) => {
  const path = join(folder, `taken.${extension}`);
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'grey' } });
  await picture.withExif(EXIF).toFile(path);
  const { camera } = await probePhoto(path);
  expect(camera).toEqual({ make: 'Onemaker', model: 'One D5', lens: '50mm f/1.8', iso: 3200 });
});

it('tells them of a TIFF, whose EXIF sharp neither reads nor writes', async () => {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: 'grey' } });
  const jpeg = await picture.clone().withExif(EXIF).jpeg().toBuffer();
  const block = (await sharp(jpeg).metadata()).exif?.subarray(6) ?? new Uint8Array();
  const path = join(folder, 'taken.tiff');
  await writeFile(path, await addToTiff(await picture.tiff().toBuffer(), new Uint8Array(block)));
  expect((await probePhoto(path)).camera).toMatchObject({ model: 'One D5', iso: 3200 });
});

it('says nothing where nothing is said, or what is said is broken', async () => {
  const path = join(folder, 'plain.png');
  await sharp({ create: { width: 8, height: 8, channels: 3, background: 'grey' } }).toFile(path);
  expect(await probePhoto(path)).not.toHaveProperty('camera');
  expect(await cameraOf(Uint8Array.of(0x49, 0x49, 42, 0, 255, 255, 255, 255))).toBeNull();
  expect(await cameraOf(new Uint8Array(3))).toBeNull();
});
