import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inEnglish } from '@contract/in-language';
import type { ResultFormat } from '@contract/photo';
import { expect, it } from 'vitest';
import { encodePhotoBytes } from '../../src-main/codec';
import { readTiffPages } from '../../src-main/codec/tiff-pages';
import { bytesReader } from '../../src-main/codec/tiff-directory';
import { noise, rawPicture, temporaryFolder } from '../fixtures/helpers';
import { tiffByHand } from '../fixtures/tiff-maker';

const folder = await temporaryFolder();
const MODEL_PIXEL_SCALE = 0x830e;
const scale = new Uint8Array(Float64Array.of(0.5, 0.5, 0).buffer);
const further = [{ tag: MODEL_PIXEL_SCALE, type: 12, count: 3, value: scale }];
const path = join(folder, 'map.tif');
await writeFile(path, tiffByHand([{ width: 16, height: 8, pixels: noise(16 * 8 * 3, 8) as Uint8Array, further }]));

async function restored(times: number, format: ResultFormat) {
  const size = { width: 16 * times, height: 8 * times, channels: 3, depth: 8 } as const;
  const { raw } = await rawPicture(join(folder, `raw${times}`), size);
  const { bytes, notes } = await encodePhotoBytes({ raw, original: path, format, name: 'x' });
  const [page] = format === 'tiff' ? await readTiffPages(bytesReader(bytes)) : [];
  return { entries: page?.entries, notes: notes.map(inEnglish) };
}

it('a map stays on its place at the same size', async () => {
  const { entries, notes } = await restored(1, 'tiff');
  expect([entries, notes]).toEqual([expect.arrayContaining(further), []]);
});

it.each([
  [2, 'tiff'],
  [1, 'png'],
] as const)('%s times as large as %s it loses it, which is said', async (times, format) => {
  const { entries = [], notes } = await restored(times, format);
  expect(entries.map(({ tag }) => tag)).not.toContain(MODEL_PIXEL_SCALE);
  expect(notes).toEqual(['Its place on the map (GeoTIFF) was left out: only a TIFF of the same size carries it.']);
});
