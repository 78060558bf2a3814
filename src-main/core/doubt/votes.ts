import type { TaskName, TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import type { JobToken } from '../job-token';
import type { OpenModel, Tile } from '../models/method';
import { openModel } from '../models/registry';
import { turnTile } from '../models/frame';
import type { Plane } from '../patches/plane';
import { SYMMETRIES, turnBack } from '../patches/symmetry';

/**
 * One way to put the same question to a model: the picture turned, as its negative, or cut into other patches. A model
 * that has understood the picture answers the same each time.
 */
export interface Vote {
  /** Of SYMMETRIES. */
  symmetry: number;
  negative: boolean;
  /** How far the grid of patches is moved, in pixels. */
  shiftX: number;
  shiftY: number;
}

const UPRIGHT = 0;

/** Degradations that look alike in a mirror: turned pictures are fair questions. */
const SYMMETRIC: readonly TaskName[] = ['deblur', 'denoise'];

/**
 * Eight votes, one a symmetry, where the degradation is symmetric; otherwise four upright ones, every second of the
 * negative (all degradations learned here treat light and dark alike). Patch grids of all votes lie apart.
 */
export function votesOf({ task, patch }: Pick<TrainSettings, 'task' | 'patch'>): Vote[] {
  const symmetric = SYMMETRIC.includes(task);
  const symmetries: readonly number[] = symmetric ? SYMMETRIES : Array.from({ length: 4 }, () => UPRIGHT);
  const stride = voteStride(patch);
  return symmetries.map((symmetry, index) => ({
    symmetry,
    negative: !symmetric && index % 2 === 1,
    shiftX: Math.floor((index * stride) / symmetries.length),
    shiftY: Math.floor((((index * 3) % symmetries.length) * stride) / symmetries.length),
  }));
}

/** Patches of a vote lie half their side apart: few enough to disagree, and quick. */
export const voteStride = (patch: number): number => Math.max(1, Math.ceil(patch / 2));

/** The model without its own averaging of flips, which would hide what is asked for here. Dispose the result. */
export function openVoter(settings: TrainSettings, tensors: NamedArray[]): OpenModel {
  return openModel({ ...settings, ingredients: settings.ingredients.filter((name) => name !== 'test-flips') }, tensors);
}

/** The model as it answers one vote; shares the model's tensors and disposes of none. */
export function voting(model: OpenModel, vote: Vote): OpenModel {
  return {
    settings: model.settings,
    margin: model.margin,
    async restoreTile(tile: Tile, options: { stride?: number; token: JobToken }) {
      const asked = turnTile(
        shifted(vote.negative ? { ...tile, plane: negated(tile.plane) } : tile, vote),
        vote.symmetry,
      );
      const answer = turnBack(await model.restoreTile(asked, options), vote.symmetry);
      return vote.negative ? negated(answer) : answer;
    },
    dispose: () => undefined,
  };
}

/** The tile as it would lie in a picture with so many more pixels on the left and on top: the patch grid starts there. */
const shifted = (tile: Tile, { shiftX, shiftY }: Vote): Tile => ({
  ...tile,
  x: tile.x + shiftX,
  y: tile.y + shiftY,
  pictureWidth: tile.pictureWidth + shiftX,
  pictureHeight: tile.pictureHeight + shiftY,
});

const negated = ({ data, width, height }: Plane): Plane => ({ data: data.map((value) => 1 - value), width, height });
