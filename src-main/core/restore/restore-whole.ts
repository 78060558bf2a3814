import { imageSource } from '../image/image-source';
import type { ImageF32 } from '../image/image';
import type { OpenModel } from '../models/method';
import { outputSize, restorePicture, type RestoreOptions } from './restore-picture';

/** A restored picture as floats in one piece, for small ones; values are not clipped, [height · scale, width · scale, channels]. */
export async function restoreWhole(
  model: OpenModel,
  degraded: ImageF32,
  options: Pick<RestoreOptions, 'token' | 'stride' | 'borders'>,
): Promise<ImageF32> {
  const { channels } = degraded;
  const size = outputSize(model.settings, degraded.width, degraded.height);
  const restored = { ...size, channels, data: new Float32Array(size.width * size.height * channels) };
  const sink = {
    writeRows: (firstRow: number, rows: ImageF32) => {
      restored.data.set(rows.data, firstRow * size.width * channels);
      return Promise.resolve();
    },
  };
  await restorePicture(model, imageSource(degraded), sink, { strength: 100, onProgress: () => undefined, ...options });
  return restored;
}
