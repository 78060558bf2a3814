import { patchSize, type Rect } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { say } from '@contract/sentence';
import { luminance } from '../image/color';
import type { PixelSink, PixelSource } from '../image/image';
import { createPlane, planeOf, type Plane } from '../image/plane';
import type { JobToken } from '../job-token';
import { restorePicture } from '../restore/restore-picture';
import { modelOfSample, samplesOf, sampleStride, type SampledModel } from './samples';

/**
 * How uncertain a model is: the standard deviation over all samples (of the whole population) of each restored pixel's
 * luminance, [rect.height, rect.width], in the units of pixels ([0,1]). `rect` is in the restored picture's pixels.
 * Throws AppError('cancelled').
 */
export async function uncertaintyMap(
  sampled: SampledModel,
  photo: PixelSource,
  rect: Rect,
  token: JobToken,
  onProgress: (fraction: number) => void = () => undefined,
): Promise<Plane> {
  const { mode, task } = sampled.model.settings;
  const patch = Math.min(...Object.values(patchSize(sampled.model.settings)));
  const samples = samplesOf(patch, sampled.alignment.symmetries, task);
  const spread = new Spread(rect.width, rect.height);
  for (const [index, sample] of samples.entries()) {
    const end = await restorePicture(modelOfSample(sampled, sample), photo, spread.next(), {
      strength: 100,
      // A patch2pixel model restores every pixel by itself, whatever the grid.
      ...(mode === 'patch2pixel' ? {} : { stride: sampleStride(patch) }),
      area: rect,
      token,
      onProgress: (fraction) => {
        onProgress((index + fraction) / samples.length);
      },
    });
    if (end === 'stopped') throw new AppError('cancelled', say('job.cancelled'));
  }
  return spread.finish();
}

/** Mean and spread of pictures that come one after the other (B. P. Welford, Technometrics 4, 1962). */
class Spread {
  readonly #mean: Plane;
  readonly #squares: Plane;
  #count = 0;

  constructor(width: number, height: number) {
    this.#mean = createPlane(width, height);
    this.#squares = createPlane(width, height);
  }

  /** Takes one picture, band by band. */
  next(): PixelSink {
    const count = ++this.#count;
    return {
      writeRows: (firstRow, rows) => {
        const { data } = luminance(rows);
        const start = firstRow * this.#mean.width;
        for (let index = 0; index < data.length; index++) {
          const before = data[index]! - this.#mean.data[start + index]!;
          this.#mean.data[start + index]! += before / count;
          this.#squares.data[start + index]! += before * (data[index]! - this.#mean.data[start + index]!);
        }
        return Promise.resolve();
      },
    };
  }

  finish(): Plane {
    const { data, width, height } = this.#squares;
    return planeOf(
      data.map((sum) => Math.sqrt(sum / this.#count)),
      width,
      height,
    );
  }
}
