import { enlargedRect, type Rect } from '@contract/model-spec';
import type { RawPicture } from '@contract/photo';
import type { PartRequest, RestoredPart } from '@contract/worker-calls';
import type { JobToken } from '../core/job-token';
import { ensembleOf } from '../core/models/alignment';
import { strideFor } from '../core/models/patch-layout';
import { middleOf } from '../core/image/middle';
import { EXACT, quickWay, type PreviewWay } from '../core/restore/preview-way';
import { restorePicture } from '../core/restore/restore-picture';
import { estimateRestore } from '../core/training/estimate';
import { createRawSink, openRawSource } from '../codec/raw-picture';
import { loadModel } from '../store/model-file';
import { restoreEngine } from './restore-engine';

/** What a quick preview may take, seconds: reading and encoding come on top. */
const BUDGET_SECONDS = 0.6;
/** Below this nobody can judge anything, in pixels. */
const LEAST_SIDE = 128;

/**
 * How much longer than estimated the last preview took: small parts are less efficient than whole photos, and the machine
 * may be busy with more than us. The first one is taken to be as slow as this.
 */
let slowness = { model: '', factor: 2 };

/**
 * Restores a part of a photo at 100 %, exactly as it will be in the whole. Where that takes longer than a quick preview
 * may, without the averaging of mirror images and with patches farther apart; where that is too slow too, the middle of
 * the part. Throws AppError('cancelled').
 */
export async function restorePart(request: PartRequest, token: JobToken, isBusy: boolean): Promise<RestoredPart> {
  const engine = await restoreEngine();
  const { card, tensors } = await loadModel(request.model);
  const { settings } = card;
  const gflops = await engine.speedFor(settings, isBusy);
  const { channels, depth } = request.source;
  const turns = ensembleOf(settings, tensors).length;
  const own = strideFor(settings, tensors);
  const name = request.model;
  const { factor } = slowness.model === name ? slowness : { factor: 2 };
  const estimated = ({ width, height }: Rect, { selfEnsemble, stride }: PreviewWay) =>
    estimateRestore(settings, width, height, channels, gflops, {
      stride: stride ?? own,
      turns: selfEnsemble ? turns : 1,
    });

  const asked = inside(request.rect, request.source);
  const way = request.quick ? quickWay(settings, own, BUDGET_SECONDS, (one) => factor * estimated(asked, one)) : EXACT;
  const rect = request.quick ? affordable(asked, factor * estimated(asked, way)) : asked;
  const { scale } = settings;
  const area = enlargedRect(rect, scale);
  const startedAt = performance.now();
  const model = await engine.open(settings, tensors, { selfEnsemble: way.selfEnsemble, crisp: request.crisp ?? 0 });
  const source = await openRawSource(request.source);
  const output = await createRawSink(request.out, { width: area.width, height: area.height, channels, depth });
  try {
    const stride = way.stride === undefined ? {} : { stride: way.stride };
    const options = { strength: request.strength, area, token, onProgress: () => undefined, ...stride };
    await restorePicture(model, source, output.sink, options);
    const seconds = (performance.now() - startedAt) / 1000;
    slowness = { model: name, factor: seconds / estimated(atLeast(rect), way) };
    return { raw: output.raw, rect, exact: way.stride === undefined && (way.selfEnsemble || turns === 1) };
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

/** Tiny parts say nothing about larger ones. */
const atLeast = (rect: Rect): Rect => ({
  ...rect,
  width: Math.max(LEAST_SIDE, rect.width),
  height: Math.max(LEAST_SIDE, rect.height),
});

/** The middle part of a rectangle that is restored in time, if all of it takes so many seconds. */
const affordable = (rect: Rect, seconds: number): Rect =>
  middleOf(rect, (rect.width * rect.height * BUDGET_SECONDS) / seconds, LEAST_SIDE);
