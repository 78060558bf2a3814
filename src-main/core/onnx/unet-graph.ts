import type { NamedArray } from '@contract/named-array';
import { tensorNamed } from '../models/method';
import type { Graph, Value } from './graph';
import { reshape, sideOf } from './sides';
import { CONTRACTING, type UnetSize, layerShapes, layerSpecs } from '@contract/model-tensors';

/** Zeros around every layer: what they spoil at the rim is cut away afterwards. */
const SAME = { pads: [1, 1, 1, 1] };

/** A layer's weights [3, 3, in, out] as Conv takes them, [out, in, 3, 3], of its first `inputs` channels. */
function kernelOf(data: Float32Array, [rows, columns, channels, outputs]: readonly number[], inputs: number) {
  const result = new Float32Array(outputs! * inputs * rows! * columns!);
  let to = 0;
  for (let output = 0; output < outputs!; output++)
    for (let input = 0; input < inputs; input++)
      for (let tap = 0; tap < rows! * columns!; tap++)
        result[to++] = data[(tap * channels! + input) * outputs! + output]!;
  return result;
}

/** The layers after the first, from its sums on: [N, width, rows, columns] → [N, outputs, rows, columns]. */
function laterLayers(graph: Graph, first: Value, tensors: NamedArray[], size: UnetSize): Value {
  const shapes = layerShapes(size);
  const specs = layerSpecs(size);
  const last = shapes.length - 1;
  const levels = [graph.node('Relu', [first])];
  for (let layer = 1; layer < last; layer++) {
    const sum = conv(graph, levels.at(-1)!, tensorNamed(tensors, specs[layer]!), shapes[layer]!);
    const level = levels[last - 1 - layer];
    levels.push(graph.node('Relu', [layer > CONTRACTING && level ? graph.node('Add', [sum, level]) : sum]));
  }
  return conv(graph, levels.at(-1)!, tensorNamed(tensors, specs[last]!), shapes[last]!);
}

function conv(graph: Graph, values: Value, weights: Float32Array, shape: readonly number[]): Value {
  const [rows, columns, inputs, outputs] = shape as [number, number, number, number];
  const kernel = graph.floats(kernelOf(weights, shape, inputs), [outputs, inputs, rows, columns]);
  return graph.node('Conv', [values, kernel], SAME);
}

/**
 * The U-Net on blocks of a picture, [N, b², rows, columns] → the same shape, right where CONTEXT blocks lie around. The
 * network reads values around `grey`; that and its constant channel become the first layer's bias. Where it reads several
 * planes at once, those of a picture follow one another.
 */
export function unetOnBlocks(
  graph: Graph,
  blocks: Value,
  tensors: NamedArray[],
  size: UnetSize,
  grey: number,
  planes = 1,
): Value {
  const depth = (size.inputs - 1) / planes;
  const together = planes === 1 ? blocks : regrouped(graph, blocks, planes * depth);
  const made = onBlocks(graph, together, tensors, size, grey);
  return planes === 1 ? made : regrouped(graph, made, depth);
}

/** [N, c, rows, columns] with another number of channels, and so many pictures more or fewer. */
const regrouped = (graph: Graph, value: Value, channels: number) =>
  reshape(graph, value, [-1, channels, sideOf(graph, value, 2), sideOf(graph, value, 3)]);

function onBlocks(graph: Graph, blocks: Value, tensors: NamedArray[], size: UnetSize, grey: number): Value {
  const shape = layerShapes(size)[0]!;
  const weights = tensorNamed(tensors, layerSpecs(size)[0]!);
  const [rows, columns, inputs, outputs] = shape;
  const bias = new Float32Array(outputs);
  for (let tap = 0; tap < rows * columns * inputs; tap++) {
    const share = tap % inputs === inputs - 1 ? 1 : -grey;
    for (let output = 0; output < outputs; output++) bias[output]! += share * weights[tap * outputs + output]!;
  }
  const kernel = graph.floats(kernelOf(weights, shape, inputs - 1), [outputs, inputs - 1, rows, columns]);
  const first = graph.node('Conv', [blocks, kernel, graph.floats(bias, [outputs])], SAME);
  return laterLayers(graph, first, tensors, size);
}

/** The U-Net on patches [N, 1, side, side], their means removed, with zeros around each as in the paper. */
export function unetOnPatches(graph: Graph, patches: Value, tensors: NamedArray[], size: UnetSize): Value {
  const ones = graph.node('Add', [graph.node('Mul', [patches, graph.scalar(0)]), graph.scalar(1)]);
  const input = graph.node('Concat', [patches, ones], { axis: 1 });
  const first = conv(graph, input, tensorNamed(tensors, layerSpecs(size)[0]!), layerShapes(size)[0]!);
  return laterLayers(graph, first, tensors, size);
}
