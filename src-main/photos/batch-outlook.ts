import { stat } from 'node:fs/promises';
import type { BatchOutlook } from '@contract/batch';
import type { RestoreSettings } from '@contract/restore-options';
import { resultFormat, type PhotoInfo, type ResultFormat, type PhotoSize } from '@contract/photo';
import { inOrder } from '../disk/in-order';

/** Bytes a sample (one channel of one pixel) of usual photos, as they are written here. */
const BYTES_PER_SAMPLE: Record<ResultFormat, { 8: number; 16: number }> = {
  jpeg: { 8: 0.3, 16: 0.3 },
  png: { 8: 0.65, 16: 1.7 },
  tiff: { 8: 0.85, 16: 2.1 },
  webp: { 8: 0.2, 16: 0.2 },
  avif: { 8: 0.15, 16: 0.2 },
  jxl: { 8: 0.5, 16: 1.5 },
};

/**
 * What restoring photos will need of the disk, from the headers of some of them: of the others, and of those that cannot be
 * opened, nothing is known. `scale` is how much larger results are.
 */
export async function batchOutlook(
  photos: readonly string[],
  infos: readonly (PhotoInfo | null)[],
  settings: RestoreSettings,
  scale: number,
): Promise<BatchOutlook> {
  const bytesOnDisk = await inOrder(photos, 8, async (path) => (await stat(path).catch(() => null))?.size ?? 0);
  const sampled = { input: 0, output: 0 };
  for (const [index, info] of infos.entries()) {
    if (info === null) continue;
    sampled.input += bytesOnDisk[index]!;
    sampled.output += expectedBytes(info, settings, scale);
  }
  const all = bytesOnDisk.reduce((sum, bytes) => sum + bytes, 0);
  return {
    sizes: infos.map((info): PhotoSize | null => info && sizeOf(info)),
    outputBytes: sampled.input === 0 ? 0 : Math.round((sampled.output / sampled.input) * all),
  };
}

/** A stack takes what its pages below each other would. */
const sizeOf = ({ width, height, channels, pages = 1 }: PhotoInfo): PhotoSize => ({
  width,
  height: height * pages,
  channels,
});

function expectedBytes(info: PhotoInfo, settings: RestoreSettings, scale: number): number {
  const format = resultFormat(settings.format, info.format);
  const samples = info.width * info.height * (info.pages ?? 1) * scale ** 2 * (info.channels + (info.hasAlpha ? 1 : 0));
  return samples * BYTES_PER_SAMPLE[format][settings.depth ?? info.depth];
}
