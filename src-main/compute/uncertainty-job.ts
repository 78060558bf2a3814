import { UNCERTAINTY_MOST_PIXELS, UNCERTAINTY_STEPS_A_LEVEL } from '@contract/uncertainty';
import type { Rect } from '@contract/model-spec';
import type { RawPicture } from '@contract/photo';
import { AppError } from '@contract/result';
import type { UncertaintyRequest } from '@contract/worker-calls';
import { say } from '@contract/sentence';
import { uncertaintyMap } from '../core/uncertainty/uncertainty-map';
import { middleOf } from '../core/image/middle';
import { openSampled, samplesOf, sampleStride, type SampledModel } from '../core/uncertainty/samples';
import type { JobToken } from '../core/job-token';
import { outputSize } from '../core/restore/restore-picture';
import { estimateRestore } from '../core/training/estimate';
import { openRawSource, writeRaw } from '../codec/raw-picture';
import { loadModel } from '../store/model-file';
import { runtime } from './runtime';

/** What a map may take on a quiet machine, seconds. */
const BUDGET_SECONDS = 8;
const LEAST_SIDE = 128;

/**
 * How uncertain a model is about a part of a photo, as a grey 8-bit raw file (`@contract/uncertainty` says in which steps).
 * Where the whole part would take too long, its middle is mapped; `rect` is what was mapped, in restored pixels, and
 * `mostLevels` the largest uncertainty, in levels of 255. Throws AppError('cancelled').
 */
export async function mapUncertainty(
  request: UncertaintyRequest,
  token: JobToken,
): Promise<{ raw: RawPicture; rect: Rect; mostLevels: number }> {
  const { matmulGflops } = await runtime();
  const { card, tensors } = await loadModel(request.model);
  const { source: photo, out } = request;
  const wanted = inside(request.rect, outputSize(card.settings, photo.width, photo.height));
  const sampled = openSampled(card.settings, tensors);
  const rect = middleOf(wanted, affordablePixels(sampled, photo, await matmulGflops()), LEAST_SIDE);
  const source = await openRawSource(photo);
  try {
    const map = await uncertaintyMap(sampled, source, rect, token);
    const stored = map.data.map((value) => Math.min(1, value * UNCERTAINTY_STEPS_A_LEVEL));
    const raw = await writeRaw(out, { ...map, data: stored }, 8);
    const mostLevels = 255 * map.data.reduce((most, value) => Math.max(most, value), 0);
    return { raw, rect, mostLevels };
  } finally {
    await source.close();
    sampled.model.dispose();
  }
}

function inside(rect: Rect, picture: { width: number; height: number }): Rect {
  const width = Math.min(rect.width, picture.width - rect.x);
  const height = Math.min(rect.height, picture.height - rect.y);
  if (width < 1 || height < 1) throw new AppError('bad-input', say('photo.partOutside'));
  return { ...rect, width, height };
}

/** Restored pixels that all samples together can restore in time. */
function affordablePixels({ model, alignment }: SampledModel, photo: RawPicture, matmulGflops: number): number {
  const side = 1024;
  const { settings } = model;
  const stride = settings.mode === 'patch2pixel' ? 1 : sampleStride(settings.patch);
  const seconds = estimateRestore(settings, side, side, photo.channels, matmulGflops, { stride });
  const pixels = (side * settings.scale) ** 2;
  const samples = samplesOf(settings.patch, alignment.symmetries, settings.task).length;
  return Math.min(UNCERTAINTY_MOST_PIXELS, (BUDGET_SECONDS * pixels) / (seconds * samples));
}
