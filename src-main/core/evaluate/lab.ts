import type { Protocol } from '@contract/evaluate';
import type { TrainSettings } from '@contract/model-spec';
import type { JobToken } from '../job-token';
import { imageSource } from '../image/image-source';
import type { ImageF32 } from '../image/image';
import type { OpenModel } from '../models/method';
import { restoreWhole } from '../restore/restore-whole';
import { preparePair } from '../training/prepare-pair';
import { train, type TrainedModel } from '../training/train';
import { asStored } from './protocol';

/** What experiments are given: a clock, a way to be ended, and somebody to tell. */
export interface Lab {
  /** Throws where the user ended the work. */
  token: JobToken;
  nowMs(): number;
  /** 0–1 of the present training or restoring. */
  onProgress(fraction: number): void;
}

export interface Pair {
  degraded: ImageF32;
  clean: ImageF32;
}

/** Trains on a pair as every training does. */
export async function learn(lab: Lab, { degraded, clean }: Pair, settings: TrainSettings): Promise<TrainedModel> {
  const pair = await preparePair(imageSource(degraded), imageSource(clean), settings);
  return train(pair, settings, {
    token: lab.token,
    nowMs: () => lab.nowMs(),
    onProgress: ({ step, steps }) => {
      lab.onProgress(steps === 0 ? 0 : step / steps);
    },
    onPreview: () => undefined,
  });
}

/** The restored picture as an 8-bit file holds it. */
export async function restoreImage(
  lab: Lab,
  model: OpenModel,
  degraded: ImageF32,
  { borders, stride }: Pick<Protocol, 'borders' | 'stride'>,
): Promise<ImageF32> {
  const restored = await restoreWhole(model, degraded, {
    borders,
    ...(stride === undefined ? {} : { stride }),
    token: lab.token,
  });
  return asStored(restored, 8);
}
