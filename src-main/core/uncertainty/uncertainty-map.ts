import type { Rect } from '@contract/model-spec';
import { AppError } from '@contract/result';
import { luminance } from '../image/color';
import type { PixelSink, PixelSource } from '../image/image';
import type { JobToken } from '../job-token';
import { createPlane, type Plane } from '../image/plane';
import { restorePicture } from '../restore/restore-picture';
import { voteStride, votesOf, voting, type Voter } from './samples';

/**
 * How far a model's answers lie apart: the standard deviation over all votes (of the whole population, not of a sample)
 * of each restored pixel's luminance, [rect.height, rect.width], in the units of pixels ([0,1]). `rect` is in the
 * restored picture's pixels. Throws AppError('cancelled').
 */
export async function doubtMap(
  voter: Voter,
  photo: PixelSource,
  rect: Rect,
  token: JobToken,
  onProgress: (fraction: number) => void = () => undefined,
): Promise<Plane> {
  const { patch, mode } = voter.model.settings;
  const votes = votesOf(patch, voter.frame.symmetries);
  const spread = new Spread(rect.width, rect.height);
  for (const [index, vote] of votes.entries()) {
    const end = await restorePicture(voting(voter, vote), photo, spread.next(), {
      strength: 100,
      // A patch2pixel model answers once for every pixel, whatever the grid.
      ...(mode === 'patch2pixel' ? {} : { stride: voteStride(patch) }),
      area: rect,
      token,
      onProgress: (fraction) => {
        onProgress((index + fraction) / votes.length);
      },
    });
    if (end === 'stopped') throw new AppError('cancelled', 'Cancelled.');
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
    return { data: data.map((sum) => Math.sqrt(sum / this.#count)), width, height };
  }
}
