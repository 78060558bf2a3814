import { beforeAll, expect, it } from 'vitest';
import { expectedTensors, resolveSettings, type TrainSettings } from '@contract/model-spec';
import { loadBackend } from '../../src-main/compute/backend';
import { drawDeadLeaves } from '../../src-main/core/degrade/dead-leaves';
import { createPlane, type Plane } from '../../src-main/core/image/plane';
import { crop } from '../../src-main/core/image/crop';
import { tileOf } from '../../src-main/core/patches/tile';
import { openModel } from '../../src-main/core/methods/registry';
import { createRandom } from '../../src-main/core/random';

beforeAll(() => loadBackend('cpu'), 60_000);

const SIDE = { width: 31, height: 26 };

/** Green of a drawn picture. */
function drawnPlane(): Plane {
  const { data, channels } = crop(drawDeadLeaves({ size: 64, seed: 3 }), { x: 7, y: 5, ...SIDE });
  const plane = createPlane(SIDE.width, SIDE.height);
  plane.data.set(plane.data.map((_, index) => data[index * channels + 1]!));
  return plane;
}

/** z_t = ReLU(W_zyᵀ y_t + W_zzᵀ z_{t-1} + b), x_t = W_xzᵀ z_t (paper Sec. 2.1), number by number. */
function cell(steps: number[][], weights: Record<string, Float32Array>, units: number): number[][] {
  let before = new Array<number>(units).fill(0);
  return steps.map((read) => {
    before = Array.from({ length: units }, (_, unit) => {
      const input = read.reduce((sum, value, at) => sum + value * weights['rnn.w_zy']![at * units + unit]!, 0);
      const kept = before.reduce((sum, value, at) => sum + value * weights['rnn.w_zz']![at * units + unit]!, 0);
      return Math.max(0, input + kept + weights['rnn.bias']![unit]!);
    });
    return read.map((_, output) =>
      before.reduce((sum, value, unit) => sum + value * weights['rnn.w_xz']![output * units + unit]!, 0),
    );
  });
}

/** The mean over all patches that hold a pixel; right for pixels whose patches all lie inside. */
function restoredDirectly(plane: Plane, settings: TrainSettings, weights: Record<string, Float32Array>): Plane {
  const { patch: rows, columns = rows, stepRows = 1, units } = settings;
  const [sums, counts] = [createPlane(plane.width, plane.height), createPlane(plane.width, plane.height)];
  for (let top = 0; top + rows <= plane.height; top++) {
    for (let left = 0; left + columns <= plane.width; left++) {
      const at = (row: number, column: number) => (top + row) * plane.width + left + column;
      const pixels = Array.from({ length: rows * columns }, (_, index) =>
        at(Math.floor(index / columns), index % columns),
      );
      const mean = pixels.reduce((sum, pixel) => sum + plane.data[pixel]!, 0) / pixels.length;
      const perStep = stepRows * columns;
      const steps = Array.from({ length: rows / stepRows }, (_, step) =>
        pixels.slice(step * perStep, (step + 1) * perStep).map((pixel) => plane.data[pixel]! - mean),
      );
      for (const [index, value] of cell(steps, weights, units).flat().entries()) {
        sums.data[pixels[index]!]! += value + mean;
        counts.data[pixels[index]!]! += 1;
      }
    }
  }
  return { ...sums, data: sums.data.map((sum, index) => sum / counts.data[index]!) };
}

it.each([
  [6, 4, 1],
  [4, 7, 1],
  [6, 6, 2],
  [8, 3, 4],
])(
  'patches of %i rows and %i columns, %i rows a time step, are restored as the equations say',
  async (patch, columns, stepRows) => {
    const settings = resolveSettings({ method: 'rnn', preset: 'paper', units: 16, patch, columns, stepRows });
    const random = createRandom(1);
    const tensors = expectedTensors(settings).map((spec) => {
      const length = spec.shape.reduce((product, side) => product * side, 1);
      return { ...spec, data: Float32Array.from({ length }, () => 0.3 * random.normal()) };
    });
    const plane = drawnPlane();
    const expected = restoredDirectly(
      plane,
      settings,
      Object.fromEntries(tensors.map(({ name, data }) => [name, data])),
    );
    const model = openModel(settings, tensors);
    const tile = tileOf(plane, { x: 0, y: 0, ...SIDE }, model.margin);
    const restored = await model.restoreTile(tile, { token: { next: () => Promise.resolve('go' as const) } });
    model.dispose();
    let compared = 0;
    for (let y = patch; y < SIDE.height - patch; y++) {
      for (let x = columns; x < SIDE.width - columns; x++) {
        const index = y * SIDE.width + x;
        expect(restored.data[index]).toBeCloseTo(expected.data[index]!, 5);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(100);
  },
);
