import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { inEnglish } from '@contract/in-language';
import type { ResultFormat } from '@contract/photo';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { encodePhotoBytes } from '../../src-main/codec';
import { cicpOfBoxes, profileOfCicp, profileOfPng } from '../../src-main/codec/cicp';
import { greyProfile } from '../../src-main/codec/matrix-profile';
import { noise, rawPicture, temporaryFolder } from '../fixtures/helpers';
import { withPngChunk } from '../fixtures/photo-maker';

const folder = await temporaryFolder();
const size = { width: 16, height: 8, channels: 3, depth: 8 } as const;
const { raw } = await rawPicture(join(folder, 'raw'), size);
const plain = await sharp(noise(16 * 8 * 3, 8), { raw: size })
  .png()
  .toBuffer();

async function restored(chunk: { type: string; data: Uint8Array }, format: ResultFormat) {
  const path = join(folder, `${chunk.type}.png`);
  await writeFile(path, withPngChunk(plain, chunk.type, chunk.data));
  const { bytes, notes } = await encodePhotoBytes({ raw, original: path, format, name: 'x' });
  return { bytes: Buffer.from(bytes), icc: (await sharp(bytes).metadata()).icc, notes: notes.map(inEnglish) };
}

/** The first colour and the middle of the curve of a profile. */
function facts(icc: Uint8Array | null | undefined) {
  const bytes = Buffer.from(icc!);
  const at = (tag: string) => bytes.readUInt32BE(bytes.indexOf(tag) + 4);
  const red = [8, 12, 16].map((offset) => bytes.readInt32BE(at('rXYZ') + offset) / 65_536);
  const curve = at('rTRC');
  const points = bytes.readUInt32BE(curve + 8);
  return { red, middle: bytes.readUInt16BE(curve + 12 + 2 * Math.floor(points / 2)) / 65_535, points };
}

describe('colours by numbers', () => {
  const pq = { type: 'cICP', data: Uint8Array.of(9, 16, 0, 1) };

  it('stay numbers in a PNG, and HDR is said', async () => {
    const { bytes, notes, icc } = await restored(pq, 'png');
    expect(bytes.includes(Buffer.from('cICP\x09\x10\x00\x01', 'latin1'))).toBe(true);
    expect([icc, notes]).toEqual([undefined, [expect.stringMatching(/^It is an HDR picture \(PQ\)/)]]);
  });

  it.each(['jpeg', 'tiff', 'webp', 'avif'] as const)('become a profile in %s', async (format) => {
    const { icc, notes } = await restored(pq, format);
    const { red, middle } = facts(icc);
    // BT.2020 below D50 as published by the ICC; PQ's middle is 92 of 10,000 candelas.
    for (const [index, value] of [0.6735, 0.279, -0.0019].entries()) expect(red[index]).toBeCloseTo(value, 3);
    expect(middle).toBeCloseTo(0.0092, 3);
    expect(notes).toEqual([expect.stringMatching(/HDR/)]);
  });

  it('of a narrow range say so in a PNG again', async () => {
    const { bytes } = await restored({ type: 'cICP', data: Uint8Array.of(1, 13, 0, 0) }, 'png');
    expect(bytes.includes(Buffer.from('cICP\x01\x0d\x00\x00', 'latin1'))).toBe(true);
  });

  it('that say what everybody assumes need no profile', () => {
    for (const [primaries, transfer] of [
      [1, 13],
      [2, 2],
      [1, 1],
    ] as const)
      expect(profileOfCicp({ primaries, transfer }, false)).toBeNull();
  });

  it('are found among the boxes of an AVIF', () => {
    const box = Buffer.concat([Buffer.from('....colrnclx'), Buffer.from([0, 12, 0, 13, 0, 6, 0x80])]);
    expect(cicpOfBoxes(box)).toEqual({ primaries: 12, transfer: 13 });
    expect(cicpOfBoxes(Buffer.from('colrprof'))).toBeNull();
  });
});

describe("PNG's own words about colours", () => {
  const gamma = (value: number) => {
    const data = Buffer.alloc(4);
    data.writeUInt32BE(Math.round(value * 100_000));
    return data;
  };

  it('become a profile where the format has no such words', async () => {
    const { icc } = await restored({ type: 'gAMA', data: gamma(1) }, 'jpeg');
    const { red, points } = facts(icc);
    expect(points).toBe(1);
    for (const [index, value] of [0.4361, 0.2225, 0.0139].entries()) expect(red[index]).toBeCloseTo(value, 3);
  });

  it('that say what everybody assumes become none', () => {
    expect(profileOfPng(gamma(0.45455), undefined, false)).toBeNull();
    // Adobe RGB's colours: its light is a plain power, not sRGB's.
    const adobe = Buffer.alloc(32);
    for (const [i, value] of [0.3127, 0.329, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06].entries())
      adobe.writeUInt32BE(Math.round(value * 100_000), 4 * i);
    const { points, middle } = facts(profileOfPng(gamma(0.45455), adobe, false));
    expect([points, middle * 65_535]).toEqual([1, Math.round(2.2 * 256)]);
  });
});

describe('what a PNG packs', () => {
  const packed = (type: string, head: string, text: Uint8Array) =>
    restored({ type, data: Buffer.concat([Buffer.from(head, 'latin1'), deflateSync(text)]) }, 'png');

  it.each([
    ['zTXt', 'Comment\0\0'],
    ['iTXt', 'Comment\0\x01\0en\0Comment\0'],
  ])('a text (%s) of two megabytes is left out, and that is said; one of half a megabyte stays', async (type, head) => {
    const long = await packed(type, head, Buffer.alloc(2 ** 21, 'a'));
    expect(long.bytes.includes(type)).toBe(false);
    expect(long.notes).toEqual(['Texts that unpack to more than a megabyte were left out.']);
    const short = await packed(type, head, Buffer.alloc(2 ** 19, 'a'));
    expect([short.bytes.includes(type), short.notes]).toEqual([true, []]);
  });

  it('a profile that its decoder does not take, one for CMYK, is said to be left out', async () => {
    const cmyk = Buffer.from(greyProfile('Grey', 2.2));
    cmyk.write('CMYK', 16, 'latin1');
    const { icc, notes } = await packed('iCCP', 'icc\0\0', cmyk);
    expect([icc, notes]).toEqual([undefined, ['Its profile is broken or for other colours, and was left out.']]);
  });
});
