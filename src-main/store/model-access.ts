import type { ModelSummary, ModelAddress } from '@contract/model-card';
import { openLibrary, type Library } from './library';
import { loadModel, readSummary, type LoadedModel } from './model-file';
import { places } from '../disk/places';

let opened: Library | null = null;

/** The one library of this process, so that its changes come one after the other. */
export async function library(): Promise<Library> {
  const { expectedTensors } = await registry();
  opened ??= openLibrary(places().models, expectedTensors);
  return opened;
}

/** The whole model, checked. */
export async function loadAddressed(address: ModelAddress): Promise<LoadedModel> {
  if ('library' in address) return (await library()).load(address.library);
  return loadModel(address.path, (await registry()).expectedTensors);
}

/** Name, settings and size without the weights. */
export async function summaryOf(address: ModelAddress): Promise<ModelSummary> {
  return 'path' in address ? readSummary(address.path) : (await (await library()).find(address.library)).summary;
}

/** Brings tfjs-core with it: loaded when the first model is looked at, not before the first photo. */
const registry = () => import('../core/models/registry');
