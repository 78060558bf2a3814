import type { RawPicture } from '@contract/photo';
import type { RestoreRequest } from '@contract/worker-calls';
import type { JobToken } from '../core/job-token';
import { openModel } from '../core/models/registry';
import { tf } from '../core/tf';
import { outputSize, restorePicture } from '../core/restore/restore-picture';
import { createRawSink, openRawSource } from '../codec/raw-picture';
import { loadModel } from '../store/model-file';
import { runtime } from './runtime';
import type { Emit } from '../processes/serve';

/** Restores one raw picture into another of the same depth; pixels pass tile by tile. */
export async function runRestoring(
  request: RestoreRequest,
  token: JobToken,
  emit: Emit,
): Promise<{ raw: RawPicture; tensors: number } | { stopped: true }> {
  await runtime();
  const end = await restoreRaw(request, token, emit);
  return end === 'stopped' ? { stopped: true } : { raw: end, tensors: tf.memory().numTensors };
}

async function restoreRaw(request: RestoreRequest, token: JobToken, emit: Emit): Promise<RawPicture | 'stopped'> {
  const { job, strength, stride, perChannel } = request;
  const { card, tensors } = await loadModel(request.model);
  const { width, height, channels } = request.source;
  const depth = request.depth ?? request.source.depth;
  const model = openModel(card.settings, tensors, { crisp: request.crisp ?? 0 });
  const source = await openRawSource(request.source);
  const output = await createRawSink(request.out, { ...outputSize(card.settings, width, height), channels, depth });
  try {
    const end = await restorePicture(model, source, output.sink, {
      strength,
      token,
      onProgress: (fraction) => {
        emit('job.progress', { job, fraction });
      },
      ...(stride === undefined ? {} : { stride }),
      ...(perChannel === undefined ? {} : { perChannel }),
    });
    return end === 'stopped' ? end : output.raw;
  } finally {
    await output.close();
    await source.close();
    model.dispose();
  }
}
