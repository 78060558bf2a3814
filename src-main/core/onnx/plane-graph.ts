import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { patchLayout, strideFor } from '../models/patch-layout';
import { BASELINE_MARGIN, readsBaseline } from '../models/with-baseline';
import { MIDDLE_GREY } from '../patches/extract';
import type { Graph, Value } from './graph';
import { correlated } from './linear-graph';
import { patchesAveraged, type PatchWay } from './patches-graph';
import { cellOnPatches } from './rnn-graph';
import { plus, reshape, roundedUp, slice, type Side } from './sides';
import { unetOnBlocks, unetOnPatches } from './unet-graph';
import {
  BASELINE_FILTER_SIDE,
  baselineOf,
  blockOf,
  cellSize,
  CONTEXT,
  planesTogether,
  unetSize,
} from '@contract/model-tensors';

/** A plane [N, 1, rows + 2·margin, columns + 2·margin] whose inner part begins at `from` of the picture. */
export interface PaddedPlane {
  value: Value;
  margin: number;
  rows: Side;
  columns: Side;
  from: { x: number; y: number };
}

/** The inner part with `margin` px around it. */
export function innerOf(graph: Graph, { value, margin, rows, columns }: PaddedPlane, kept = 0): Value {
  const inner = slice(graph, value, 2, margin - kept, plus(graph, rows, 2 * kept));
  return slice(graph, inner, 3, margin - kept, plus(graph, columns, 2 * kept));
}

/** What a method makes of a plane whose margin is `method.margin`, baseline and all: [N, 1, rows, columns]. */
export function planeRestored(graph: Graph, plane: PaddedPlane, settings: TrainSettings, tensors: NamedArray[]): Value {
  if (settings.method === 'linear') return correlated(graph, plane.value, tensors, settings.patch);
  const baseline = baselineOf(settings);
  const from =
    baseline === 'linear'
      ? {
          ...plane,
          value: correlated(graph, plane.value, tensors, BASELINE_FILTER_SIDE),
          margin: plane.margin - BASELINE_MARGIN,
        }
      : plane;
  const made = network(graph, readsBaseline(settings) ? from : plane, settings, tensors);
  return baseline === 'none' ? made : graph.node('Add', [made, innerOf(graph, from)]);
}

function network(graph: Graph, plane: PaddedPlane, settings: TrainSettings, tensors: NamedArray[]): Value {
  if (settings.mode === 'picture') return wholePlane(graph, plane, settings, tensors);
  return patchesAveraged(graph, plane.value, plane, patchWay(settings, tensors));
}

/** The U-Net on the picture's own grid of blocks. */
function wholePlane(graph: Graph, plane: PaddedPlane, settings: TrainSettings, tensors: NamedArray[]): Value {
  const block = blockOf(settings);
  const reach = CONTEXT * block;
  const axes = [
    { axis: 2, side: plane.rows, before: inBlock(plane.from.y, block) },
    { axis: 3, side: plane.columns, before: inBlock(plane.from.x, block) },
  ];
  const read = axes.reduce((value, { axis, side, before }) => {
    const length = plus(graph, roundedUp(graph, plus(graph, side, before), block), 2 * reach);
    return slice(graph, value, axis, plane.margin - before - reach, length);
  }, plane.value);
  const blocks = graph.node('SpaceToDepth', [read], { blocksize: block });
  const restored = unetOnBlocks(graph, blocks, tensors, unetSize(settings), MIDDLE_GREY, planesTogether(settings));
  const pixels = graph.node('DepthToSpace', [restored], { blocksize: block });
  const inner = axes.reduce((value, { axis, side, before }) => slice(graph, value, axis, reach + before, side), pixels);
  return baselineOf(settings) === 'none' ? graph.node('Add', [inner, graph.scalar(MIDDLE_GREY)]) : inner;
}

/** How far into its block a pixel lies. */
const inBlock = (at: number, block: number) => ((at % block) + block) % block;

function patchWay(settings: TrainSettings, tensors: NamedArray[]): PatchWay {
  const layout = patchLayout(settings, tensors);
  return {
    ...layout,
    stride: strideFor(settings, tensors),
    restore(graph, patches) {
      if (settings.method === 'unet-gan') {
        const images = graph.node('Unsqueeze', [patches, graph.integers(1)]);
        const restored = unetOnPatches(graph, images, tensors, unetSize(settings));
        return reshape(graph, restored, [-1, layout.rows, layout.columns]);
      }
      const timeMajor = graph.node('Transpose', [patches], { perm: [1, 0, 2] });
      const restored = cellOnPatches(graph, timeMajor, tensors, cellSize(settings), settings.mode === 'patch2pixel');
      return graph.node('Transpose', [restored], { perm: [1, 0, 2] });
    },
  };
}
