import { patchSize, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { readsBaseline } from '../models/with-baseline';
import { MIDDLE_GREY } from '../patches/extract';
import { Graph, type Value } from './graph';
import { correlatedFast } from './linear-graph';
import { cellOnPatches } from './rnn-graph';
import { unetOnBlocks, unetOnPatches } from './unet-graph';
import { BASELINE_FILTER_SIDE, baselineOf, blockOf, cellSize, planesTogether, unetSize } from '@contract/model-tensors';

/** The graphs that restoring in the app runs, tile by tile: each has one input and one output. */
const WORDS = { name: 'part', version: '', doc: '', facts: {} };

/** A plane [1, 1, rows, columns] → what a k×k filter makes of it where it fits. Sides less k − 1 are multiples of 4. */
export function filterGraph(tensors: NamedArray[], k: number): Uint8Array {
  const graph = new Graph();
  const plane = graph.input('plane', [1, 1, 'rows', 'columns']);
  graph.output('filtered', correlatedFast(graph, plane, tensors, k, 1), [1, 1, 'rows_left', 'columns_left']);
  return graph.toModel(WORDS);
}

/**
 * The U-Net with its baseline on a piece of whole blocks, [planes, 1, rows, columns]: the restored piece, right where CONTEXT
 * blocks lie around. Where the network reads what the filter leaves, the filter's margin lies around the piece besides, and
 * its sides without that are multiples of four blocks.
 */
export function pieceGraph(settings: TrainSettings, tensors: NamedArray[]): Uint8Array {
  const graph = new Graph();
  const planes = planesTogether(settings);
  const plane = graph.input('plane', [planes, 1, 'rows', 'columns']);
  const block = blockOf(settings);
  const blocks = readsBaseline(settings)
    ? correlatedFast(graph, plane, tensors, BASELINE_FILTER_SIDE, block)
    : graph.node('SpaceToDepth', [plane], { blocksize: block });
  const made = unetOnBlocks(graph, blocks, tensors, unetSize(settings), MIDDLE_GREY, planes);
  const around: Value = baselineOf(settings) === 'none' ? graph.scalar(MIDDLE_GREY) : blocks;
  const restored = graph.node('DepthToSpace', [graph.node('Add', [made, around])], { blocksize: block });
  graph.output('restored', restored, [planes, 1, 'rows_left', 'columns_left']);
  return graph.toModel(WORDS);
}

/** A network of patches alone: [rows, n, columns], their means removed → [restored rows, n, restored columns]. */
export function patchGraph(settings: TrainSettings, tensors: NamedArray[]): Uint8Array {
  const graph = new Graph();
  const size = patchSize(settings);
  const patches = graph.input('patches', [size.rows, 'count', size.columns]);
  const pixelOnly = settings.mode === 'patch2pixel';
  const [rows, columns] = pixelOnly ? [1, 1] : [size.rows, size.columns];
  const restored =
    settings.method === 'unet-gan'
      ? unetOnTimeMajor(graph, patches, settings, tensors)
      : cellOnPatches(graph, patches, tensors, cellSize(settings), pixelOnly);
  graph.output('restored', restored, [rows, 'count', columns]);
  return graph.toModel(WORDS);
}

function unetOnTimeMajor(graph: Graph, patches: Value, settings: TrainSettings, tensors: NamedArray[]): Value {
  const upright = graph.node('Transpose', [patches], { perm: [1, 0, 2] });
  const images = graph.node('Unsqueeze', [upright, graph.integers(1)]);
  const restored = graph.node('Squeeze', [
    unetOnPatches(graph, images, tensors, unetSize(settings)),
    graph.integers(1),
  ]);
  return graph.node('Transpose', [restored], { perm: [1, 0, 2] });
}
