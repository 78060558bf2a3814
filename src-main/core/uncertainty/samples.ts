import type { Ingredient, TaskName, TrainSettings } from '@contract/model-spec';
import type { NamedArray } from '@contract/named-array';
import type { JobToken } from '../job-token';
import type { OpenModel } from '../models/method';
import type { Tile } from '../patches/tile';
import { openModel } from '../models/registry';
import { frameFromTensors, heedsFrame, plainFrame, turnTile, withFrame, type Frame } from '../models/alignment';
import type { Plane } from '../image/plane';
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

/** Degradations that look alike in a mirror: turned pictures are fair questions. */
const SYMMETRIC: readonly TaskName[] = ['deblur', 'denoise'];
/** A model without symmetries is asked this often. */
const LEAST_VOTES = 4;

/** What is taken for fair of a model that was trained without looking at its pair's symmetries. */
export function usualFrame(task: TaskName): Frame {
  return SYMMETRIC.includes(task) ? { ...plainFrame(), symmetries: [...SYMMETRIES] } : plainFrame();
}

/**
 * One vote a symmetry, and four at least: more rounds are of the negative, every second one (all degradations learned
 * here treat light and dark alike). Patch grids of all votes lie apart.
 */
export function votesOf(patch: number, symmetries: readonly number[]): Vote[] {
  const stride = voteStride(patch);
  const count = Math.max(LEAST_VOTES, symmetries.length);
  return Array.from({ length: count }, (_, index) => ({
    symmetry: symmetries[index % symmetries.length]!,
    negative: Math.floor(index / symmetries.length) % 2 === 1,
    shiftX: Math.floor((index * stride) / count),
    shiftY: Math.floor((((index * 3) % count) * stride) / count),
  }));
}

/** Patches of a vote lie half their side apart: few enough to disagree, and quick. */
export const voteStride = (patch: number): number => Math.max(1, Math.ceil(patch / 2));

/** A model to be asked, without its own averaging of flips, and how its degradation lies on the pixel grid. */
export interface Voter {
  model: OpenModel;
  frame: Frame;
}

/** Opens a model for voting; the turns that are fair are its own where it knows them. Dispose the model. */
export function openVoter(settings: TrainSettings, tensors: NamedArray[]): Voter {
  return {
    model: openModel(
      { ...settings, ingredients: settings.ingredients.filter((name) => !FRAMED.includes(name)) },
      tensors,
    ),
    frame: heedsFrame(settings) ? frameFromTensors(tensors) : usualFrame(settings.task),
  };
}

/** Without these a model is opened as it is within its frame: turned pictures have their displacement taken out first. */
const FRAMED: readonly Ingredient[] = ['flips', 'test-flips'];

/** The model as it answers one vote; shares the model's tensors and disposes of none. */
export function voting({ model, frame }: Voter, vote: Vote): OpenModel {
  const asked: OpenModel = {
    settings: model.settings,
    margin: model.margin,
    async restoreTile(tile: Tile, options: { stride?: number; token: JobToken }) {
      const turned = turnTile(
        shifted(vote.negative ? { ...tile, plane: negated(tile.plane) } : tile, vote),
        vote.symmetry,
      );
      const answer = turnBack(await model.restoreTile(turned, options), vote.symmetry);
      return vote.negative ? negated(answer) : answer;
    },
    dispose: () => undefined,
  };
  return withFrame(asked, frame, false);
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
