import { patchSize, type Rect, type TrainSettings } from '@contract/model-spec';
import type { InColour } from '@contract/model-card';
import type { NamedArray } from '@contract/named-array';
import type { JobToken } from '../job-token';
import type { ImageF32 } from '../image/image';
import type { Alignment } from '../models/alignment';
import { atCrisp } from '../models/crisp';
import { correlate } from '../models/correlate';
import type { OpenModel } from '../models/method';
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
    private readonly token: JobToken,
  ) {}

  /** PSNR in dB of doing nothing on the measured rectangles; null without any. */
  inputPsnr(): number | null {
    return this.#psnr((rect) => this.#degraded(rect));
  }

  /** PSNR in dB of a closed-form filter [k·k] alone. */
  linearPsnr(filter: Float32Array): number | null {
    return this.#psnr((rect) => this.#filtered(filter, rect));
  }

  /** PSNR in dB of the model with these weights. Patches lie a third of their size apart, to spare time. */
  async modelPsnr(weights: NamedArray[], crisp = 0): Promise<number | null> {
    if (this.#measured.length === 0) return null;
    const restored = await this.#restoreMeasured(weights, crisp);
    return this.#psnr((rect) => restored.get(rect)!);
  }

  /** The same of the model's faithful end, of doing nothing and of a filter, in all channels of the prepared pair. */
  async inColour(weights: NamedArray[], filter: Float32Array): Promise<InColour> {
    const restored = await this.#restoreMeasured(weights, 0);
    return {
      psnr: this.#colourPsnr((rect) => restored.get(rect)!),
      inputPsnr: this.#colourPsnr((rect) => this.#degraded(rect)),
      linearPsnr: this.#colourPsnr((rect) => this.#filtered(filter, rect)),
    };
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
      const restored = changed(degraded, this.#changes(rect, await this.#restore(model, rect)));
      return {
        width: rect.width,
        height: rect.height,
        place: { x: x + rect.x, y: y + rect.y },
        degraded: toBytes(degraded),
        restored: toBytes(restored),
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

  #degraded(rect: Rect): Plane[] {
    return this.pair.planes.map(({ degraded }) => crop(degraded, rect));
  }

  #filtered(filter: Float32Array, rect: Rect): Plane[] {
    const k = Math.sqrt(filter.length);
    return this.pair.planes.map(({ degraded }) => correlate(tileOf(degraded, rect, (k - 1) / 2).plane, filter, k));
  }

  get #measured(): readonly Rect[] {
    return this.pair.measured.map(({ rect }) => rect);
  }

  #restoreMeasured(weights: NamedArray[], crisp: number): Promise<Map<Rect, Plane[]>> {
    return withModel(this.settings, atCrisp(weights, crisp), async (model) => {
      const restored = new Map<Rect, Plane[]>();
      for (const rect of this.#measured) restored.set(rect, await this.#restore(model, rect));
      return restored;
    });
  }

  #colourPsnr(restore: (rect: Rect) => Plane[]): number | null {
    const leftOut = this.pair.planes[0]?.leftOut;
    return pooledPsnr(
      this.pair.measured.map(({ rect, degraded, clean }) => {
        const both = [clean, changed(degraded, this.#changes(rect, restore(rect)))] as const;
        return leftOut ? ([...both, crop(leftOut, rect)] as const) : both;
      }),
    );
  }

  /** What is added to each plane of a part. */
  #changes(rect: Rect, restored: readonly Plane[]): Plane[] {
    return this.#degraded(rect).map((before, index) => ({
      ...before,
      data: before.data.map((value, at) => restored[index]!.data[at]! - value),
    }));
  }

  #psnr(restore: (rect: Rect) => Plane[]): number | null {
    if (this.#measured.length === 0) return null;
    const compared = this.#measured.flatMap((rect) => {
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

/** A picture, each channel changed by what is its own, or all by the only change (luminance), as a file can hold it. */
function changed(image: ImageF32, changes: readonly Plane[]): ImageF32 {
  const { data, channels } = image;
  const changeOf = (at: number) => changes[changes.length === 3 ? at % channels : 0]!.data[Math.floor(at / channels)]!;
  return { ...image, data: data.map((value, at) => Math.max(0, Math.min(1, value + changeOf(at)))) };
}

/** RGB bytes of a picture. */
function toBytes(image: ImageF32): Uint8Array {
  const pixels = image.width * image.height;
  const bytes = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      const value = image.data[pixel * image.channels + (image.channels === 1 ? 0 : channel)]!;
      bytes[pixel * 3 + channel] = Math.max(0, Math.min(255, Math.round(value * 255)));
    }
  }
  return bytes;
}
