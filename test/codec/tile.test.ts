import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { renderPyramidTile, renderTile, writePyramid } from '../../src-main/codec';
import { failureOf, noise, picture, temporaryFolder } from '../fixtures/helpers';

const folder = await temporaryFolder();
const pixels = async (bytes: Uint8Array) => {
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), channels: info.channels };
};

describe('a tile for the screen', () => {
  it('at 1:1 has the exact pixels', async () => {
    for (const channels of [1, 2, 3, 4] as const) {
      const path = join(folder, `exact-${channels}.png`);
      const samples = noise(40 * 30 * channels, 8);
      await picture(samples, 40, 30, channels).png().toFile(path);
      const tile = await renderTile(path, { x: 11, y: 7, width: 20, height: 10 }, null);
      expect(tile).toMatchObject({ mime: 'image/png', width: 20, height: 10 });
      const { data, channels: got } = await pixels(tile.bytes);
      for (let i = 0; i < 200; i += 1) {
        const at = (7 + Math.floor(i / 20)) * 40 + 11 + (i % 20);
        expect(data[i * got]).toBe(samples[at * channels]);
      }
    }
  });

  it('is clipped to the photo and turned upright', async () => {
    const path = join(folder, 'turned.jpg');
    await picture(noise(40 * 30 * 3, 8), 40, 30, 3)
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toFile(path);
    expect(await renderTile(path, null, null)).toMatchObject({ width: 30, height: 40 });
    expect(await renderTile(path, { x: 20, y: 30, width: 512, height: 512 }, null)).toMatchObject({
      width: 10,
      height: 10,
    });
    expect((await failureOf(renderTile(path, { x: 30, y: 0, width: 5, height: 5 }, null))).message).toMatch(/outside/);
  });

  it('is reduced to the side asked for, never enlarged', async () => {
    const path = join(folder, 'large.png');
    await picture(noise(400 * 300, 8), 400, 300, 1)
      .png()
      .toFile(path);
    expect(await renderTile(path, null, 100)).toMatchObject({ width: 100, height: 75 });
    expect(await renderTile(path, { x: 0, y: 0, width: 200, height: 300 }, 30)).toMatchObject({
      width: 20,
      height: 30,
    });
    expect(await renderTile(path, null, 4000)).toMatchObject({ width: 400, height: 300 });
  });

  it('is converted to sRGB, 8 bit', async () => {
    const path = join(folder, 'wide.png');
    const red = new Uint8Array(16 * 16 * 3).map((_, i) => (i % 3 === 0 ? 200 : 60));
    await sharp(red, { raw: { width: 16, height: 16, channels: 3 } })
      .withIccProfile('p3')
      .png()
      .toFile(path);
    const { data } = await pixels((await renderTile(path, null, null)).bytes);
    expect(Math.abs(data[0]! - 200)).toBeLessThanOrEqual(2);
    const deep = join(folder, 'deep.png');
    await picture(new Uint16Array(16 * 16).fill(0x8123), 16, 16, 1)
      .png()
      .toFile(deep);
    expect((await pixels((await renderTile(deep, null, null)).bytes)).data[0]).toBe(0x81);
  });

  it('is JPEG when large', async () => {
    const path = join(folder, 'big.png');
    await picture(new Uint8Array(1600 * 1400), 1600, 1400, 1)
      .png()
      .toFile(path);
    expect((await renderTile(path, null, null)).mime).toBe('image/jpeg');
    expect((await renderTile(path, null, 1400)).mime).toBe('image/png');
  });

  it('follows the file when it changes under the same name', async () => {
    const path = join(folder, 'changing.png');
    const grey = async (value: number) =>
      writeFile(
        path,
        await picture(new Uint8Array(30 + value).fill(value), 30 + value, 1, 1)
          .png()
          .toBuffer(),
      );
    for (const value of [10, 20, 30]) {
      await grey(value);
      const { data } = await pixels((await renderTile(path, null, null)).bytes);
      expect(data[0]).toBe(value);
    }
  });

  it('of a broken photo fails in words, again and again', async () => {
    const path = join(folder, 'broken.jpg');
    const whole = await picture(noise(200 * 200 * 3, 8), 200, 200, 3)
      .jpeg()
      .toBuffer();
    await writeFile(path, whole.subarray(0, whole.length / 2));
    for (let i = 0; i < 2; i += 1) {
      expect((await failureOf(renderTile(path, { x: 0, y: 0, width: 9, height: 9 }, null))).message).toMatch(
        /ends early|damaged/,
      );
    }
  });
});

describe('a pyramid for the screen', () => {
  const side = { width: 1700, height: 1300 };
  const samples = noise(side.width * side.height * 3, 8);
  const path = join(folder, 'pyramid.png');
  const meanOf = (x: number, y: number, square: number) => {
    let sum = 0;
    for (let row = y; row < y + square; row++) {
      for (let column = x; column < x + square; column++) sum += samples[(row * side.width + column) * 3]!;
    }
    return sum / square ** 2;
  };

  it('has the exact pixels at full size and the means of squares below', async () => {
    await picture(samples, side.width, side.height, 3).png().toFile(path);
    const pyramid = await writePyramid(path, join(folder, 'pyramid.tif'));
    expect(pyramid.levels).toEqual([side, { width: 850, height: 650 }, { width: 425, height: 325 }]);

    const exact = await renderPyramidTile(pyramid, { x: 1536, y: 1024, width: 512, height: 512 }, 512);
    expect(exact).toMatchObject({ mime: 'image/png', width: 164, height: 276 });
    const same = await renderTile(path, { x: 1536, y: 1024, width: 512, height: 512 }, 512);
    expect((await pixels(exact.bytes)).data).toEqual((await pixels(same.bytes)).data);

    const half = await renderPyramidTile(pyramid, { x: 0, y: 0, width: 1024, height: 1024 }, 512);
    expect(half).toMatchObject({ width: 512, height: 512 });
    const { data } = await pixels(half.bytes);
    for (const [column, row] of [
      [0, 0],
      [100, 511],
      [511, 300],
    ] as const) {
      expect(Math.abs(data[(row * 512 + column) * 3]! - meanOf(column * 2, row * 2, 2))).toBeLessThanOrEqual(1);
    }
  });

  it('reduces between its levels, and refuses what lies outside by name', async () => {
    const pyramid = await writePyramid(path, join(folder, 'again.tif'));
    expect(await renderPyramidTile(pyramid, { x: 0, y: 0, width: 900, height: 600 }, 300)).toMatchObject({
      width: 300,
      height: 200,
    });
    const outside = await failureOf(renderPyramidTile(pyramid, { x: 1700, y: 0, width: 5, height: 5 }, null));
    expect(outside.message).toMatch(/outside pyramid\.png/);
  });
});
