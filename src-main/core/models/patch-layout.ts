import { patchSize, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { ensembleOf, strideWith } from './alignment';
import { overlapOf } from './overlap';
import type { PatchNetwork } from './patch-restorer';
import { centreColumn } from './rnn-weights';
import { baselineOf } from '@contract/model-tensors';

/** What of a patch is restored and how much each position counts where patches overlap: the same whatever runs the network. */
export type PatchLayout = Pick<PatchNetwork, 'rows' | 'columns' | 'restored' | 'weights' | 'addMeans'>;

export function patchLayout(settings: TrainSettings, tensors: NamedArray[]): PatchLayout {
  const { rows, columns } = patchSize(settings);
  const restored =
    settings.mode === 'patch2pixel'
      ? { down: rows - 1, right: centreColumn(columns), rows: 1, columns: 1 }
      : { down: 0, right: 0, rows, columns };
  return {
    rows,
    columns,
    restored,
    weights: overlapOf(settings, tensors, restored.rows, restored.columns),
    addMeans: baselineOf(settings) === 'none',
  };
}

/** The stride asked for, or the model's own; always 1 for patch2pixel. Throws bad-input where that is not what was asked. */
export function strideFor(settings: TrainSettings, tensors: NamedArray[], asked?: number): number {
  if (settings.mode !== 'patch2pixel') return asked ?? strideWith(settings, ensembleOf(settings, tensors).length);
  if (asked !== undefined && asked !== 1) {
    throw new AppError('bad-input', say('training.pixelStride', { stride: asked }));
  }
  return 1;
}
