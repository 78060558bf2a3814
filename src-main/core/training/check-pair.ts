import { say, type Sentence } from '@contract/sentence';
import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { luminance } from '../image/color';
import type { ImageF32 } from '../image/image';
import type { Plane } from '../image/plane';
import type { JobToken } from '../job-token';
import { pooledPsnr } from '../metrics/psnr';
import { ssim } from '../metrics/ssim';
import { openModel } from '../methods/registry';
import { outputSize } from '../restore/restore-picture';
import { restoreWhole } from '../restore/restore-whole';

/** A pair that was not learned from, of sizes that go with the model. */
export interface CheckedPair {
  name: string;
  degraded: ImageF32;
  clean: ImageF32;
  /** Not 0 where PSNR does not look. */
  leftOut?: Plane | undefined;
}

/**
 * What a model makes of a pair that it has not seen, in words for its card: PSNR and SSIM on luminance of doing nothing
 * and of the restored picture. Null where the sizes differ.
 */
export async function checkOn(
  settings: TrainSettings,
  tensors: NamedArray[],
  { name, degraded, clean, leftOut }: CheckedPair,
  token: JobToken,
): Promise<Sentence | null> {
  const size = outputSize(settings, degraded.width, degraded.height);
  if (size.width !== clean.width || size.height !== clean.height || settings.scale > 1) return null;
  const model = openModel(settings, tensors);
  const whole = await restoreWhole(model, degraded, { token }).finally(() => {
    model.dispose();
  });
  const restored = { ...whole, data: whole.data.map((value) => Math.max(0, Math.min(1, value))) };
  const truth = luminance(clean);
  const measure = (image: ImageF32) => {
    const grey = luminance(image);
    return { psnr: pooledPsnr([leftOut ? [truth, grey, leftOut] : [truth, grey]]), ssim: ssim(grey, truth) };
  };
  const [before, after] = [measure(degraded), measure(restored)];
  if (before.psnr === null || after.psnr === null) return null;
  const figures = { name, before: before.psnr, after: after.psnr, ssimBefore: before.ssim, ssimAfter: after.ssim };
  return after.psnr > before.psnr ? say('training.checked', figures) : say('training.checkedWorse', figures);
}
