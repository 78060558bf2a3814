import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import type { OpenModel, RestoreTiles } from '../models/method';
import { patchLayout, strideFor } from '../models/patch-layout';
import { completed, methods, openModel, resolvedTensors, turnsOf, type OpenOptions } from '../methods/registry';
import { tileModel } from '../models/residual-targets';
import type { OpenTiles } from './tile-restorer';

/** Arithmetic of one run, multiplications and additions: what a cancelled job waits for, a quarter of a second or less. */
const RUN_FLOPS = 36e9;

/**
 * What the speed of convolutions has to be multiplied by so that an estimate for `method.restoringSpeed` fits these graphs
 * (measured: docs/performance.md).
 */
export function speedOnGraphs(settings: TrainSettings): number {
  const { method, mode } = settings;
  if (!methods[method].asGraph) return 1;
  const share = mode === 'picture' ? 0.8 : method === 'linear' ? 0.7 : 0.65;
  return share / methods[method].restoringSpeed(settings);
}

/**
 * The model as `openModel` opens it, with its networks as graphs and its tiles restored by what `openTiles` opens. What is no
 * network is opened as ever. Dispose the result.
 */
export async function openOnGraphs(
  openTiles: OpenTiles,
  settings: TrainSettings,
  tensors: NamedArray[],
  options: OpenOptions = {},
): Promise<OpenModel> {
  const method = methods[settings.method];
  if (!method.asGraph) return openModel(settings, tensors, options);
  const turns = turnsOf(settings, tensors, options);
  const resolved = resolvedTensors(tensors, turns, options);
  const tiles = await openTiles({
    ...{ settings, tensors: resolved, turns },
    layout: patchLayout(settings, resolved),
    pieceSide: Math.sqrt(RUN_FLOPS / method.restoreFlopsPerPixel(settings)),
  });
  const restore: RestoreTiles = (given, { stride, token }) =>
    tiles.restore(given, { stride: strideFor(settings, resolved, stride), token });
  const opened = {
    settings,
    margin: method.margin(settings),
    tilesAtOnce: tiles.atOnce,
    ...tileModel(settings, restore),
    dispose: () => {
      tiles.release();
    },
  };
  return completed(opened, tensors);
}
