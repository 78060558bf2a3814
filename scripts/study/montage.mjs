import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import sharp from 'sharp';
import { SetupError } from '../setup/say.mjs';

/** Side of the square that each photo gives, in pixels: Berkeley's are 321 px wide or high. */
const SIDE = 320;
const PHOTOS = ['.jpg', '.jpeg', '.png', '.tif', '.tiff', '.webp'];

/**
 * One picture of the middles of the first `count` photos of a folder, side by side: what a training learns from it, it learns from so
 * many photos.
 * @param {string} folder
 * @param {number} count
 * @param {string} out a .png that is not there yet
 */
export async function makeMontage(folder, count, out) {
  const names = (await readdir(folder)).filter((name) => PHOTOS.includes(extname(name).toLowerCase())).sort();
  if (!Number.isInteger(count) || count < 1) throw new SetupError('--pictures is a whole number from 1.');
  if (names.length < count) throw new SetupError(`${folder} holds ${names.length} photos, not ${count}.`);
  const across = Math.ceil(Math.sqrt(count));
  const tiles = await Promise.all(
    names.slice(0, count).map(async (name, index) => ({
      input: await sharp(join(folder, name))
        .extract(await middle(join(folder, name)))
        .removeAlpha()
        .png()
        .toBuffer(),
      left: SIDE * (index % across),
      top: SIDE * Math.floor(index / across),
    })),
  );
  const [width, height] = [SIDE * across, SIDE * Math.ceil(count / across)];
  const canvas = sharp({ create: { width, height, channels: 3, background: 'black' } });
  await canvas.composite(tiles).png().toFile(out);
}

/** @param {string} path */
async function middle(path) {
  const { width, height } = await sharp(path).metadata();
  if (width < SIDE || height < SIDE) throw new SetupError(`${path} is smaller than ${SIDE} px.`);
  return { left: (width - SIDE) >> 1, top: (height - SIDE) >> 1, width: SIDE, height: SIDE };
}
