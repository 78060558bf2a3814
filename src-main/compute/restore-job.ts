import type { RawPicture } from '@contract/photo';
import type { Sentence } from '@contract/sentence';
import type { Restored, RestoreRequest } from '@contract/worker-calls';
import type { JobToken } from '../core/job-token';
import { tf } from '../core/tf';
import { outputSize, restorePicture } from '../core/restore/restore-picture';
import { createRawSink, openRawSource } from '../codec/raw-picture';
import { loadModel } from '../store/model-file';
import { FALL_BACK, restoreEngine, type RestoreEngine } from './restore-engine';
import type { Emit } from '../processes/serve';

/** Restores one raw picture into another of the same depth, a stack page by page; pixels pass tile by tile. */
export async function runRestoring(
  request: RestoreRequest,
  token: JobToken,
  emit: Emit,
): Promise<Restored | { stopped: true }> {
  const engine = await restoreEngine();
  const notes: Sentence[] = [];
  const end = await restoreRaw(request, engine, token, emit, notes);
  if (end === 'stopped') return { stopped: true };
  const tensors = tf.engine().state.numTensors;
  return notes.length === 0
    ? { raw: end, engine: engine.name, tensors }
    : { raw: end, engine: FALL_BACK, tensors, notes: notes.slice(0, 1) };
}

async function restoreRaw(
  request: RestoreRequest,
  engine: RestoreEngine,
  token: JobToken,
  emit: Emit,
  notes: Sentence[],
): Promise<RawPicture | 'stopped'> {
  const { job, strength, stride, perChannel } = request;
  const { card, tensors } = await loadModel(request.model);
  const { width, height, channels } = request.source;
  const depth = request.depth ?? request.source.depth;
  const model = await engine.open(card.settings, tensors, { crisp: request.crisp ?? 0 }, (why) => notes.push(why));
  const { pages = 1 } = request.source;
  const size = { ...outputSize(card.settings, width, height), channels, depth, ...(pages > 1 ? { pages } : {}) };
  const output = await createRawSink(request.out, size);
  try {
    for (let page = 0; page < pages; page += 1) {
      const source = await openRawSource(request.source, page);
      try {
        const end = await restorePicture(model, source, output.page(page), {
          strength,
          token,
          onProgress: (fraction) => {
            emit('job.progress', { job, fraction: (page + fraction) / pages });
          },
          ...(stride === undefined ? {} : { stride }),
          ...(perChannel === undefined ? {} : { perChannel }),
        });
        if (end === 'stopped') return end;
      } finally {
        await source.close();
      }
    }
    return output.raw;
  } finally {
    await output.close();
    model.dispose();
  }
}
