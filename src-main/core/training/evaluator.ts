import { patchSize, type Rect, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import type { JobToken } from '../job-token';
import type { ImageF32 } from '../image/image';
import type { Alignment } from '../models/alignment';
import { atCrisp } from '../models/crisp';
import { correlate } from '../models/correlate';
import type { OpenModel, TrainingPlanes } from '../models/method';
import { openModel } from '../methods/registry';
import { crop } from '../image/crop';
import type { Plane } from '../image/plane';
import { pooledPsnr } from '../metrics/psnr';
import { tileOf } from '../patches/tile';
import { gradientGain, type RestoredPart } from './gradient-gain';
import type { TrainingPair } from './prepare-pair';

/** Restores parts of the pair itself, to measure the held-out squares and to show a crop. */
export class Evaluator {
  constructor(
    private readonly pair: TrainingPair,
    private readonly settings: TrainSettings,
    private readonly measured: readonly Rect[],
    private readonly token: JobToken,
  ) {}

  /** PSNR in dB of doing nothing on the measured rectangles; null without any. */
  inputPsnr(): number | null {
    return this.#psnr((rect) => this.pair.planes.map(({ degraded }) => crop(degraded, rect)));
  }

  /** PSNR in dB of a closed-form filter [k·k] alone. */
  linearPsnr(filter: Float32Array): number | null {
    const k = Math.sqrt(filter.length);
    const filtered = ({ degraded }: TrainingPlanes, rect: Rect) =>
      correlate(tileOf(degraded, rect, (k - 1) / 2).plane, filter, k);
    return this.#psnr((rect) => this.pair.planes.map((pair) => filtered(pair, rect)));
  }

  /** PSNR in dB of the model with these weights. Patches lie a third of their size apart, to spare time. */
  async modelPsnr(weights: NamedArray[], crisp = 0): Promise<number | null> {
    if (this.measured.length === 0) return null;
    return withModel(this.settings, atCrisp(weights, crisp), async (model) => {
      const restored = new Map<Rect, Plane[]>();
      for (const rect of this.measured) restored.set(rect, await this.#restore(model, rect));
      return this.#psnr((rect) => restored.get(rect)!);
    });
  }

  /** How much these weights' changes are to be amplified for gradients like those of the clean picture in some rectangles. */
  async gradientGain(weights: NamedArray[], rects: readonly Rect[], shift: Alignment['shift']): Promise<number> {
    return withModel(this.settings, weights, async (model) => {
      const parts: RestoredPart[] = [];
      for (const rect of rects) {
        const restored = await this.#restore(model, rect);
        // Where the clean rectangle is seen in the degraded picture.
        const seen = { ...rect, x: rect.x + shift.x, y: rect.y + shift.y };
        for (const [index, { degraded, clean }] of this.pair.planes.entries())
          parts.push({
            degraded: tileOf(degraded, seen, 0).plane,
            restored: restored[index]!,
            clean: crop(clean, rect),
          });
      }
      return gradientGain(parts);
    });
  }

  /** The pair's crop: degraded, restored, clean as RGB bytes, and where it lies in the clean picture. */
  async preview(weights: NamedArray[], crisp = 0) {
    const { rect, degraded, clean } = this.pair.crop;
    const { x = 0, y = 0 } = this.settings.region ?? {};
    return withModel(this.settings, atCrisp(weights, crisp), async (model) => {
      const restored = await this.#restore(model, rect);
      const deltas = this.pair.planes.map(({ degraded: plane }, index) => {
        const before = crop(plane, rect);
        return { ...before, data: restored[index]!.data.map((value, at) => value - before.data[at]!) };
      });
      return {
        width: rect.width,
        height: rect.height,
        place: { x: x + rect.x, y: y + rect.y },
        degraded: toBytes(degraded),
        restored: toBytes(degraded, deltas),
        clean: toBytes(clean),
      };
    });
  }

  /** A rectangle of every plane. */
  async #restore(model: OpenModel, rect: Rect): Promise<Plane[]> {
    const tiles = this.pair.planes.map(({ degraded }) => tileOf(degraded, rect, model.margin));
    if (model.restoreColors && tiles.length === 3) {
      return model.restoreColors(tiles, { token: this.token });
    }
    const options =
      this.settings.mode === 'patch2patch'
        ? { stride: Math.ceil(Math.min(...Object.values(patchSize(this.settings))) / 3) }
        : {};
    const restored: Plane[] = [];
    for (const tile of tiles) restored.push(await model.restoreTile(tile, { ...options, token: this.token }));
    return restored;
  }

  #psnr(restore: (rect: Rect) => Plane[]): number | null {
    if (this.measured.length === 0) return null;
    const compared = this.measured.flatMap((rect) => {
      const restored = restore(rect);
      return this.pair.planes.map(({ clean, leftOut }, index) => {
        const both = [crop(clean, rect), restored[index]!] as const;
        return leftOut ? ([...both, crop(leftOut, rect)] as const) : both;
      });
    });
    return pooledPsnr(compared);
  }
}

async function withModel<T>(settings: TrainSettings, weights: NamedArray[], use: (model: OpenModel) => Promise<T>) {
  const model = openModel(settings, weights);
  try {
    return await use(model);
  } finally {
    model.dispose();
  }
}

/** RGB bytes of a picture, each channel changed by its delta, or all by the only one (luminance). */
function toBytes(image: ImageF32, deltas: Plane[] = []): Uint8Array {
  const pixels = image.width * image.height;
  const bytes = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const delta = deltas[deltas.length === 3 ? channel : 0]?.data[pixel] ?? 0;
      const value = image.data[pixel * image.channels + (image.channels === 1 ? 0 : channel)]! + delta;
      bytes[pixel * 3 + channel] = Math.max(0, Math.min(255, Math.round(value * 255)));
    }
  }
  return bytes;
}
