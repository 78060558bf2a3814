import { FORMAT_VERSION } from '@contract/model-card';
import type { TrainRequest } from '@contract/worker-calls';
import type { Said } from '@contract/said';
import type { TrainedModel } from '../core/training/train';
import type { StoredModel } from '../store/model-file';
import { APP_VERSION } from './version';

/** A trained model with its card, as it is written to a file. */
export function storedModel(
  request: Pick<TrainRequest, 'name' | 'pairName' | 'camera'>,
  trained: TrainedModel,
  device: Said,
  notes: Said[],
): StoredModel {
  const now = new Date().toISOString();
  const facts = { ...trained.facts, finishedAt: now, device, pairName: request.pairName };
  return {
    card: {
      formatVersion: FORMAT_VERSION,
      name: request.name,
      settings: trained.settings,
      facts: { ...facts, notes: [...facts.notes, ...notes] },
      history: trained.history,
      ...(trained.domain === null ? {} : { fit: trained.domain }),
      ...(trained.degradation === null ? {} : { degradation: trained.degradation }),
      ...(request.camera === undefined ? {} : { camera: request.camera }),
      appVersion: APP_VERSION,
      createdAt: now,
    },
    tensors: trained.tensors,
    crop: trained.crop,
  };
}
