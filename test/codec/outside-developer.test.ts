import { accessSync, constants } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodePhoto, encodePhotoBytes, probePhoto } from '../../src-main/codec';
import { readExif } from '../../src-main/codec/exif';
import { bytesReader } from '../../src-main/codec/tiff-directory';
import { dngByHand, text } from '../fixtures/dng-maker';
import { failureOf, temporaryFolder } from '../fixtures/helpers';

const folder = await temporaryFolder();
vi.stubEnv('ONEPAIR_HOME', join(folder, 'home'));
const album = join(folder, 'album');
await mkdir(album);
// RawTherapee refuses much smaller ones.
const [WIDTH, HEIGHT] = [512, 384];
/** Grey, brighter to the right; white at its edge. */
const scene = (x: number) => {
  const light = x > WIDTH - 4 ? 1 : 0.1 + (0.6 * x) / WIDTH;
  return [light, light, light] as const;
};
const dng = dngByHand({
  width: WIDTH,
  height: HEIGHT,
  scene,
  further: [text(0x010f, 'Onepair'), text(0x0110, 'Drawn One')],
});
const PATH = process.env['PATH'] ?? '';

let round = 0;
async function photo(): Promise<string> {
  const path = join(album, `${(round += 1)}.dng`);
  await writeFile(path, dng);
  return path;
}

afterEach(() => {
  vi.stubEnv('PATH', PATH);
});

const isInstalled = (file: string) =>
  PATH.split(delimiter).some((place) => {
    try {
      accessSync(join(place, file), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

describe.each([
  ['darktable', 'darktable-cli', /Adobe/],
  ['rawtherapee', 'rawtherapee-cli', /RTv4/],
])('%s', (developer, file, profile) => {
  it.skipIf(!isInstalled(file))(
    'develops into 16 bits of its own size and profile, and leaves nothing beside the photo (where it is installed)',
    async () => {
      vi.stubEnv('ONEPAIR_DEVELOPER', developer);
      const path = await photo();
      const before = await readdir(album);
      const info = await probePhoto(path);
      expect(info).toMatchObject({ format: 'raw', depth: 16, channels: 3, camera: { model: 'Drawn One' } });
      const raw = await decodePhoto(path, join(folder, 'out.raw'));
      expect([raw.width, raw.height, raw.depth]).toEqual([info.width, info.height, 16]);
      const samples = new Uint16Array(new Uint8Array(await readFile(raw.path)).buffer);
      const at = (x: number) => samples[3 * (Math.floor(raw.height / 2) * raw.width + x) + 1]!;
      expect(at(Math.floor(raw.width * 0.8))).toBeGreaterThan(1.3 * at(Math.floor(raw.width * 0.2)));
      const { bytes } = await encodePhotoBytes({ raw, original: path, format: 'tiff', name: 'out.tif' });
      const { icc } = await sharp(bytes).metadata();
      expect(icc?.toString('latin1').replaceAll('\0', '')).toMatch(profile);
      expect((await readExif(bytesReader(bytes)))?.main).toEqual(expect.arrayContaining([text(0x010f, 'Onepair')]));
      expect(await readdir(album)).toEqual(before);
      expect(await readFile(path)).toEqual(dng);
    },
    60_000,
  );
});

describe('a developer', () => {
  it('that is not there is named, with what to do', async () => {
    vi.stubEnv('ONEPAIR_DEVELOPER', 'darktable');
    vi.stubEnv('PATH', folder);
    const failure = await failureOf(probePhoto(await photo()));
    expect(failure.message).toMatch(/darktable was chosen for camera raw, but is not found.*choose LibRaw/);
  });

  it.skipIf(process.platform === 'win32')('works on two photos at a time, however many are looked at', async () => {
    const programs = join(folder, 'counting');
    const at = join(programs, 'running');
    await mkdir(at, { recursive: true });
    // Each notes how many there are, itself among them.
    const lines = [
      `touch ${at}/$$`,
      `ls ${at} | wc -l >> ${programs}/counts`,
      '/bin/sleep 0.2',
      `rm ${at}/$$`,
      'exit 3',
    ];
    await writeFile(join(programs, 'rawtherapee-cli'), `#!/bin/sh\nPATH=/usr/bin:/bin\n${lines.join('\n')}\n`);
    await chmod(join(programs, 'rawtherapee-cli'), 0o755);
    vi.stubEnv('ONEPAIR_DEVELOPER', 'rawtherapee');
    vi.stubEnv('PATH', programs);
    const photos = await Promise.all(Array.from({ length: 6 }, photo));
    await Promise.all(photos.map((path) => failureOf(probePhoto(path))));
    const counts = (await readFile(join(programs, 'counts'), 'utf8')).trim().split('\n').map(Number);
    expect(counts).toHaveLength(6);
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
  });

  it.skipIf(process.platform === 'win32').each([
    ['fails', 'exit 3'],
    ['makes nothing', 'exit 0'],
  ])('that %s is named', async (_, line) => {
    const programs = join(folder, `programs ${line}`);
    await mkdir(programs);
    await writeFile(join(programs, 'rawtherapee-cli'), `#!/bin/sh\n${line}\n`);
    await chmod(join(programs, 'rawtherapee-cli'), 0o755);
    vi.stubEnv('ONEPAIR_DEVELOPER', 'rawtherapee');
    vi.stubEnv('PATH', programs);
    const failure = await failureOf(probePhoto(await photo()));
    expect(failure.message).toMatch(/could not be developed by RawTherapee\. Choose LibRaw/);
  });
});
