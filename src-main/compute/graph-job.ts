import type { GraphRequest } from '@contract/worker-calls';
import { atCrisp } from '../core/models/crisp';
import { modelGraph } from '../core/onnx/model-graph';
import { writeFileAtomic } from '../disk/atomic-write';
import { loadModel } from '../store/model-file';
import { APP_VERSION } from './version';

/** Writes a model as an ONNX file; a file of that name stays as it is. Throws AppError: bad-input, disk. */
export async function writeGraph({ model, out, crisp }: GraphRequest): Promise<null> {
  const { card, tensors } = await loadModel(model);
  const graph = modelGraph(card.settings, atCrisp(tensors, crisp), { name: card.name, version: APP_VERSION });
  await writeFileAtomic(out, [graph], { overwrite: false });
  return null;
}
