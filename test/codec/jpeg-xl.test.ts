import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { inEnglish } from '@contract/in-language';
import { decodePhoto, encodePhotoBytes, probePhoto } from '../../src-main/codec';
import { decodeAlpha } from '../../src-main/codec/decode';
import { probe } from '../../src-main/codec/probe';
import { failureOf, temporaryFolder } from '../fixtures/helpers';
import { exifByHand } from '../fixtures/photo-maker';

const folder = await temporaryFolder();
const [WIDTH, HEIGHT] = [8, 6];
/** By libjxl, without loss: what `drawn` says. */
const FILES = {
  GREY8: '/wooMBAUNwIIBAEAlABLKCTGR0FBklijgdGijrxlWZZluWrywKUmDy5qljwuqMlzgZoF',
  RGB8:
    '/wooMBAJCAQBAIQBSygkxlcKCiZEwF0IJYOIZWwkiboxUpGNvEDAAJ69CwUuEfkv8WPg7x8IQqKagWADS7azfwWGL96/uRz9BlOCMFhtVGbK' +
    'jT8wXsXyBeAJF40BWHBDoe2BWEyYESCkBdAIBQ==',
  RGBA16:
    'AAAADEpYTCANCocKAAAAFGZ0eXBqeGwgAAAAAGp4bCAAAAAJanhsbAoAAAFmanhsY/8KKDD8CH4AKFoECBAQADQFSzhC9XId+FHY/v/0/RUU' +
    'FJSMjIwU7kDTiDHYlqMiYvAOdBCD6Y7RMTilxqBGxBijwzAaFxAYoEQxpsTUINEQCSGlSFImcUmi4e4qJ1Gr4iHCuvRx1uUQmbcQsSEg9vns' +
    'MghYXXRFND6AgHBYX12gndVFW/sBQEBdPSkeigj9PkwWPzcpH6C5iQhQb/OyiNDvi0DA6WB7W2CBhcAJbGADG1hUwMAGNrCB9VMPWt+fnyow' +
    'PzUwIn8G1k8VmJ8qMD8FOi8WmJ8qMNM7P1Vj/dQUjTP2U1PUT4knR5d1YP1UURFYPwXq/BL9VEkJ7N0VQYEN7N13+1S8X2AaFYENbGD9lPN3' +
    'f+envj8/tcv5qf7ulzWwgfVTpKPNeHi3n8rW/JTuYnO7++4Rg/dPZ1kMwvAWu12gD+JAvmGvy3TIhjpeDCNlhxolztzFmI8ZxpDS',
};
const drawn = (channels: number, levels: number) =>
  Array.from({ length: HEIGHT * WIDTH * channels }, (_, i) => {
    const [x, y, c] = [Math.floor(i / channels) % WIDTH, Math.floor(i / channels / WIDTH), i % channels];
    return (x * 7919 + y * 104_729 + c * 1_299_709) % levels;
  });

const put = async (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};
const bytesOf = (name: keyof typeof FILES) => Buffer.from(FILES[name], 'base64');

it.each([
  ['GREY8', 1],
  ['RGB8', 3],
] as const)('a JPEG XL of 8 bits (%s) is read to the sample', async (name, channels) => {
  const path = await put(`${name}.jxl`, bytesOf(name));
  const raw = await decodePhoto(path, join(folder, 'raw'));
  expect(raw).toMatchObject({ width: WIDTH, height: HEIGHT, channels, depth: 8 });
  expect([...(await readFile(raw.path))]).toEqual(drawn(channels, 256));
});

it('16 bits and transparency are kept in a PNG', async () => {
  const path = await put('deep.jxl', bytesOf('RGBA16'));
  const probed = await probe(path);
  expect(probed.info).toMatchObject({ format: 'jxl', channels: 3, hasAlpha: true, depth: 16, hasProfile: true });
  const all = drawn(4, 65_536);
  const alpha = all.filter((_, i) => i % 4 === 3);
  expect([...(await decodeAlpha(path, probed, probed.info))!]).toEqual(alpha);
  const raw = await decodePhoto(path, join(folder, 'deep.raw'));
  const { bytes } = await encodePhotoBytes({ raw, original: path, format: 'png', name: 'deep.png' });
  const png = await sharp(bytes, { ignoreIcc: true })
    .pipelineColourspace('rgb16')
    .toColourspace('rgb16')
    .raw({ depth: 'ushort' })
    .toBuffer();
  expect([...new Uint16Array(new Uint8Array(png).buffer)]).toEqual(all);
});

/** ISO 18181-2: boxes around the stream. */
function contained(stream: Uint8Array, boxes: [type: string, body: Uint8Array][]): Buffer {
  const box = ([type, body]: [string, Uint8Array]) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(8 + body.length);
    head.write(type, 4, 'latin1');
    return Buffer.concat([head, body]);
  };
  const signature = Buffer.from('0d0a870a', 'hex');
  const brand = Buffer.from('jxl \0\0\0\0jxl ', 'latin1');
  return Buffer.concat([...([['JXL ', signature], ['ftyp', brand], ...boxes, ['jxlc', stream]] as typeof boxes).map(box)]); // prettier-ignore
}

it('EXIF, XMP and profile come along', async () => {
  const exif = exifByHand({
    ...{ little: true, photo: [], gps: [], thumbnail: null },
    main: [{ tag: 0x010f, type: 'ascii', value: 'Maker' }],
  });
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="a drawing"/></rdf:RDF></x:xmpmeta>`;
  const file = contained(bytesOf('RGB8'), [
    ['Exif', Buffer.concat([Buffer.alloc(4), exif])],
    ['xml ', Buffer.from(xmp)],
  ]);
  const path = await put('told.jxl', file);
  expect(await probePhoto(path)).toMatchObject({ camera: { make: 'Maker' } });
  const raw = await decodePhoto(path, join(folder, 'told.raw'));
  const { bytes } = await encodePhotoBytes({ raw, original: path, format: 'png', name: 'told.png' });
  const told = await sharp(bytes).metadata();
  expect(told.exif?.includes('Maker')).toBe(true);
  expect(told.xmp?.includes('a drawing')).toBe(true);
  expect(told.icc).toBeDefined();
});

it.each([
  [
    'packed XMP',
    'brob',
    () => Buffer.concat([Buffer.from('xml '), brotliCompressSync(Buffer.alloc(2 ** 26, ' '), FAST)]),
  ],
  ['EXIF', 'Exif', () => Buffer.alloc(2 ** 24 + 1)],
] as const)(
  '%s longer than any is left out unread, and said; the picture and the words before it stay',
  async (what, type, body) => {
    const exif = exifByHand({
      ...{ little: true, photo: [], gps: [], thumbnail: null },
      main: [{ tag: 0x010f, type: 'ascii', value: 'Maker' }],
    });
    const words = Buffer.concat([Buffer.alloc(4), exif]);
    const path = await put(`${what}.jxl`, contained(bytesOf('RGB8'), [['Exif', words], [type, body()]])); // prettier-ignore
    const probed = await probe(path);
    expect(probed.info).toMatchObject({ width: WIDTH, camera: { make: 'Maker' } });
    expect(probed.metadata.xmp?.length).toBeUndefined();
    const raw = await decodePhoto(path, join(folder, `${what}.raw`));
    expect([...(await readFile(raw.path))]).toEqual(drawn(3, 256));
    const { notes } = await encodePhotoBytes({ raw, original: path, format: 'png', name: 'words.png' });
    expect(notes.map(inEnglish)).toContainEqual(expect.stringMatching(/more than 16 megabytes/));
  },
);
const FAST = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };

/** 64×48, Rec. 2100 with PQ. */
const HDR =
  '/wrLBBCQR484HAAAAAACCAIBAIQBSyiiuuXUOVhfDn4f5OAUJB4pKCgovJ2CgiPKRIGCAiJRBT00MjLGGMbwwv8bx8DolQAAASGA' +
  'AYLwBsD2NoAECls/rJu+VyH726pHs1vFhrA14vW2qGzSzYLvs6NjkFRkAQ==';

it('an HDR picture is said to be one', async () => {
  const path = await put('hdr.jxl', Buffer.from(HDR, 'base64'));
  const raw = await decodePhoto(path, join(folder, 'hdr.raw'));
  const { bytes, notes } = await encodePhotoBytes({ raw, original: path, format: 'png', name: 'hdr.png' });
  expect(notes.map(inEnglish)).toEqual([expect.stringMatching(/HDR picture \(PQ\)/)]);
  // BT.2020's primaries, PQ.
  const numbers = Buffer.from(bytes).indexOf('cICP') + 4;
  expect([...bytes.subarray(numbers, numbers + 2)]).toEqual([9, 16]);
});

/** 64×48, grey, by cjxl. */
const GREY_PQ = '/wrLBBAUPeJwAAAAAAgIAgEAoABLKCXW4VZQMEFBgfFx4j8KEBwAAIiK9HV99XkVoPatz4MZJXNPa/0I';

it('so is a grey one', async () => {
  const path = await put('grey-hdr.jxl', Buffer.from(GREY_PQ, 'base64'));
  const raw = await decodePhoto(path, join(folder, 'grey-hdr.raw'));
  expect(raw).toMatchObject({ width: 64, height: 48, channels: 1 });
  const { notes } = await encodePhotoBytes({ raw, original: path, format: 'tiff', name: 'grey-hdr.tif' });
  expect(notes.map(inEnglish)).toEqual([expect.stringMatching(/HDR picture \(PQ\)/)]);
});

it('what is cut or damaged is refused in words', async () => {
  const whole = bytesOf('RGBA16');
  const rotten = Buffer.from(whole).fill(0, whole.length >> 1);
  for (const [name, bytes] of [
    ['cut.jxl', whole.subarray(0, -40)],
    ['rotten.jxl', rotten],
  ] as const)
    // prettier-ignore
    expect((await failureOf(decodePhoto(await put(name, bytes), join(folder, 'no')))).message).toMatch(
      /is damaged|cannot be read/,
    );
});
