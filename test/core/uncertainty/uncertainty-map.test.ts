import { describe, expect, it } from 'vitest';
import { resolveSettings, type TaskName } from '@contract/model-spec';
import { uncertaintyMap } from '../../../src-main/core/uncertainty/uncertainty-map';
import type { ImageF32 } from '../../../src-main/core/image/image';
import { imageSource } from '../../../src-main/core/image/image-source';
import { crop } from '../../../src-main/core/image/crop';
import type { Plane } from '../../../src-main/core/image/plane';
import { innerRect, type Tile } from '../../../src-main/core/patches/tile';
import { createRandom } from '../../../src-main/core/random';
import { usualAlignment, samplesOf, type SampledModel } from '../../../src-main/core/uncertainty/samples';
import { noAlignment } from '../../../src-main/core/models/alignment';

const SIDE = 24;
const WHOLE = { x: 0, y: 0, width: SIDE, height: SIDE };
const token = { next: () => Promise.resolve('go' as const) };

function picture(channels: 1 | 3 = 1): ImageF32 {
  const random = createRandom(11);
  const data = Float32Array.from({ length: SIDE * SIDE * channels }, () => 0.2 + 0.6 * random.next());
  return { data, width: SIDE, height: SIDE, channels };
}

const inner = (tile: Tile): Plane => crop(tile.plane, innerRect(tile));

/** A model that answers what the test says. */
function model(task: TaskName, answer: (tile: Tile) => Plane): SampledModel {
  return {
    model: {
      settings: resolveSettings({ method: 'linear', preset: 'fast', task, ...(task === 'sr' ? { scale: 2 } : {}) }),
      margin: 3,
      restoreTile: (tile) => Promise.resolve(answer(tile)),
      dispose: () => undefined,
    },
    alignment: usualAlignment(task),
  };
}

/** Of a degradation that has a direction. */
const directed = (task: TaskName, answer: (tile: Tile) => Plane): SampledModel => ({
  ...model(task, answer),
  alignment: noAlignment(),
});

/** Adds what `of` says of each pixel's place in the tile as it was asked about. */
const adding = (of: (x: number, y: number, tile: Tile) => number) => (tile: Tile) => {
  const result = inner(tile);
  for (let y = 0; y < tile.height; y++) {
    for (let x = 0; x < tile.width; x++) result.data[y * tile.width + x]! += of(x, y, tile);
  }
  return result;
};

const deviation = (values: number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
};

describe('uncertainty', () => {
  it.each(['deblur', 'denoise', 'sr', 'custom'] as const)(
    'is nothing where every answer is the same (%s)',
    async (task) => {
      const scale = task === 'sr' ? 2 : 1;
      const rect = { x: 0, y: 0, width: SIDE * scale, height: SIDE * scale };
      for (const channels of [1, 3] as const) {
        const map = await uncertaintyMap(model(task, inner), imageSource(picture(channels)), rect, token);
        expect([map.width, map.height]).toEqual([rect.width, rect.height]);
        expect(Math.max(...map.data)).toBeLessThan(1e-6);
      }
    },
  );

  it('is the deviation of what a model with a sense of direction says of all eight symmetries', async () => {
    const slanted = model(
      'deblur',
      adding((x) => 0.01 * x),
    );
    const map = await uncertaintyMap(slanted, imageSource(picture()), WHOLE, token);
    const last = SIDE - 1;
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const expected = deviation([x, last - x, x, last - x, y, y, last - y, last - y].map((one) => one * 0.01));
        expect(map.data[y * SIDE + x]).toBeCloseTo(expected, 5);
      }
    }
  });

  it('uses the symmetries that the model found in its own pair, and negatives to make four samples', async () => {
    const slanted = model(
      'sr',
      adding((x) => 0.01 * x),
    );
    const mirrored: SampledModel = { ...slanted, alignment: { shift: { x: 0, y: 0 }, symmetries: [0, 1] } };
    const wide = { ...WHOLE, width: 2 * SIDE, height: 2 * SIDE };
    const map = await uncertaintyMap(mirrored, imageSource(picture()), wide, token);
    const last = wide.width - 1;
    for (let x = 0; x < wide.width; x++) {
      expect(map.data[x]).toBeCloseTo(deviation([x, last - x, -x, x - last].map((one) => one * 0.01)), 5);
    }
  });

  it('of a displaced degradation turns what it shows about the displaced place', async () => {
    const plain = model('deblur', inner);
    const displaced: SampledModel = { ...plain, alignment: { ...plain.alignment, shift: { x: 2, y: -1 } } };
    const map = await uncertaintyMap(displaced, imageSource(picture()), WHOLE, token);
    expect(Math.max(...map.data)).toBeLessThan(1e-6);
  });

  it('is what a model that treats light and dark unlike says of the negative', async () => {
    // Brightening by 0.1 darkens a negative's positive by 0.1: half of the samples up, half down.
    const brightening = directed(
      'deblur',
      adding(() => 0.1),
    );
    const map = await uncertaintyMap(brightening, imageSource(picture()), WHOLE, token);
    for (const value of map.data) expect(value).toBeCloseTo(0.1, 5);
    // Of a pair of one's own nobody knows whether it treats light and dark alike: it is not asked.
    const own = model(
      'custom',
      adding(() => 0.1),
    );
    const unasked = await uncertaintyMap(own, imageSource(picture()), WHOLE, token);
    for (const value of unasked.data) expect(value).toBeCloseTo(0, 5);
  });

  it('is what a model says that depends on how patches are cut', async () => {
    // The place in the picture moves with the patch grid: each sample sees another one.
    const gridded = directed(
      'deblur',
      adding((x, _y, tile) => ((tile.x + x) % 4) * 0.01),
    );
    const map = await uncertaintyMap(gridded, imageSource(picture()), WHOLE, token);
    for (let x = 0; x < SIDE; x++) {
      const samples = samplesOf(gridded.model.settings.patch, gridded.alignment.symmetries, 'deblur');
      const expected = deviation(
        samples.map(({ shiftX, negative }) => (negative ? -1 : 1) * ((x + shiftX) % 4) * 0.01),
      );
      expect(expected).toBeGreaterThan(0.001);
      expect(map.data[x]).toBeCloseTo(expected, 5);
    }
  });

  it('of a part is that part of the whole', async () => {
    const slanted = model('deblur', (tile) => {
      const around = inner(tile);
      const right = crop(tile.plane, { ...innerRect(tile), x: tile.margin + 1 });
      return { ...around, data: around.data.map((value, index) => value + 0.5 * right.data[index]!) };
    });
    const photo = imageSource(picture(3));
    const whole = await uncertaintyMap(slanted, photo, WHOLE, token);
    const part = await uncertaintyMap(slanted, photo, { x: 5, y: 7, width: 11, height: 9 }, token);
    const expected = crop(whole, { x: 5, y: 7, width: 11, height: 9 });
    part.data.forEach((value, index) => {
      expect(value).toBeCloseTo(expected.data[index]!, 5);
    });
  });

  it('ends when it is cancelled', async () => {
    const stopping = { next: () => Promise.resolve('stop' as const) };
    await expect(uncertaintyMap(model('deblur', inner), imageSource(picture()), WHOLE, stopping)).rejects.toMatchObject(
      {
        kind: 'cancelled',
      },
    );
  });
});
