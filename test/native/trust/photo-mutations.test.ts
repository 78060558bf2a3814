import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, it } from 'vitest';
import { AppError } from '@contract/result';
import { startChildren } from '../../../src-main/processes/children';
import { nodeCarrier } from '../../../src-main/processes/node-carrier';
import { SCRATCH_VARIABLE } from '../../../src-main/disk/session-scratch';
import { barTimeoutMs, noteBar, tries } from '../../fixtures/bar';
import { dngByHand } from '../../fixtures/dng-maker';
import { TURNED } from '../../fixtures/heic';
import { noise, seeded } from '../../fixtures/model';
import { exifByHand, jpegByHand } from '../../fixtures/photo-maker';
import { PACKERS, tiffByHand } from '../../fixtures/tiff-maker';
import { builtFile, temporaryHome } from '../host-built';

const [WIDTH, HEIGHT] = [48, 32];
/** Longer than that, and a folder of such photos would look like a hang. */
const LONGEST_MS = 10_000;

const home = await temporaryHome();
builtFile('photos.js');
let crashes = 0;
let files = 0;
const children = startChildren(
  nodeCarrier(resolve(import.meta.dirname, '../../../out/main')),
  { prepare: () => Promise.resolve({ [SCRATCH_VARIABLE]: home.folder }), compute: () => ({}) },
  () => undefined,
  ({ state }) => (crashes += state === 'crashed' ? 1 : 0),
  () => undefined,
);
afterAll(async () => {
  await children.photos.close();
  await home.remove();
});

const samples = (depth: 8 | 16, channels: 1 | 3 | 4) =>
  sharp(noise(WIDTH * HEIGHT * channels, depth), { raw: { width: WIDTH, height: HEIGHT, channels } });
const tiff = (kind: keyof typeof PACKERS, tile?: number) =>
  tiffByHand([
    {
      ...{ width: WIDTH, height: HEIGHT, pixels: noise(WIDTH * HEIGHT * 3, 8) as Uint8Array, ...PACKERS[kind] },
      ...(tile === undefined ? {} : { tile }),
    },
  ]);

/** Sound photos of the kinds that are read, by ending. */
async function seeds(): Promise<[string, Uint8Array][]> {
  const jpeg = await samples(8, 3).jpeg().toBuffer();
  // Each is developed in a thread of its own, which takes its time: tried at length only.
  const scene = (x: number, y: number) => [x / WIDTH, y / HEIGHT, 0.5] as const;
  const raws = Array.from({ length: tries(0, 1) }, (): [string, Uint8Array] => [
    'dng',
    dngByHand({ width: WIDTH, height: HEIGHT, scene }),
  ]);
  const exif = exifByHand({ little: true, main: [], photo: [], gps: [], thumbnail: jpeg });
  return [
    ['jpg', jpeg],
    ['jpg', await samples(8, 3).jpeg({ progressive: true }).toBuffer()],
    ['jpg', await samples(8, 1).jpeg().toBuffer()],
    ['jpg', jpegByHand(jpeg, { exif, xmp: '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>' })],
    ['png', await samples(8, 3).png().toBuffer()],
    ['png', await samples(16, 3).png().toBuffer()],
    ['png', await samples(8, 4).png().toBuffer()],
    ['png', await samples(8, 3).png({ palette: true, colours: 16 }).toBuffer()],
    ['webp', await samples(8, 3).webp().toBuffer()],
    ['webp', await samples(8, 4).webp({ lossless: true }).toBuffer()],
    ['avif', await samples(8, 3).avif({ effort: 0 }).toBuffer()],
    ['tif', await samples(8, 3).tiff({ compression: 'jpeg' }).toBuffer()],
    [
      'tif',
      await samples(16, 3).tiff({ compression: 'deflate', tile: true, tileWidth: 16, tileHeight: 16 }).toBuffer(),
    ],
    ['tif', tiff('none')],
    ['tif', tiff('deflate', 16)],
    ['tif', tiff('packBits', 16)],
    ['tif', tiff('lzw')],
    ...raws,
    ['heic', TURNED],
  ];
}

/** Eight bytes of another value, a missing end, or a piece of the file twice. */
function mutated(bytes: Uint8Array, next: (limit: number) => number): Uint8Array {
  const kind = next(4);
  if (kind === 0) return bytes.slice(0, next(bytes.length));
  if (kind === 1) {
    const [from, to, length] = [next(bytes.length), next(bytes.length), 1 + next(64)];
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from, from + length), bytes.subarray(to)]);
  }
  const changed = Uint8Array.from(bytes); // a slice of a Buffer is the Buffer itself
  // Half of them in the header, where lengths and counts are.
  const within = kind === 2 ? Math.min(bytes.length, 200) : bytes.length;
  for (let flip = 0; flip < 8; flip += 1) changed[next(within)] = next(256);
  return changed;
}

it(
  'photos with changed, missing and doubled bytes are read or refused in words; nothing crashes or hangs',
  async () => {
    const next = seeded(11);
    const sound = await seeds();
    const mutations = tries(150, 10_000);
    const counts = { read: 0, refused: 0 };
    let longestMs = 0;
    for (const [ending, bytes] of sound) await expect(decode(ending, bytes), ending).resolves.toBe('read');
    for (let index = 0; index < mutations; index += 1) {
      const [ending, bytes] = sound[index % sound.length]!;
      const startMs = performance.now();
      counts[await decode(ending, mutated(bytes, next))] += 1;
      longestMs = Math.max(longestMs, performance.now() - startMs);
    }
    expect(crashes).toBe(0);
    expect(longestMs).toBeLessThan(LONGEST_MS);
    expect(counts.refused).toBeGreaterThan(mutations / 4);
    const longest = (longestMs / 1000).toFixed(1);
    noteBar(
      'mutated photos',
      mutations,
      `${counts.read} read, ${counts.refused} refused, 0 crashes, longest ${longest} s`,
    );
  },
  barTimeoutMs,
);

async function decode(ending: string, bytes: Uint8Array): Promise<'read' | 'refused'> {
  const path = join(home.folder, `photo${(files += 1)}.${ending}`);
  await writeFile(path, bytes);
  try {
    const raw = await children.photos.call('photo.decode', { path });
    await rm(raw.path);
    return 'read';
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    const { kind, message } = error as AppError;
    expect([kind, message.length > 20]).toEqual(['bad-input', true]);
    expect(message).not.toMatch(/vips|undefined|\bat Object|E[A-Z]{4,}/);
    return 'refused';
  }
}
