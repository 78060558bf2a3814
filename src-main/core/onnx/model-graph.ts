import type { TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { enlargeBicubic } from '../image/bicubic';
import { luminance } from '../image/color';
import { createPlane } from '../image/plane';
import { alignmentFromTensors, ensembleOf, filteredEvenly, noAlignment } from '../models/alignment';
import { gainOf } from '../models/gain';
import { methods } from '../methods/registry';
import { bitsOf } from '../patches/symmetry';
import { Graph, type ModelWords, type Value } from './graph';
import { innerOf, planeRestored, type PaddedPlane } from './plane-graph';
import { mirror, padSymmetric, plus, sideOf, slice } from './sides';
import { planesTogether, usesAlignment } from '@contract/model-tensors';

/**
 * A model as an ONNX file that does all that restoring a picture at full strength does, between reading and rounding:
 * `picture` [1, channels, height, width] with values in [0,1] → `restored` [1, channels, height · scale, width · scale], not
 * clipped. Models of luminance and of joint colour take three channels (R, G, B); others restore each channel by itself. The weights are to be
 * resolved already (a dial between two ends). Throws AppError('bad-input') for a method that is no network.
 */
export function modelGraph(
  settings: TrainSettings,
  tensors: NamedArray[],
  words: Pick<ModelWords, 'name' | 'version'>,
): Uint8Array<ArrayBuffer> {
  requireNetwork(settings);
  const graph = new Graph();
  const byChannel = settings.channels === 'all';
  const channels = byChannel && planesTogether(settings) === 1 ? 'channels' : 3;
  const given = graph.input('picture', [1, channels, 'height', 'width']);
  const picture = enlarged(graph, given, settings.scale);
  const planes = byChannel
    ? graph.node('Transpose', [picture], { perm: [1, 0, 2, 3] })
    : graph.node('Conv', [picture, graph.floats(lumaWeights(), [1, 3, 1, 1])]);
  const restored = restoredPlanes(graph, planes, settings, tensors);
  const result = byChannel
    ? graph.node('Transpose', [restored], { perm: [1, 0, 2, 3] })
    : graph.node('Add', [picture, graph.node('Sub', [restored, planes])]);
  const [height, width] = settings.scale === 1 ? ['height', 'width'] : ['restored_height', 'restored_width'];
  graph.output('restored', result, [1, channels, height, width]);
  return graph.toModel({ ...words, doc: DOC, facts: factsOf(settings) });
}

const DOC =
  'picture: [1, channels, height, width], values in [0,1]. restored: the same, not clipped; larger by the scale for super resolution. ' +
  'Models of luminance or joint colour take R, G, B: give a grey picture three times. Large pictures are best given in overlapping parts.';

function factsOf({ method, preset, task, scale, channels }: TrainSettings): Record<string, string> {
  return { method, preset, task, scale: String(scale), channels };
}

/** Throws AppError('bad-input') where the method of these settings has no graph. */
function requireNetwork({ method }: Pick<TrainSettings, 'method'>): void {
  if (!methods[method].asGraph) throw new AppError('bad-input', say('model.noNetwork', { method }));
}

/** R, G and B in luminance, as `luminance` has them. */
function lumaWeights(): Float32Array {
  const units = Float32Array.from({ length: 9 }, (_, index) => (index % 4 === 0 ? 1 : 0));
  return luminance({ data: units, width: 3, height: 1, channels: 3 }).data;
}

/** Planes [N, 1, H, W], whole and each by itself, with all that the model does around its network. */
function restoredPlanes(graph: Graph, planes: Value, settings: TrainSettings, tensors: NamedArray[]): Value {
  const margin = methods[settings.method].margin(settings);
  const { shift } = usesAlignment(settings) ? alignmentFromTensors(tensors) : noAlignment();
  const reach = Math.max(Math.abs(shift.x), Math.abs(shift.y));
  const padded = padSymmetric(graph, planes, margin + reach);
  const [rows, columns] = [sideOf(graph, planes, 2), sideOf(graph, planes, 3)];
  const moved = slice(graph, padded, 2, reach + shift.y, plus(graph, rows, 2 * margin));
  const value = slice(graph, moved, 3, reach + shift.x, plus(graph, columns, 2 * margin));
  const aligned = { value, margin, rows, columns, from: shift };
  const turns = ensembleOf(settings, tensors);
  const even = filteredEvenly(tensors, turns);
  const restored = turns.map((symmetry) => underSymmetry(graph, aligned, settings, even, symmetry));
  return restored.length === 1 ? restored[0]! : graph.node('Mean', restored);
}

/** The plane mirrored and transposed, restored, and turned back. */
function underSymmetry(
  graph: Graph,
  plane: PaddedPlane,
  settings: TrainSettings,
  tensors: NamedArray[],
  symmetry: number,
): Value {
  const { mirrorX, mirrorY, transpose } = bitsOf(symmetry);
  const mirrored = (value: Value) => {
    const across = mirrorX ? mirror(graph, value, 3) : value;
    return mirrorY ? mirror(graph, across, 2) : across;
  };
  const turned = (value: Value) => (transpose ? graph.node('Transpose', [value], { perm: [0, 1, 3, 2] }) : value);
  const { x, y } = { x: mirrorX ? -plane.from.x : plane.from.x, y: mirrorY ? -plane.from.y : plane.from.y };
  const { rows, columns } = plane;
  const laid = {
    ...plane,
    value: turned(mirrored(plane.value)),
    ...(transpose ? { rows: columns, columns: rows, from: { x: y, y: x } } : { from: { x, y } }),
  };
  return mirrored(turned(amplified(graph, laid, settings, tensors)));
}

/** y + g·(x̂ − y) where the model has a gain g. */
function amplified(graph: Graph, plane: PaddedPlane, settings: TrainSettings, tensors: NamedArray[]): Value {
  const restored = planeRestored(graph, plane, settings, tensors);
  const gain = gainOf(settings, tensors);
  if (gain === 1) return restored;
  const before = innerOf(graph, plane);
  const change = graph.node('Sub', [restored, before]);
  return graph.node('Add', [before, graph.node('Mul', [change, graph.scalar(gain)])]);
}

/** Source samples on each side of one that a bicubic enlargement of it looks at. */
const BICUBIC_REACH = 2;

/** The bicubic enlargement of [1, C, H, W] that super resolution begins with: a convolution, then blocks into pixels. */
function enlarged(graph: Graph, picture: Value, scale: number): Value {
  if (scale === 1) return picture;
  const planes = graph.node('Transpose', [picture], { perm: [1, 0, 2, 3] });
  const side = 2 * BICUBIC_REACH + 1;
  const weights = graph.floats(bicubicWeights(scale), [scale * scale, 1, side, side]);
  const blocks = graph.node('Conv', [padSymmetric(graph, planes, BICUBIC_REACH), weights]);
  const pixels = graph.node('DepthToSpace', [blocks], { blocksize: scale });
  return graph.node('Transpose', [pixels], { perm: [1, 0, 2, 3] });
}

/** [scale², 5, 5], read off what the enlargement makes of a single bright sample. */
function bicubicWeights(scale: number): Float32Array {
  const side = 2 * BICUBIC_REACH + 1;
  const impulse = createPlane(3 * side, 3 * side);
  const centre = Math.floor((3 * side) / 2);
  impulse.data[centre * impulse.width + centre] = 1;
  const answer = enlargeBicubic(impulse, scale);
  const weights = new Float32Array(scale * scale * side * side);
  for (let index = 0; index < weights.length; index++) {
    const [phase, tap] = [Math.floor(index / side ** 2), index % side ** 2];
    const row = (centre + BICUBIC_REACH - Math.floor(tap / side)) * scale + Math.floor(phase / scale);
    const column = (centre + BICUBIC_REACH - (tap % side)) * scale + (phase % scale);
    weights[index] = answer.data[row * answer.width + column]!;
  }
  return weights;
}
