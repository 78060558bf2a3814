import { patchSize, type Rect, type TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import type { JobToken } from '../job-token';
import type { ImageF32 } from '../image/image';
import type { Alignment } from '../models/alignment';
import { atCrisp } from '../models/crisp';
import { correlate } from '../models/correlate';
import type { OpenModel } from '../models/method';
import { withModel } from '../methods/registry';
import { crop } from '../image/crop';
import type { Plane } from '../image/plane';
import { pooledPsnr } from '../metrics/psnr';
import { tileOf } from '../patches/tile';
import { gradientGain, type RestoredPart } from './gradient-gain';
import type { TrainingPair } from './prepare-pair';

/** PSNR in dB on the measured rectangles; null without any. */
export interface Scores {
  /** Of what is learned from. */
  psnr: number | null;
  /** In all channels of the prepared pair; absent where only a model's crisp end was measured. */
  inColour?: number | null;
}

/** Restores parts of the pair itself, to measure the held-out squares and to show a crop. */
export class Evaluator {
  constructor(
    private readonly pair: TrainingPair,
    private readonly settings: TrainSettings,
    private readonly token: JobToken,
  ) {}

  /** Doing nothing. */
  inputScores(): Required<Scores> {
    return this.#scores((rect) => this.#degraded(rect));
  }

  /** A closed-form filter [k·k] alone. */
  linearScores(filter: Float32Array): Required<Scores> {
    return this.#scores((rect) => this.#filtered(filter, rect));
  }

  /** The model with these weights. Patches lie a third of their size apart, to spare time. */
  async modelScores(weights: NamedArray[], crisp = 0): Promise<Required<Scores>> {
    const rects = this.pair.measured.map(({ rect }) => rect);
    if (rects.length === 0) return { psnr: null, inColour: null };
    const restored = new Map<Rect, Plane[]>();
    await withModel({ settings: this.settings, tensors: atCrisp(weights, crisp) }, async (model) => {
      for (const rect of rects) restored.set(rect, await this.#restore(model, rect));
    });
    return this.#scores((rect) => restored.get(rect)!);
  }

  /** How much these weights' changes are to be amplified for gradients like those of the clean picture in some rectangles. */
  async gradientGain(weights: NamedArray[], rects: readonly Rect[], shift: Alignment['shift']): Promise<number> {
    return withModel({ settings: this.settings, tensors: weights }, async (model) => {
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
    return withModel({ settings: this.settings, tensors: atCrisp(weights, crisp) }, async (model) => {
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

  #scores(restore: (rect: Rect) => Plane[]): Required<Scores> {
    const { measured, planes } = this.pair;
    const restored = measured.map(({ rect }) => restore(rect));
    const learned = measured.flatMap(({ rect }, at) =>
      planes.map(({ clean, leftOut }, index) => compared(crop(clean, rect), restored[at]![index]!, leftOut, rect)),
    );
    const inColour = measured.map(({ rect, degraded, clean }, at) =>
      compared(clean, changed(degraded, this.#changes(rect, restored[at]!)), planes[0]?.leftOut, rect),
    );
    return { psnr: pooledPsnr(learned), inColour: pooledPsnr(inColour) };
  }

  /** What is added to each plane of a part. */
  #changes(rect: Rect, restored: readonly Plane[]): Plane[] {
    return this.#degraded(rect).map((before, index) => ({
      ...before,
      data: before.data.map((value, at) => restored[index]!.data[at]! - value),
    }));
  }
}

/** A part beside what it should be, and where not to look. */
const compared = (clean: ImageF32, restored: ImageF32, leftOut: Plane | undefined, rect: Rect) =>
  leftOut ? ([clean, restored, crop(leftOut, rect)] as const) : ([clean, restored] as const);

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
