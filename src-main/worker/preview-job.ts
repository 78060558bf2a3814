import type { Rect } from '@contract/model-spec';
import type { RawPicture } from '@contract/photo';
import type { PartRequest } from '@contract/worker-calls';
import type { JobToken } from '../core/job-token';
import { openModel } from '../core/models/registry';
import { restorePicture } from '../core/restore/restore-picture';
import { estimateRestore } from '../core/training/estimate';
import { createRawSink, openRawSource } from '../files/raw-picture';
import { loadAddressed } from './model-access';
import { runtime } from './runtime';

/** What a preview may take, seconds: reading and encoding come on top. */
const BUDGET_SECONDS = 0.6;
/** What the last preview took: the machine may be busy with more than us. */
let pace = { model: '', secondsPerPixel: 0 };
/** Below this nobody can judge anything, in pixels. */
const LEAST_SIDE = 128;

/**
 * Restores a part of a photo at 100 %, exactly as it will be in the whole. A model too slow for all of it restores what
 * about half a second allows around the middle; `rect` says what it was. Throws AppError('cancelled').
 */
export async function restorePart(request: PartRequest, token: JobToken): Promise<{ raw: RawPicture; rect: Rect }> {
  const { matmulGflops } = await runtime();
  const { card, tensors } = await loadAddressed(request.model);
  const name = JSON.stringify(request.model);
  const part = inside(request.rect, request.source);
  const pixels = part.width * part.height;
  const expected =
    pace.model === name
      ? pace.secondsPerPixel * pixels
      : estimateRestore(card.settings, part.width, part.height, request.source.channels, matmulGflops);
  const rect = affordable(part, expected);
  const startedAt = performance.now();
  const { scale } = card.settings;
  const area = { x: rect.x * scale, y: rect.y * scale, width: rect.width * scale, height: rect.height * scale };
  const { channels, depth } = request.source;
  const model = openModel(card.settings, tensors);
  const source = await openRawSource(request.source);
  const output = await createRawSink(request.out, { width: area.width, height: area.height, channels, depth });
  try {
    const { strength } = request;
    await restorePicture(model, source, output.sink, { strength, area, token, onProgress: () => undefined });
    const seconds = (performance.now() - startedAt) / 1000;
    pace = { model: name, secondsPerPixel: seconds / Math.max(LEAST_SIDE ** 2, rect.width * rect.height) };
    return { raw: output.raw, rect };
  } finally {
    await output.close();
    await source.close();
    model.dispose();
  }
}

function inside(rect: Rect, { width, height }: RawPicture): Rect {
  const x = Math.min(rect.x, width - 1);
  const y = Math.min(rect.y, height - 1);
  return { x, y, width: Math.min(rect.width, width - x), height: Math.min(rect.height, height - y) };
}

/** The middle part of a rectangle that is restored in time, if all of it takes so many seconds. */
function affordable(rect: Rect, seconds: number): Rect {
  const share = Math.sqrt(Math.min(1, BUDGET_SECONDS / seconds));
  const sideOf = (side: number) => Math.min(side, Math.max(LEAST_SIDE, Math.floor(side * share)));
  const [width, height] = [sideOf(rect.width), sideOf(rect.height)];
  const x = rect.x + ((rect.width - width) >> 1);
  const y = rect.y + ((rect.height - height) >> 1);
  return { x, y, width, height };
}
