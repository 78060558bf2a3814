import type { TrainSettings } from '@contract/model-spec';
import type { Preparation } from '@contract/photo';
import type { Pair } from '../../../src-main/core/evaluate/lab';
import { imageSource } from '../../../src-main/core/image/image-source';
import { prepare } from '../../../src-main/core/pair/prepare';
import { preparePair } from '../../../src-main/core/training/prepare-pair';
import { train, type TrainedModel } from '../../../src-main/core/training/train';
import { QUIET_LAB } from '../pictures';

/** Learns from a pair of one's own as `onepair train --degraded A --clean B` does: prepared first, by all `steps` or some. */
export async function learnOwn(
  pair: Pair,
  settings: TrainSettings,
  steps?: readonly Preparation[],
): Promise<TrainedModel> {
  const { degraded, clean, leftOut } = prepare(pair.degraded, pair.clean, steps);
  const mask = leftOut && imageSource({ ...leftOut, channels: 1 });
  const read = await preparePair(imageSource(degraded), imageSource(clean), settings, null, mask);
  return train(read, settings, { ...QUIET_LAB, onProgress: () => undefined, onPreview: () => undefined });
}

/** Seconds on the clock and of processor time since it was made. */
export function stopwatch() {
  const [startedMs, startedCpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(startedCpu);
    return {
      trainSeconds: Math.round((performance.now() - startedMs) / 1000),
      trainCpuSeconds: Math.round((user + system) / 1e6),
    };
  };
}
